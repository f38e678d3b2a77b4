internal import Complaints
internal import HTTP
internal import JSON
internal import Storage

/// `GET /tokens`: one's own; everybody's for who administers tokens.
enum ListTokens: Endpoint {
    static let operation = Operation(
        "Lists API tokens", .people, .init(200, "The tokens", .named("TokenList")))

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let isAdministrator = exchange.caller.permissions.contains(.tokens)
        let owner = isAdministrator ? nil : exchange.caller.name
        let tokens = try exchange.read { reader throws(StorageFailure) in
            try reader.tokens(of: owner)
        }
        var writer = JSONWriter(reserving: tokens.count * 256)
        writer.beginObject()
        writer.name("items")
        writer.beginArray()
        for token in tokens { writer.token(token) }
        writer.endArray()
        writer.name("next")
        writer.null()
        writer.name("total")
        writer.integer(Int64(tokens.count))
        writer.endObject()
        return .answer(.json(writer.bytes))
    }
}
