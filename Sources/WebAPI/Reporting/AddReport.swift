internal import Complaints
internal import Storage

/// `POST /complaints/{id}/reports`: a report that was submitted, or one that is owed. Submitted, it ends the
/// clocks of its `rules` that had begun.
enum AddReport: Endpoint {
    static let operation = Operation(
        "Adds a report to an authority", .complaints, headers: ["Idempotency-Key"],
        body: .named("NewReport"), .init(201, "Added", .named("Report")),
        problems: [404, 409, 410, 422])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let (key, visibility) = (exchange.complaintKey, exchange.visibility)
        return try exchange.addCompanion(.report) { transaction, values throws(StorageFailure) in
            try transaction.addReport(key, values, for: visibility)
        }
    }
}
