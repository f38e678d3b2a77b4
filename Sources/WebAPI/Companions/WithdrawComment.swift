internal import Complaints

/// `POST /complaints/{id}/comments/{companion}/withdraw`: takes a comment back; it stays to be read.
enum WithdrawComment: Endpoint {
    static let operation = Operation(
        "Withdraws a comment", .complaints, body: Schemas.withdrawing,
        .init(200, "Withdrawn", .named("Comment")), problems: [403, 404, 409, 422])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        try exchange.withdrawCompanion(.comment)
    }
}
