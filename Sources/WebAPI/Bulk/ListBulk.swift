internal import HTTP
internal import JSON
internal import Storage

/// `GET /bulk`: a page of one's own bulk work, newest first; who runs the place sees everybody's.
enum ListBulk: Endpoint {
    static let limitMax = 200

    static let operation = Operation(
        "Lists bulk work, newest first", .complaints, parameters: [.limit, .cursor],
        .init(200, "A page", .named("BulkList")), problems: [400, 422])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let page = try exchange.bulkPage(limitMax: limitMax, behind: .max)
        let author = exchange.onlyBulkBy
        var records = try exchange.read { reader throws(StorageFailure) in
            try reader.bulks(before: page.start, by: author, limit: page.limit + 1)
        }
        let hasMore = records.count > page.limit
        if hasMore { records.removeLast() }
        var writer = JSONWriter(reserving: 16 << 10)
        writer.page(records, next: hasMore ? records.last?.id : nil) { $0.bulk($1) }
        return .answer(.json(writer.bytes))
    }
}
