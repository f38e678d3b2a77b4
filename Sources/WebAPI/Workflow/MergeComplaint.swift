internal import Complaints
internal import JSON
internal import Storage

/// `POST /complaints/{id}/merge`: the file ends as a duplicate of another one, on the version If-Match
/// names. It keeps its number, its log and everything in it, which the original shows from then on.
enum MergeComplaint: Endpoint {
    static let operation = Operation(
        "Merges a complaint into its original", .complaints, headers: ["If-Match"],
        body: .object(
            [
                ("into", .string.described("Number or id of the original")),
                ("reason", .string.lengthMax(Intake.changeReasonBytesMax).orNull),
            ], required: ["into"]),
        .init(200, "Merged", .named("Complaint")), problems: [403, 404, 409, 412, 422, 428])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        var body = MemberReader(try exchange.bodyObject())
        let original = body.text("into", bytesMax: FieldType.referenceBytesMax, isRequired: true)
        let reason = body.value("reason")
        try body.finish()
        guard let original else { throw .invalid("/into", .required) }
        let (key, visibility) = (RecordKey(original), exchange.visibility)
        let found = try exchange.read { reader throws(StorageFailure) in
            try reader.workflow(key, for: visibility)
        }
        guard let found else { throw .invalid("/into", .unknownReference) }
        var patch = JSONObject()
        patch["status"] = .string(WorkflowState.duplicate.rawValue)
        patch["duplicate_of"] = .string(found.number)
        if let reason, !reason.isNull { patch[Intake.changeReasonMember] = reason }
        return try exchange.changeComplaint(by: patch, to: .duplicate)
    }
}
