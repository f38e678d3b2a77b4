import Complaints
import JSON

/// Writes a page of the list: the plan's statement gives ids in order, a second one, the same for
/// every filter, gives each record's columns.
struct ComplaintListing {
    let connection: Connection
    let catalogue: FieldCatalogue
    let visibility: Visibility
    /// The commit the snapshot shows.
    let commit: Int64
    /// Columns in memory, for positions, counts and combined filters; nil does without.
    let grid: GridMirror?

    /// `{"items":[…],"next":…,"total":…,"offset":…,"ranked":…,"commit":…}`
    func write(_ query: ComplaintQuery, into writer: inout JSONWriter) throws(StorageFailure) {
        let plan = try self.plan(query)
        let layout = try self.layout(query)
        let digest = digest(query, plan)
        var page = Paging(
            digest: digest, limit: min(max(query.limit, 1), ComplaintQuery.limitMax))
        switch query.start {
        case .beginning: break
        case .offset(let offset): page.offset = max(offset, 0)
        case .cursor(let text):
            let count = plan.isPagedByKey ? plan.order.terms.count : 0
            let cursor = try PageCursor(text, digest: digest, valueCount: count)
            page.cursor = cursor
            page.offset = cursor.offset
        }
        let memory = try GridListing(query, plan, self, page.offset)
        writer.beginObject()
        writer.name("items")
        writer.beginArray()
        let next: String?
        if let ids = memory?.ids(page) {
            next = try writeItems(ids, layout, page, memory, into: &writer)
        } else {
            next = try writeItems(plan, layout, page, into: &writer)
        }
        writer.endArray()
        writer.name("next")
        if let next { writer.string(next) } else { writer.null() }
        writer.name("total")
        if !query.wantsTotal {
            writer.null()
        } else if let memory, plan.search == .none || plan.condition != .always {
            writer.integer(try memory.total(connection))
        } else {
            writer.integer(try connection.count(plan.count.sql, plan.count.values))
        }
        writer.name("offset")
        writer.integer(Int64(page.offset))
        writer.name("ranked")
        writer.bool(plan.isRanked)
        writer.name("commit")
        writer.integer(commit)
        writer.endObject()
    }

    /// Stands for the list without its page: queries that mean the same have one, as they share
    /// cached answers and so each other's cursors.
    private func digest(_ query: ComplaintQuery, _ plan: ListPlan) -> Int64 {
        var list = query
        list.start = .beginning
        list.limit = 0
        list.wantsTotal = true
        list.fields = nil
        var digest = QueryDigest()
        digest.add(list.canonicalKey)
        digest.add(visibility.cacheClass)
        // Whether pages follow a key or a position.
        digest.add(plan.isRanked ? "ranked" : "")
        return digest.value
    }

    /// The list as SQL; asks the full text how many matches there are to rank.
    func plan(_ query: ComplaintQuery) throws(StorageFailure) -> ListPlan {
        let compiler = FilterCompiler(field: { catalogue[$0] }, visibility: visibility)
        let condition = try compiler.compile(query.filter)
        let sort = query.sort.isEmpty ? [SortTerm("received", isDescending: true)] : query.sort
        var terms: [KeysetOrder.Term] = []
        for term in sort { terms.append(try orderTerm(term, compiler)) }
        let order = KeysetOrder(terms, id: "complaint.id")
        guard let search = query.search else {
            return ListPlan(condition: condition, order: order, search: .none)
        }
        let match = try SearchCompiler.match(search)
        guard query.sort.isEmpty else {
            return ListPlan(condition: condition, order: order, search: .filter(match: match))
        }
        let bounded = ListPlan.count(match, limit: ListPlan.rankedMatchesMax + 1)
        let isRanked =
            try connection.count(bounded.sql, bounded.values) <= ListPlan.rankedMatchesMax
        let newest = KeysetOrder([], id: "complaint.id")
        return ListPlan(
            condition: condition, order: newest,
            search: isRanked ? .ranked(match: match) : .newest(match: match))
    }

    private func orderTerm(
        _ term: SortTerm, _ compiler: FilterCompiler
    ) throws(StorageFailure) -> KeysetOrder.Term {
        let column = try compiler.column(term.field, pointer: "?sort")
        guard catalogue[term.field]?.traits.contains(.sortable) == true else {
            throw .refused(
                .invalid([FieldProblem("?sort", .notSortable, argument: term.field.text)]))
        }
        return KeysetOrder.Term(
            expression: column.orderExpression, isDescending: term.isDescending)
    }

    private func layout(_ query: ComplaintQuery) throws(StorageFailure) -> RecordLayout {
        guard let names = query.fields else { return RecordLayout.listed }
        return try RecordLayout.only(names, of: catalogue, for: visibility)
    }
}

/// Where a page begins and how long it is.
struct Paging {
    /// Stands for the query in cursors.
    let digest: Int64
    let limit: Int
    var offset = 0
    var cursor: PageCursor?

    init(digest: Int64, limit: Int) {
        self.digest = digest
        self.limit = limit
    }
}

// MARK: - Items

extension ComplaintListing {
    /// Writes up to a page of records; returns where the next page begins, nil at the end.
    private func writeItems(
        _ plan: ListPlan, _ layout: RecordLayout, _ paging: Paging, into writer: inout JSONWriter
    ) throws(StorageFailure) -> String? {
        var record = try connection.statement(made: layout.sql)
        var written = 0
        var last = PageCursor(digest: paging.digest, offset: paging.offset, id: 0, values: [])
        let skipped = paging.cursor == nil || plan.isRanked ? paging.offset : 0
        for page in plan.pages(after: paging.cursor) {
            var rows = try connection.statement(made: page.sql)
            let next = rows.bind(page.values)
            rows.bind(next, Int64(paging.limit + 1 - written))
            rows.bind(next + 1, Int64(skipped))
            while try rows.step() {
                guard written < paging.limit else { return last.text }
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
                if written == paging.limit {
                    last.offset += written
                    last.id = id
                    last.values = plan.isPagedByKey ? Self.values(rows, plan) : []
                }
            }
        }
        return nil
    }

    /// Writes the records of these ids, of which the last may be one more than the page holds.
    private func writeItems(
        _ ids: [Int64], _ layout: RecordLayout, _ paging: Paging, _ memory: GridListing?,
        into writer: inout JSONWriter
    ) throws(StorageFailure) -> String? {
        var record = try connection.statement(made: layout.sql)
        for id in ids.prefix(paging.limit) {
            record.bind(1, id)
            if try record.step() {
                writer.beginObject()
                layout.write(record, into: &writer)
                writer.endObject()
            }
            record.rewind()
        }
        guard ids.count > paging.limit else { return nil }
        return memory?.cursor(behind: ids[paging.limit - 1], paging).text
    }

    private func writeHighlights(
        _ plan: ListPlan, _ rows: borrowing Statement, _ id: Int64, into writer: inout JSONWriter
    ) throws(StorageFailure) {
        switch plan.search {
        case .none: return
        case .ranked, .newest: Highlights.write(rows, from: 1, into: &writer)
        case .filter(let match):
            var statement = try connection.statement(Highlights.ofRecord)
            statement.bind(1, match)
            statement.bind(2, id)
            if try statement.step() { Highlights.write(statement, from: 0, into: &writer) }
        }
    }

    private static func values(_ rows: borrowing Statement, _ plan: ListPlan) -> [SQLValue] {
        var values: [SQLValue] = []
        for index in plan.order.terms.indices { values.append(rows.value(index + 1)) }
        return values
    }
}
