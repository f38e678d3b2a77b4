internal import Complaints
internal import HTTP
internal import Storage

/// `DELETE /import-mappings/{id}`: forgets a saved mapping; imports made with it keep theirs.
enum DeleteMapping: Endpoint {
    static let operation = Operation(
        "Deletes a saved mapping", .imports, .init(204, "Deleted"), problems: [404])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        guard let id = Int64(exchange.parameters[0]) else {
            throw .refused(.notFound(.mapping, key: exchange.parameters[0]))
        }
        return exchange.write { transaction throws(StorageFailure) in
            try transaction.deleteMapping(id)
        } then: { committed in
            .empty(commit: committed.commit)
        }
    }
}
