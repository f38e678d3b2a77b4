internal import Complaints
internal import Storage

/// `POST /complaints/{id}/comments`: a comment, internal unless it says that it is for the customer.
/// An account named behind an @ is mentioned, and watches the complaint from then on.
enum AddComment: Endpoint {
    static let operation = Operation(
        "Adds a comment to a complaint", .complaints, headers: ["Idempotency-Key"],
        body: .named("NewComment"), .init(201, "Added", .named("Comment")),
        problems: [404, 409, 410, 422])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let (key, visibility) = (exchange.complaintKey, exchange.visibility)
        return try exchange.addCompanion(.comment) { transaction, values throws(StorageFailure) in
            var values = values
            let names = try transaction.accounts(
                among: Mentions.names(in: values["text"]?.text ?? ""))
            if !names.isEmpty { values["mentions"] = .text(names.joined(separator: " ")) }
            let comment = try transaction.addCompanion(.comment, values, to: key, for: visibility)
            for name in names {
                _ = try transaction.watch(key, account: name, for: visibility)
            }
            return comment
        }
    }
}
