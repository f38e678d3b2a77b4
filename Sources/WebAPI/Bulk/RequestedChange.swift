internal import Complaints
internal import JSON

/// The merge-patch that a request has for many complaints.
struct RequestedChange {
    let patch: JSONObject

    /// Reads the member `change`.
    init(_ body: inout MemberReader) {
        let value = body.value("change")
        patch = value?.objectValue ?? JSONObject()
        if value != nil, value?.objectValue == nil {
            body.reject("change", .wrongType)
        } else if patch.count == 0 {
            body.reject("change", .required)
        }
    }

    /// The state of the workflow that it brings files to; nil for none.
    var target: WorkflowState? {
        patch["status"]?.stringValue.flatMap(WorkflowState.init(rawValue:))
    }

    /// Refuses now what no complaint would take; what depends on a complaint's state is for its row.
    /// Answers with the fields that it is about, in the catalogue's order.
    func check(
        by intake: Intake, of catalogue: FieldCatalogue
    ) throws(APIFailure) -> [FieldName] {
        if patch[Intake.changeReasonMember] != nil {
            throw .invalid("/change/" + Intake.changeReasonMember, .unknownField)
        }
        do throws(Refusal) {
            let values = try intake.patch(patch, of: "", in: "received")
            return catalogue.fields.map(\.name).filter { values[$0] != nil }
        } catch {
            guard case .invalid(let problems) = error else { throw .refused(error) }
            throw .refused(
                .invalid(
                    problems.map {
                        FieldProblem("/change" + $0.pointer, $0.code, argument: $0.argument)
                    }))
        }
    }
}
