internal import Complaints
internal import HTTP
internal import Importing
internal import JSON
internal import Platform
internal import Storage

/// `POST /imports/{id}/start`: runs a previewed import, or for real one that was a dry run.
enum StartImport: Endpoint {
    static let operation = Operation(
        "Runs a previewed import", .imports, body: .named("ImportStart"),
        .init(202, "Queued", .named("Import")), problems: [400, 404, 409, 415, 422, 503])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let before = try exchange.importRecord()
        let wasDryRun = before.isDryRun && before.state == .done
        // A trial whose file was let go of is at its end.
        guard before.state == .preview || wasDryRun, !before.fileName.isEmpty else {
            throw .refused(
                .wrongState(.import, key: String(before.id), state: before.state.rawValue))
        }
        var body = MemberReader(try exchange.optionalBodyObject() ?? JSONObject())
        let given = body.value("mapping")
        let source = body.text("source", bytesMax: UploadImport.sourceBytesMax)
        let isDryRun = body.flag("dry_run") ?? false
        try body.finish()
        let mapping = try mapping(given, source, before, exchange)
        var record = before
        record.mapping = mapping.json
        record.source = mapping.source
        record.isDryRun = isDryRun
        // Whoever starts it answers for it: their sites, their name in the history.
        record.author = exchange.caller.name
        record.state = .queued
        record.counts = ImportRecord.Counts()
        record.rowsDone = 0
        record.bytesDone = 0
        record.startedAt = nil
        record.finishedAt = nil
        return exchange.queue(record, as: .importFile(record.id))
    }

    /// The mapping given as an object or by a saved one's id, else the one that was suggested.
    private static func mapping(
        _ given: JSONValue?, _ source: String?, _ record: ImportRecord, _ exchange: Exchange
    ) throws(APIFailure) -> ImportMapping {
        let catalogue = try exchange.instance.currentCatalogue()
        var mapping: ImportMapping
        switch given {
        case .number(let id):
            mapping = try exchange.savedMapping(id.literal, pointer: "/mapping", catalogue)
        case nil, .null: mapping = try parse(record.mapping, catalogue, at: "")
        case .some(let json): mapping = try parse(json, catalogue, at: "/mapping")
        }
        if let source, !source.isEmpty { mapping.source = source }
        if mapping.source.isEmpty { mapping.source = record.source }
        return mapping
    }

    private static func parse(
        _ json: JSONValue, _ catalogue: FieldCatalogue, at pointer: String
    ) throws(APIFailure) -> ImportMapping {
        do { return try ImportMapping(json, catalogue: catalogue) } catch {
            guard case .invalid(let problems) = error else { throw .refused(error) }
            throw .refused(
                .invalid(
                    problems.map {
                        FieldProblem(pointer + $0.pointer, $0.code, argument: $0.argument)
                    }))
        }
    }
}
