internal import Complaints
internal import Storage

/// `POST /complaints/{id}/links`: ties the complaint to another one. A duplicate is made by merging.
enum AddLink: Endpoint {
    static let operation = Operation(
        "Links a complaint to another one", .complaints, headers: ["Idempotency-Key"],
        body: .named("NewLink"), .init(201, "Linked", .named("Link")),
        problems: [404, 409, 410, 422])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let (key, visibility) = (exchange.complaintKey, exchange.visibility)
        return try exchange.addCompanion(.link) { transaction, values throws(StorageFailure) in
            try transaction.link(key, values, for: visibility)
        }
    }
}
