internal import Complaints
internal import Storage

/// `POST /complaints/{id}/comments`: a comment, internal unless it says that it is for the customer.
/// An account named behind an @ is mentioned, told, and watches the complaint from then on.
enum AddComment: Endpoint {
    static let operation = Operation(
        "Adds a comment to a complaint", .complaints, headers: ["Idempotency-Key"],
        body: .named("NewComment"), .init(201, "Added", .named("Comment")),
        problems: [404, 409, 410, 422])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let (key, visibility) = (exchange.complaintKey, exchange.visibility)
        return try exchange.addCompanion(.comment) { transaction, values throws(StorageFailure) in
            try transaction.addComment(values, to: key, for: visibility)
        }
    }
}
