internal import Complaints
internal import HTTP
internal import JSON
internal import Storage

/// `POST /complaints/{id}/corrections`: sets fields right that are locked after intake, with a reason,
/// signed, on the version If-Match names.
enum CorrectComplaint: Endpoint {
    private static let meanings: [SignatureMeaning] = [.correction]
    private static let valuesMember = "values"

    static let operation = Operation(
        "Corrects locked fields of a complaint, signed", .complaints, headers: ["If-Match"],
        body: .object(
            [
                ("values", .anyObject.described("The locked fields and what they should say")),
                ("reason", .string.lengthMax(Intake.changeReasonBytesMax)),
                ("signature", SignatureRequest.schema(meanings)),
            ], required: ["values", "reason", "signature"]),
        .init(200, "Corrected", .named("Complaint")),
        problems: [403, 404, 409, 412, 422, 428, 429])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let key = RecordKey(exchange.parameters[0])
        let accepted = try Conditions.versions(exchange.request.head)
        var body = MemberReader(try exchange.bodyObject())
        let request = SignatureRequest(&body, meanings: meanings)
        let reason = body.text(
            "reason", bytesMax: Intake.changeReasonBytesMax, isRequired: true)
        let given = body.value(valuesMember)
        if given?.objectValue == nil {
            body.reject(valuesMember, given == nil ? .required : .wrongType)
        }
        try body.finish()
        guard let request, let json = given?.objectValue else {
            throw .invalid("/signature", .required)
        }
        let state = try exchange.complaint(key, fields: ["status"])
        let expected = state.stamp.version
        guard accepted.contain(expected) else { throw try exchange.conflict(key) }
        let values: FieldValues
        let intake = try exchange.intake(try exchange.instance.currentCatalogue())
        do throws(Refusal) {
            values = try intake.correction(
                json, at: "/" + valuesMember, of: state.stamp.code,
                in: try exchange.status(in: state.body))
        } catch {
            throw .refused(error)
        }
        let (visibility, author) = (exchange.visibility, exchange.author(reason: reason))
        return try exchange.signing(request) { signer in
            exchange.instance.store.write(by: author) { transaction throws(StorageFailure) in
                let done = try transaction.correctComplaint(
                    .id(state.stamp.id), expected: expected, to: values, as: signer,
                    for: visibility)
                return try exchange.complaint(done.stamp.id, asWrittenBy: transaction)
            } then: { result in
                switch result {
                case .success(let committed): exchange.send(committed.value, status: 200)
                case .failure(.refused(.versionConflict)): exchange.sendConflict(key)
                case .failure(let failure): exchange.fail(.storage(failure))
                }
            }
        }
    }
}
