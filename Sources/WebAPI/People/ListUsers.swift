internal import HTTP
internal import JSON
internal import Storage

/// `GET /users`: every account.
enum ListUsers: Endpoint {
    static let operation = Operation(
        "Lists the accounts", .people, .init(200, "All accounts", .named("UserList")))

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let accounts = try exchange.read { reader throws(StorageFailure) in try reader.accounts() }
        var writer = JSONWriter(reserving: accounts.count * 256)
        writer.beginObject()
        writer.name("items")
        writer.beginArray()
        for account in accounts {
            do {
                let codes = try exchange.instance.siteCodes(account.sites)
                writer.account(account, siteCodes: codes)
            } catch {
                throw .storage(error)
            }
        }
        writer.endArray()
        writer.name("next")
        writer.null()
        writer.name("total")
        writer.integer(Int64(accounts.count))
        writer.endObject()
        return .answer(.json(writer.bytes))
    }
}
