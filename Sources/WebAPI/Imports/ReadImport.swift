internal import HTTP
internal import Storage

/// `GET /imports/{id}`: state, counts, what the file is and how it is mapped. Samples are masked as a
/// source row is; reading those of patient columns is logged first.
enum ReadImport: Endpoint {
    static let operation = Operation(
        "Reads an import", .imports, .init(200, "The import", .named("Import")))

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let record = try exchange.importRecord()
        let shown = exchange.instance.jobs.samples.filled(
            record, for: exchange.visibility, catalogue: try exchange.instance.currentCatalogue())
        let answer = exchange.answer(shown.record)
        guard shown.showsPatient else { return .answer(answer) }
        return exchange.write { transaction throws(StorageFailure) in
            try transaction.logReading(of: record)
        } then: { _ in
            answer
        }
    }
}
