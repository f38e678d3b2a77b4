internal import Complaints
internal import HTTP
internal import JSON
internal import Storage

/// `GET /bulk/{id}/rows`: what became of each row that is done, in their order.
enum ListBulkRows: Endpoint {
    static let limitMax = 500

    static let operation = Operation(
        "Lists what became of the rows", .complaints,
        parameters: [
            .init(
                name: "outcome", schema: .oneOf(BulkRow.Outcome.allCases.map(\.rawValue)),
                description: "Only rows that ended so"), .limit, .cursor,
        ],
        .init(200, "A page", .named("BulkRowList")), problems: [400, 404, 422])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let record = try exchange.bulkRecord()
        let page = try exchange.bulkPage(limitMax: limitMax, behind: 0)
        let outcome = try outcome(exchange)
        var rows = try exchange.read { reader throws(StorageFailure) in
            try reader.bulkRows(
                record.id, after: page.start, outcome: outcome, limit: page.limit + 1)
        }
        let hasMore = rows.count > page.limit
        if hasMore { rows.removeLast() }
        var writer = JSONWriter(reserving: 16 << 10)
        writer.page(rows, next: hasMore ? rows.last?.row : nil) { $0.bulkRow($1) }
        return .answer(.json(writer.bytes))
    }

    private static func outcome(_ exchange: Exchange) throws(APIFailure) -> BulkRow.Outcome? {
        guard let text = exchange.query["outcome"] else { return nil }
        guard let outcome = BulkRow.Outcome(rawValue: text) else {
            let all = BulkRow.Outcome.allCases.map(\.rawValue).joined(separator: ", ")
            throw .invalid("?outcome", .notAChoice, argument: all)
        }
        return outcome
    }
}
