internal import Complaints
internal import HTTP
internal import JSON
internal import Storage

/// `GET /bulk/{id}/rows`: what became of each row that is done, in their order, page by page as JSON or
/// whole as CSV.
enum ListBulkRows: Endpoint {
    static let limitMax = 500
    private static let outcomeWords = BulkRow.Outcome.allCases.map(\.rawValue)
        .joined(separator: ", ")

    static let operation = Operation(
        "Lists what became of the rows", .complaints,
        parameters: [
            .init(
                name: "outcome", schema: .string,
                description: "Only rows that ended so: one or several of "
                    + outcomeWords + ", with commas between"),
            .init(name: "format", schema: .oneOf(["json", "csv"]), description: "json by default"),
            .limit, .cursor,
        ],
        .init(
            200, "The rows", .named("BulkRowList"), mediaTypes: ["application/json", "text/csv"]),
        problems: [400, 404, 422])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let record = try exchange.bulkRecord()
        let outcomes = try outcomes(exchange)
        switch exchange.query["format"] {
        case nil, "json": return .answer(try page(of: record, outcomes, exchange))
        case "csv":
            let rows = BulkRowCSV(
                id: record.id, outcomes: outcomes, visibility: exchange.visibility,
                language: exchange.language)
            let file = CSVPages(rows, in: exchange.instance.store)
            let name = "bulk-\(record.id)-rows.csv"
            return .answer(
                Answer(contentType: "text/csv; charset=utf-8", body: .stream(file))
                    .with("content-disposition", "attachment; filename=\"\(name)\""))
        default: throw .invalid("?format", .notAChoice, argument: "json, csv")
        }
    }

    private static func page(
        of record: BulkRecord, _ outcomes: Set<BulkRow.Outcome>, _ exchange: Exchange
    ) throws(APIFailure) -> Answer {
        let page = try exchange.bulkPage(limitMax: limitMax, behind: 0)
        var rows = try exchange.read { reader throws(StorageFailure) in
            try reader.bulkRows(
                record.id, after: page.start, outcomes: outcomes, limit: page.limit + 1,
                for: exchange.visibility)
        }
        let hasMore = rows.count > page.limit
        if hasMore { rows.removeLast() }
        var writer = JSONWriter(reserving: 16 << 10)
        writer.page(rows, next: hasMore ? rows.last?.row : nil) {
            $0.bulkRow($1, in: exchange.language)
        }
        return .json(writer.bytes)
    }

    /// Those asked for; none for all.
    private static func outcomes(
        _ exchange: Exchange
    ) throws(APIFailure) -> Set<BulkRow.Outcome> {
        guard let text = exchange.query["outcome"] else { return [] }
        var outcomes: Set<BulkRow.Outcome> = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let outcome = BulkRow.Outcome(rawValue: String(part)) else {
                throw .invalid("?outcome", .notAChoice, argument: outcomeWords)
            }
            outcomes.insert(outcome)
        }
        return outcomes
    }
}
