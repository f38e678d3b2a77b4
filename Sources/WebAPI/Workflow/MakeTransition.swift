internal import Complaints
internal import HTTP
internal import JSON

/// `POST /complaints/{id}/transitions`: brings the file to another state, on the version If-Match
/// names. `values`, a merge-patch, is written in the same change and counts for it. Closing and
/// reopening are signed: `signature` is bound to the version that the move makes, in its transaction. A
/// change of `status` by `PATCH /complaints/{id}` is the same move and passes the same rules.
enum MakeTransition: Endpoint {
    static let operation = Operation(
        "Brings a complaint to another state", .complaints, headers: ["If-Match"],
        body: .object(
            [
                ("to", .oneOf(WorkflowState.allCases.map(\.rawValue))),
                ("reason", .string.lengthMax(Intake.changeReasonBytesMax).orNull),
                ("values", .named("ComplaintChange")),
                ("signature", SignatureRequest.schema([.closure, .reopening])),
            ], required: ["to"]),
        .init(200, "Done", .named("Complaint")), problems: [403, 404, 409, 412, 422, 428, 429])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        var body = MemberReader(try exchange.bodyObject())
        let target = body.choice("to", as: WorkflowState.self, isRequired: true)
        let reason = body.value("reason")
        let values = body.value("values")
        let signature = SignatureRequest(&body, ofMoveTo: target)
        if let values, !values.isNull, values.objectValue == nil {
            body.reject("values", .wrongType)
        }
        var patch = values?.objectValue ?? JSONObject()
        for name in ["status", Intake.changeReasonMember] where patch[name] != nil {
            body.reject("values/" + name, .readOnly)
        }
        try body.finish()
        guard let target else { throw .invalid("/to", .required) }
        patch["status"] = .string(target.rawValue)
        if let reason, !reason.isNull { patch[Intake.changeReasonMember] = reason }
        return try exchange.changeComplaint(by: patch, to: target, signed: signature)
    }
}

extension SignatureRequest {
    /// The signature of a move of the workflow: nil where none is given, or where something is wrong
    /// with it, which `body` then has noted. Whether it is needed depends on where the file is.
    init?(_ body: inout MemberReader, ofMoveTo target: WorkflowState?) {
        guard let given = body.value(Self.member), !given.isNull, let target else { return nil }
        guard !target.isEnd || target == .closed else {
            body.reject(Self.member, .notSigned)
            return nil
        }
        self.init(&body, meanings: [target == .closed ? .closure : .reopening])
    }
}
