internal import Complaints
internal import HTTP
internal import JSON
internal import Storage

/// `GET /users/{name}`: one account.
enum ReadUser: Endpoint {
    static let operation = Operation(
        "Reads one account", .people, headers: ["If-None-Match"],
        .init(200, "The account", .named("User")), problems: [304])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let account = try exchange.account(named: exchange.parameters[0])
        return .answer(.json(try exchange.accountBody(account), tag: String(account.version)))
    }
}

extension Exchange {
    /// An account's JSON.
    func accountBody(_ account: Account) throws(APIFailure) -> [UInt8] {
        var writer = JSONWriter(reserving: 256)
        do {
            writer.account(account, siteCodes: try instance.siteCodes(account.sites))
        } catch {
            throw .storage(error)
        }
        return writer.bytes
    }

    /// The account of that name, or 404.
    func account(named name: String) throws(APIFailure) -> Account {
        let account = try read { reader throws(StorageFailure) in try reader.account(named: name) }
        guard let account else { throw .refused(.notFound(.user, key: name)) }
        return account
    }
}
