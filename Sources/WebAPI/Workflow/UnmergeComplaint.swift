internal import Complaints
internal import HTTP
internal import JSON
internal import Storage

/// `POST /complaints/{id}/unmerge`: the file is no duplicate after all, with a reason, on the version
/// If-Match names. It stands where it stood before the merge.
enum UnmergeComplaint: Endpoint {
    static let operation = Operation(
        "Takes a merge back", .complaints, headers: ["If-Match"], body: Schemas.withdrawing,
        .init(200, "As before the merge", .named("Complaint")),
        problems: [404, 409, 412, 422, 428])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let key = exchange.complaintKey
        let accepted = try Conditions.versions(exchange.request.head)
        var body = MemberReader(try exchange.bodyObject())
        let reason = body.text("reason", bytesMax: Intake.changeReasonBytesMax, isRequired: true)
        try body.finish()
        let expected = try exchange.complaint(key, fields: ["status"]).stamp.version
        guard accepted.contain(expected) else { throw try exchange.conflict(key) }
        let author = exchange.author(reason: reason)
        exchange.instance.store.write(by: author) { transaction throws(StorageFailure) in
            let stamp = try transaction.unmerge(key, expected: expected, for: exchange.visibility)
            return try exchange.complaint(stamp.id, asWrittenBy: transaction)
        } then: { result in
            exchange.sendChanged(result, key)
        }
        return .later
    }
}
