internal import HTTP
internal import JSON
internal import Storage

/// `GET /setup`: whether an administrator must be made first.
enum ReadSetup: Endpoint {
    static let operation = Operation(
        "Whether the first administrator is still to be made", .people,
        .init(200, "The state", .named("SetupState")))

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let isRequired: Bool
        do { isRequired = try SetupLink.isRequired(exchange.instance.store) } catch {
            throw .storage(error)
        }
        var writer = JSONWriter()
        writer.beginObject()
        writer.name("required")
        writer.bool(isRequired)
        writer.endObject()
        return .answer(.json(writer.bytes))
    }
}
