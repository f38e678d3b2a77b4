internal import Complaints
internal import HTTP
internal import Storage

/// `DELETE /tokens/{id}`: ends a token; one's own, or anybody's for who administers tokens.
enum RevokeToken: Endpoint {
    static let operation = Operation(
        "Revokes an API token", .people, .init(204, "Revoked"))

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        guard let id = Int64(exchange.parameters[0]) else {
            throw .refused(.notFound(.token, key: exchange.parameters[0]))
        }
        let isAdministrator = exchange.caller.permissions.contains(.tokens)
        let owner = isAdministrator ? nil : exchange.caller.name
        return exchange.write { transaction throws(StorageFailure) in
            try transaction.revokeToken(id, of: owner)
        } then: { committed in
            .empty(commit: committed.commit)
        }
    }
}
