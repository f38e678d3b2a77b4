import Complaints
import JSON

extension ComplaintListing {
    /// One row of a page: what a cursor beside it takes.
    private typealias Key = (id: Int64, values: [SQLValue])

    /// Writes up to a page of records as they come.
    func writeItems(
        _ plan: ListPlan, _ layout: RecordLayout, _ paging: Paging, into writer: inout JSONWriter
    ) throws(StorageFailure) -> PageEnds {
        var record = try connection.statement(layout.sql)
        let limit = plan.isPagedByKey ? paging.limit : paging.countMax
        let offset = paging.firstPosition
        var written = 0
        var hasMore = paging.isBackward
        var keys: [Key] = []
        let skipped = paging.cursor == nil || plan.isRanked ? offset : 0
        for page in plan.pages(after: paging.cursor) where !hasMore || paging.isBackward {
            var rows = try connection.statement(made: page.sql)
            let next = rows.bind(page.values)
            rows.bind(next, Int64(limit + 1 - written))
            rows.bind(next + 1, Int64(skipped))
            while try rows.step() {
                guard written < limit else {
                    hasMore = true
                    break
                }
                let id = rows.int64(0)
                record.bind(1, id)
                if try record.step() {
                    writer.beginObject()
                    layout.write(record, into: &writer)
                    try writeHighlights(plan, rows, id, into: &writer)
                    writer.endObject()
                }
                record.rewind()
                written += 1
                if written == 1 || written == limit {
                    keys.append((id, plan.isPagedByKey ? Self.values(rows, plan) : []))
                }
            }
        }
        return paging.ends(
            offset: offset, count: written, hasMore: hasMore, hasFewer: offset > 0
        ) { $0 ? keys[0] : keys[keys.count - 1] }
    }

    /// Writes the page before a cursor: read backward, written forward.
    func writeItemsBefore(
        _ plan: ListPlan, _ layout: RecordLayout, _ paging: Paging, into writer: inout JSONWriter
    ) throws(StorageFailure) -> PageEnds {
        var keys: [Key] = []
        for page in plan.reversed.pages(after: paging.cursor) {
            var rows = try connection.statement(made: page.sql)
            let next = rows.bind(page.values)
            rows.bind(next, Int64(paging.limit + 1 - keys.count))
            rows.bind(next + 1, 0 as Int64)
            while try rows.step() { keys.append((rows.int64(0), Self.values(rows, plan))) }
            if keys.count > paging.limit { break }
        }
        let hasFewer = keys.count > paging.limit
        if hasFewer { keys.removeLast() }
        keys.reverse()
        try writeRecords(keys.map(\.id), layout, matching: plan.search.match, into: &writer)
        return paging.ends(
            offset: max(0, paging.offset - keys.count), count: keys.count, hasMore: true,
            hasFewer: hasFewer
        ) { $0 ? keys[0] : keys[keys.count - 1] }
    }

    /// Writes the records of these ids, of which one may be more than the page holds: the last, or
    /// the first of a page that was read backward.
    func writeItems(
        _ ids: [Int64], _ layout: RecordLayout, _ paging: Paging, _ memory: GridListing?,
        matching match: String? = nil, into writer: inout JSONWriter
    ) throws(StorageFailure) -> PageEnds {
        let isCut = ids.count > paging.limit
        let shown = paging.isBackward ? ids.suffix(paging.limit) : ids.prefix(paging.limit)
        try writeRecords(Array(shown), layout, matching: match, into: &writer)
        let offset = paging.isBackward ? max(0, paging.offset - shown.count) : paging.offset
        return paging.ends(
            offset: offset, count: shown.count, hasMore: paging.isBackward || isCut,
            hasFewer: paging.isBackward ? isCut : offset > 0
        ) { isFirst in
            let id = isFirst ? shown[shown.startIndex] : shown[shown.endIndex - 1]
            return (id, memory?.values(of: id) ?? [])
        }
    }

    private func writeRecords(
        _ ids: [Int64], _ layout: RecordLayout, matching match: String?,
        into writer: inout JSONWriter
    ) throws(StorageFailure) {
        let texts = PageText(connection: connection)
        if match != nil { try texts.fill(ids) }
        var record = try connection.statement(layout.sql)
        for id in ids {
            record.bind(1, id)
            if try record.step() {
                writer.beginObject()
                layout.write(record, into: &writer)
                if let match { try texts.write(match, id, into: &writer) }
                writer.endObject()
            }
            record.rewind()
        }
        if match != nil { try texts.clear() }
    }

    private func writeHighlights(
        _ plan: ListPlan, _ rows: borrowing Statement, _ id: Int64, into writer: inout JSONWriter
    ) throws(StorageFailure) {
        switch plan.search {
        case .none: return
        case .ranked, .newest: Highlights.write(rows, from: 1, into: &writer)
        case .filter(let match): try writeHighlights(match, id, into: &writer)
        }
    }

    private func writeHighlights(
        _ match: String, _ id: Int64, into writer: inout JSONWriter
    ) throws(StorageFailure) {
        var statement = try connection.statement(Highlights.ofRecord)
        statement.bind(1, match)
        statement.bind(2, id)
        if try statement.step() { Highlights.write(statement, from: 0, into: &writer) }
    }

    private static func values(_ rows: borrowing Statement, _ plan: ListPlan) -> [SQLValue] {
        var values: [SQLValue] = []
        for index in plan.order.terms.indices { values.append(rows.value(index + 1)) }
        return values
    }
}
