internal import Complaints
internal import JSON

/// `POST /complaints/{id}/transitions`: brings the file to another state, on the version If-Match
/// names. `values`, a merge-patch, is written in the same change and counts for it. A change of
/// `status` by `PATCH /complaints/{id}` is the same move and passes the same rules.
enum MakeTransition: Endpoint {
    static let operation = Operation(
        "Brings a complaint to another state", .complaints, headers: ["If-Match"],
        body: .object(
            [
                ("to", .oneOf(WorkflowState.allCases.map(\.rawValue))),
                ("reason", .string.lengthMax(Intake.changeReasonBytesMax).orNull),
                ("values", .named("ComplaintChange")),
            ], required: ["to"]),
        .init(200, "Done", .named("Complaint")), problems: [403, 404, 409, 412, 422, 428])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        var body = MemberReader(try exchange.bodyObject())
        let target = body.choice("to", as: WorkflowState.self, isRequired: true)
        let reason = body.value("reason")
        let values = body.value("values")
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
        return try exchange.changeComplaint(by: patch, to: target.rawValue)
    }
}
