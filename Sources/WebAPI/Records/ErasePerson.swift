internal import Complaints
internal import HTTP
internal import JSON
internal import Storage

/// `POST /complaints/{id}/erase-personal-data`: destroys the file's key, so that nobody reads what it
/// held of a person again, in any copy of the database. For good, with a reason, on the version
/// If-Match names.
enum ErasePerson: Endpoint {
    static let operation = Operation(
        "Erases the personal data of a complaint, for good", .complaints, headers: ["If-Match"],
        body: .object([("reason", .string)], required: ["reason"]),
        .init(200, "Erased", .named("Complaint")), problems: [404, 412, 422, 428])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let key = RecordKey(exchange.parameters[0])
        let accepted = try Conditions.versions(exchange.request.head)
        var body = MemberReader(try exchange.bodyObject())
        let reason = body.text(
            "reason", bytesMax: Intake.changeReasonBytesMax, isRequired: true)
        try body.finish()
        let expected = try exchange.complaint(key, fields: ["status"]).stamp.version
        guard accepted.contain(expected) else { throw try exchange.conflict(key) }
        let author = exchange.author(reason: reason)
        exchange.instance.store.write(by: author) { transaction throws(StorageFailure) in
            let stamp = try transaction.erasePerson(
                key, expected: expected, for: exchange.visibility)
            return try exchange.complaint(stamp.id, asWrittenBy: transaction)
        } then: { result in
            switch result {
            case .success(let committed): exchange.send(committed.value, status: 200)
            case .failure(.refused(.versionConflict)): exchange.sendConflict(key)
            case .failure(let failure): exchange.fail(.storage(failure))
            }
        }
        return .later
    }
}
