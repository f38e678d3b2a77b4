internal import HTTP
internal import JSON
internal import Platform

/// `GET /imports/{id}`: state, counts, what the file is and how it is mapped.
enum ReadImport: Endpoint {
    static let operation = Operation(
        "Reads an import", .imports, .init(200, "The import", .named("Import")))

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let record = exchange.instance.jobs.samples.filled(try exchange.importRecord())
        var writer = JSONWriter(reserving: 8 << 10)
        writer.importRecord(record, now: exchange.instance.clock.now().microseconds)
        return .answer(.json(writer.bytes))
    }
}
