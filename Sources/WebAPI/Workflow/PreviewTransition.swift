internal import Complaints
internal import HTTP
internal import JSON
internal import Storage

/// `POST /complaints/transition-preview`: what would happen to each of many complaints, those named or
/// all that a filter finds now, if they were brought to a state, and why not. It changes nothing; the
/// same rows go to `POST /complaints/bulk-edit` with `{"status": …}`, which judges each once more; one
/// signature is given there for all that are closed or opened again.
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
        .init(200, "What would happen", .named("TransitionPreview")), problems: [400, 403, 422])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        var body = MemberReader(try exchange.bodyObject())
        let target = body.choice("to", as: WorkflowState.self, isRequired: true)
        let ids = body.identifiers("ids")
        let search = ComplaintSearch(&body, besides: "ids")
        let given = Given(
            hasReason: body.flag("has_reason") ?? false,
            isSigned: body.flag("has_signature") ?? false)
        try body.finish()
        guard let target else { throw .invalid("/to", .required) }
        let query = ids == nil ? try search.query(for: exchange) : nil
        let visibility = exchange.visibility
        let (readings, commit) = try exchange.read { reader throws(StorageFailure) in
            var wanted = ids ?? []
            if let query {
                wanted = try search.find(
                    query, in: reader, for: visibility, limit: rowsMax + 1
                ).map(\.id)
            }
            var readings: [WorkflowReading] = []
            for id in wanted.prefix(rowsMax + 1) {
                if let reading = try reader.workflow(.id(id), for: visibility) {
                    readings.append(reading)
                }
            }
            return (readings, reader.commit)
        }
        guard readings.count <= rowsMax else {
            throw .invalid(
                ids == nil ? "/filter" : "/ids", .tooMany, argument: String(rowsMax))
        }
        var writer = JSONWriter(reserving: 128 * readings.count + 128)
        write(readings, to: target, given, exchange, &writer)
        return .answer(.json(writer.take(), commit: commit))
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
            writer.name("id")
            writer.integer(reading.id)
            writer.name("number")
            writer.string(reading.number)
            writer.name("version")
            writer.integer(reading.version)
            writer.name("status")
            writer.string(reading.status.rawValue)
            writer.name("allowed")
            writer.bool(missing.isEmpty)
            writer.name("asks_signature")
            writer.bool(WorkflowMove(from: reading.status, to: target)?.signature != nil)
            writer.name("missing")
            writer.problems(missing, in: exchange.language)
            writer.endObject()
        }
        writer.endArray()
        let total = Int64(readings.count)
        for (name, count) in [
            ("total", total), ("allowed", allowed), ("refused", total - allowed),
        ] {
            writer.name(name)
            writer.integer(count)
        }
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
