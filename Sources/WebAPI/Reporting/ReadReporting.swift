internal import Complaints
internal import HTTP
internal import JSON
internal import Rules
internal import Storage

/// `GET /complaints/{id}/reporting`: for each jurisdiction what is due, the questions of its law, what was
/// decided and signed, and the reports with how late they were.
enum ReadReporting: Endpoint {
    static let operation = Operation(
        "Reads what is decided and reported of a complaint", .complaints,
        headers: ["If-None-Match"], .init(200, "By jurisdiction", .named("Reporting")),
        problems: [304])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let (key, visibility) = (exchange.complaintKey, exchange.visibility)
        let found = try exchange.read { reader throws(StorageFailure) in
            try reader.reporting(of: key, for: visibility).map { ($0, reader.commit) }
        }
        guard let (file, commit) = found else {
            throw .refused(.notFound(.complaint, key: key.text))
        }
        let catalogue = try exchange.instance.currentCatalogue()
        let rules = exchange.instance.store.rules
        guard let today = rules.today(at: exchange.instance.clock) else {
            throw .broken("the clock shows no day")
        }
        let writing = ReportingWriting(
            file: file,
            clocks: ClockWriting(
                catalogue: catalogue, rules: rules.set, language: exchange.language, today: today))
        var writer = JSONWriter(reserving: 16_384)
        writing.write(into: &writer)
        let body = writer.take()
        return .answer(
            .json(body, caching: .revalidated, tag: CachedReading.tag(of: body), commit: commit))
    }
}
