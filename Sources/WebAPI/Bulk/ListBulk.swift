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
        let visibility = exchange.visibility
        var works = try exchange.read { reader throws(StorageFailure) in
            var works: [(record: BulkRecord, given: [GivenValue])] = []
            for record in try reader.bulks(before: page.start, by: author, limit: page.limit + 1) {
                works.append((record, try reader.given(by: record, for: visibility)))
            }
            return works
        }
        let hasMore = works.count > page.limit
        if hasMore { works.removeLast() }
        var writer = JSONWriter(reserving: 16 << 10)
        writer.page(works, next: hasMore ? works.last?.record.id : nil) {
            $0.bulk($1.record, given: $1.given, in: exchange.language)
        }
        return .answer(.json(writer.bytes))
    }
}
