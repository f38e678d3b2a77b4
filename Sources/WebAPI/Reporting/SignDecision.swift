internal import Complaints
internal import HTTP
internal import JSON
internal import Storage

/// `POST /complaints/{id}/decisions/{companion}/sign`: signs a decision that was saved before, with the
/// signer's own credentials in this request; from then on the clocks follow it.
enum SignDecision: Endpoint {
    static let operation = Operation(
        "Signs a decision about reporting", .complaints,
        body: .object(
            [
                ("signature", SignatureRequest.schema(AddDecision.meanings)),
                ("reason", .string.lengthMax(Intake.changeReasonBytesMax).orNull),
            ], required: ["signature"]),
        .init(200, "Signed", .named("Decision")), problems: [403, 404, 409, 422, 429])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        guard exchange.caller.permissions.contains(.decide) else { throw .forbidden(.decide) }
        var body = MemberReader(try exchange.bodyObject())
        let request = SignatureRequest(&body, meanings: AddDecision.meanings)
        let reason = body.text("reason", bytesMax: Intake.changeReasonBytesMax)
        try body.finish()
        guard let request else { throw .invalid("/signature", .required) }
        let found = try exchange.companion(.decision)
        let (key, visibility) = (exchange.complaintKey, exchange.visibility)
        return try exchange.signing(request) { signer in
            exchange.instance.store.write(by: exchange.author(reason: reason)) {
                transaction throws(StorageFailure) in
                try transaction.signDecision(found.id, of: key, as: signer, for: visibility)
            } then: { result in
                exchange.sendDecision(result, status: 200)
            }
        }
    }
}
