internal import Complaints
internal import JSON
internal import Storage

/// `POST /complaints/{id}/reports/{companion}/withdraw`: what was entered by mistake, with a reason; its
/// clocks run again.
enum WithdrawReport: Endpoint {
    static let operation = Operation(
        "Withdraws a report to an authority", .complaints, body: Schemas.withdrawing,
        .init(200, "Withdrawn", .named("Report")), problems: [404, 409, 422])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let (key, visibility) = (exchange.complaintKey, exchange.visibility)
        return try exchange.withdrawCompanion(
            .report,
            withdraw: { transaction, found, reason throws(StorageFailure) in
                try transaction.withdrawReport(found.id, of: key, reason: reason, for: visibility)
            })
    }
}
