internal import Complaints
internal import HTTP
internal import JSON
internal import Storage

/// `POST /complaints/transition-preview`: what would happen to each of many complaints, those named or
/// all that a filter finds now, if they were brought to a state, and why not. It changes nothing; the
/// same rows go to `POST /complaints/bulk-edit` with `{"status": …}`, which judges each once more; one
/// signature is given there for all that are closed or opened again. An id that is named twice counts once; 503
/// while as many previews run as may at once.
enum PreviewTransition: Endpoint {
    /// Complaints that one preview looks at.
    static let rowsMax = 5_000

    static let operation = Operation(
        "Previews a change of state of many complaints", .complaints,
        body: .object(
            [
                ("to", .oneOf(WorkflowState.allCases.map(\.rawValue))),
                ("ids", .array(of: .integer)), ("filter", .named("Filter")), ("q", .string),
                ("except", .array(of: .integer)),
                ("has_reason", .boolean), ("has_signature", .boolean),
            ], required: ["to"]),
        .init(200, "What would happen", .named("TransitionPreview")),
        problems: [400, 403, 422, 503])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        var body = MemberReader(try exchange.bodyObject())
        let target = body.choice("to", as: WorkflowState.self, isRequired: true)
        let ids = body.identifiers("ids")
        let search = ComplaintSearch(&body, besides: "ids")
        let given = Given(
            hasReason: body.flag("has_reason") ?? false,
            isSigned: body.flag("has_signature") ?? false)
        if let ids, ids.count > rowsMax { throw .refused(tooMany("/ids")) }
        try body.finish()
        guard let target else { throw .invalid("/to", .required) }
        let query = ids == nil ? try search.query(for: exchange) : nil
        let visibility = exchange.visibility
        let (readings, commit) = try exchange.preview { reader throws(StorageFailure) in
            var wanted = ids ?? []
            if let query {
                wanted = try search.find(
                    query, in: reader, for: visibility, limit: rowsMax + 1
                ).map(\.id)
            }
            if wanted.count > rowsMax { throw .refused(tooMany("/filter")) }
            var readings: [WorkflowReading] = []
            for id in wanted {
                if let reading = try reader.workflow(.id(id), for: visibility) {
                    readings.append(reading)
                }
            }
            return (readings, reader.commit)
        }
        var writer = JSONWriter(reserving: 128 * readings.count + 128)
        write(readings, to: target, given, exchange, &writer)
        return .answer(.json(writer.take(), commit: commit))
    }

    private static func tooMany(_ pointer: String) -> Refusal {
        .invalid([FieldProblem(pointer, .tooMany, argument: String(rowsMax))])
    }

    /// What will come with the change.
    private struct Given {
        let hasReason: Bool
        let isSigned: Bool
    }

    private static func write(
        _ readings: [WorkflowReading], to target: WorkflowState, _ given: Given,
        _ exchange: Exchange, _ writer: inout JSONWriter
    ) {
        var allowed: Int64 = 0
        writer.beginObject()
        writer.name("items")
        writer.beginArray()
        for reading in readings {
            let missing = missing(reading, to: target, given, exchange.caller)
            if missing.isEmpty { allowed += 1 }
            writer.beginObject()
            writer.member("id", integer: reading.id)
            writer.member("number", reading.number)
            writer.member("version", integer: reading.version)
            writer.member("status", reading.status.rawValue)
            writer.member("allowed", flag: missing.isEmpty)
            writer.member(
                "asks_signature",
                flag: WorkflowMove(from: reading.status, to: target)?.signature != nil)
            writer.name("missing")
            writer.problems(missing, in: exchange.language)
            writer.endObject()
        }
        writer.endArray()
        let total = Int64(readings.count)
        writer.member("total", integer: total)
        writer.member("allowed", integer: allowed)
        writer.member("refused", integer: total - allowed)
        writer.endObject()
    }

    /// What is missing for this caller, permission included.
    private static func missing(
        _ reading: WorkflowReading, to target: WorkflowState, _ given: Given, _ caller: Caller
    ) -> [FieldProblem] {
        let missing = reading.workflow(for: caller.name).missing(
            from: reading.status, to: target, hasReason: given.hasReason, isSigned: given.isSigned)
        let permission = Workflow.permission(
            from: reading.status.rawValue, to: target.rawValue)
        if let permission, !caller.permissions.contains(permission) {
            return [FieldProblem("/status", .notPermitted, argument: permission.rawValue)]
                + missing
        }
        return missing
    }
}
