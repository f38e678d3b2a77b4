internal import Complaints
internal import HTTP
internal import JSON
internal import Platform
internal import Storage

/// `GET /imports`: a page of the imports, newest first; of those who are bound to sites their own.
enum ListImports: Endpoint {
    static let limitMax = 200

    static let operation = Operation(
        "Lists imports, newest first", .imports, parameters: [.importLimit, .cursor],
        .init(200, "A page", .named("ImportList")), problems: [400, 422])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let limit = exchange.query["limit"].map { Int($0) ?? 0 } ?? 50
        guard (1...limitMax).contains(limit) else {
            throw .invalid("?limit", .outOfRange, argument: "1…\(limitMax)")
        }
        let author = exchange.onlyImportsBy
        let before = try cursor(exchange)
        var records = try exchange.read { reader throws(StorageFailure) in
            try reader.imports(before: before, by: author, limit: limit + 1)
        }
        let hasMore = records.count > limit
        if hasMore { records.removeLast() }
        let now = exchange.instance.clock.now().microseconds
        var writer = JSONWriter(reserving: 16 << 10)
        writer.beginObject()
        writer.name("items")
        writer.beginArray()
        for record in records {
            writer.importRecord(record, now: now, in: exchange.language)
        }
        writer.endArray()
        writer.name("next")
        if hasMore, let last = records.last {
            writer.string(String(last.id))
        } else {
            writer.null()
        }
        writer.endObject()
        return .answer(.json(writer.bytes))
    }

    private static func cursor(_ exchange: Exchange) throws(APIFailure) -> Int64? {
        guard let text = exchange.query["cursor"], !text.isEmpty else { return nil }
        guard let id = Int64(text), id > 0 else {
            throw .malformedRequest(pointer: "?cursor", .cursor)
        }
        return id
    }
}

extension Operation.Parameter {
    fileprivate static let importLimit = Self(
        name: "limit", schema: .integer.between(1...Int64(ListImports.limitMax)),
        description: "Imports on a page, 50 by default")
}
