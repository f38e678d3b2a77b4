internal import Complaints
internal import JSON

/// `POST /complaints/{id}/tasks/{companion}/withdraw`: what need not be done after all, with a reason.
enum WithdrawTask: Endpoint {
    static let operation = Operation(
        "Withdraws a task", .complaints, body: Schemas.withdrawing,
        .init(200, "Withdrawn", .named("Task")), problems: [403, 404, 409, 422])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        try exchange.withdrawCompanion(.work)
    }
}
