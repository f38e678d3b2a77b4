internal import Complaints
internal import Storage

/// `POST /complaints/{id}/links/{companion}/withdraw`: takes a link back. That of a duplicate goes with
/// its merge.
enum WithdrawLink: Endpoint {
    static let operation = Operation(
        "Withdraws a link", .complaints, body: Schemas.withdrawing,
        .init(200, "Withdrawn", .named("Link")), problems: [403, 404, 409, 422])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        try exchange.withdrawCompanion(.link) { found throws(Refusal) in
            guard found["relation"].text != WorkflowState.duplicate.rawValue else {
                throw .wrongState(.link, key: String(found.id), state: "duplicate")
            }
        }
    }
}
