internal import Complaints
internal import Storage

/// `PATCH /complaints/{id}/reports/{companion}`: a merge-patch (RFC 7396) on the version If-Match names: its
/// submission, number, acknowledgement.
enum ChangeReport: Endpoint {
    static let operation = Operation(
        "Changes a report to an authority", .complaints, headers: ["If-Match"],
        body: .named("ReportChange"), .init(200, "Changed", .named("Report")),
        problems: [404, 409, 410, 412, 422, 428])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let (key, visibility) = (exchange.complaintKey, exchange.visibility)
        return try exchange.changeCompanion(
            .report, mayChange: { _ in true },
            change: { transaction, found, values throws(StorageFailure) in
                try transaction.changeReport(
                    found.id, of: key, expected: found.version, to: values, for: visibility)
            })
    }
}
