internal import Complaints
internal import HTTP
internal import JSON
internal import Storage

/// `POST /complaints/{id}/signatures`: signs the version If-Match names, with the signer's own
/// credentials in this request.
enum SignComplaint: Endpoint {
    static let operation = Operation(
        "Signs a complaint as it stands", .complaints, headers: ["If-Match"],
        body: .object(
            [
                ("signature", SignatureRequest.schema(SignatureMeaning.ofPlainSignatures)),
                ("reason", .string.lengthMax(Intake.changeReasonBytesMax).orNull),
            ], required: ["signature"]),
        .init(201, "Signed", .named("Signature")),
        problems: [403, 404, 409, 412, 422, 428, 429])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let key = RecordKey(exchange.parameters[0])
        let accepted = try Conditions.versions(exchange.request.head)
        var body = MemberReader(try exchange.bodyObject())
        let request = SignatureRequest(&body, meanings: SignatureMeaning.ofPlainSignatures)
        let reason = body.text("reason", bytesMax: Intake.changeReasonBytesMax)
        try body.finish()
        guard let request else { throw .invalid("/signature", .required) }
        let expected = try exchange.complaint(key, fields: ["status"]).stamp.version
        guard accepted.contain(expected) else { throw try exchange.conflict(key) }
        let (visibility, author) = (exchange.visibility, exchange.author(reason: reason))
        return try exchange.signing(request) { signer in
            exchange.instance.store.write(by: author) { transaction throws(StorageFailure) in
                try transaction.signComplaint(
                    key, expected: expected, as: signer, for: visibility)
            } then: { result in
                switch result {
                case .success(let committed): exchange.send(answer(committed))
                case .failure(.refused(.versionConflict)): exchange.sendConflict(key)
                case .failure(let failure): exchange.fail(.storage(failure))
                }
            }
        }
    }

    private static func answer(_ committed: Committed<Signature>) -> Answer {
        var writer = JSONWriter(reserving: 512)
        writer.signature(committed.value)
        return .json(writer.take(), status: 201, commit: committed.commit)
    }
}
