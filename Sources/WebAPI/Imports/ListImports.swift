internal import HTTP
internal import JSON
internal import Platform
internal import Storage

/// `GET /imports`: the newest imports.
enum ListImports: Endpoint {
    static let limitMax = 200

    static let operation = Operation(
        "Lists imports, newest first", .imports, .init(200, "Imports", .named("ImportList")))

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let records = try exchange.read { reader throws(StorageFailure) in
            try reader.imports(limit: limitMax)
        }
        let now = exchange.instance.clock.now().microseconds
        var writer = JSONWriter(reserving: 16 << 10)
        writer.beginObject()
        writer.name("items")
        writer.beginArray()
        for record in records { writer.importRecord(record, now: now) }
        writer.endArray()
        writer.name("next")
        writer.null()
        writer.endObject()
        return .answer(.json(writer.bytes))
    }
}
