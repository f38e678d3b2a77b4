internal import Complaints
internal import HTTP
internal import JSON
internal import Storage

/// `GET /imports/{id}/errors`: why rows were rejected and values kept, page by page as
/// JSON or whole as CSV.
enum ListImportErrors: Endpoint {
    static let limitMax = 500

    static let operation = Operation(
        "Lists why rows were rejected and values kept", .imports,
        parameters: [
            .init(name: "format", schema: .oneOf(["json", "csv"]), description: "json by default"),
            .limit, .cursor,
        ],
        .init(
            200, "Rejected rows and kept values", .named("ImportErrorList"),
            mediaTypes: ["application/json", "text/csv"]), problems: [400, 404])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let record = try exchange.importRecord()
        switch exchange.query["format"] {
        case nil, "json": return .answer(try page(of: record, exchange))
        case "csv": return .answer(file(of: record, exchange))
        default: throw .invalid("?format", .notAChoice, argument: "json, csv")
        }
    }

    private static func page(
        of record: ImportRecord, _ exchange: Exchange
    ) throws(APIFailure) -> Answer {
        let limit = exchange.query["limit"].map { Int($0) ?? 0 } ?? 100
        guard (1...limitMax).contains(limit) else {
            throw .invalid("?limit", .outOfRange, argument: "1…\(limitMax)")
        }
        let start = exchange.query["cursor"].map { Int64($0) } ?? 0
        guard let start else { throw .malformedRequest(pointer: "?cursor", .cursor) }
        let id = record.id
        let errors = try exchange.read { reader throws(StorageFailure) in
            try reader.importErrors(id, after: start, limit: limit)
        }
        var writer = JSONWriter(reserving: 16 << 10)
        writer.beginObject()
        writer.name("items")
        writer.beginArray()
        for error in errors { writer.importError(error, in: exchange.language) }
        writer.endArray()
        writer.name("next")
        if errors.count >= limit, let last = errors.last {
            writer.string(String(last.row))
        } else {
            writer.null()
        }
        writer.endObject()
        return .json(writer.bytes)
    }

    private static func file(of record: ImportRecord, _ exchange: Exchange) -> Answer {
        let list = ImportErrorCSV(id: record.id, language: exchange.language)
        let producer = CSVPages(list, in: exchange.instance.store)
        return Answer(contentType: "text/csv; charset=utf-8", body: .stream(producer))
            .with("content-disposition", "attachment; filename=\"import-\(record.id)-errors.csv\"")
    }
}
