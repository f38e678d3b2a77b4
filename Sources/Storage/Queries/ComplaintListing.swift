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
    let grid: GridView?

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
            page.take(try PageCursor(text, digest: digest, valueCount: count))
        }
        var memory = try GridListing(query, plan, self, page)
        writer.beginObject()
        writer.name("items")
        writer.beginArray()
        let ends: PageEnds
        if let ids = gatheredIDs(plan, page) {
            ends = try writeItems(
                ids, layout, page, nil, matching: plan.search.match, into: &writer)
        } else if let ids = try memory?.newestIDs(page, connection) {
            ends = try writeItems(
                ids, layout, page, nil, matching: plan.search.match, into: &writer)
        } else if let ids = try memory?.ids(page) {
            ends = try writeItems(
                ids, layout, page, memory, matching: plan.search.match, into: &writer)
        } else if page.isBackward, plan.isPagedByKey {
            ends = try writeItemsBefore(plan, layout, page, into: &writer)
        } else {
            ends = try writeItems(plan, layout, page, into: &writer)
        }
        writer.endArray()
        writer.name("next")
        if let next = ends.next { writer.string(next.text) } else { writer.null() }
        writer.name("previous")
        if let previous = ends.previous { writer.string(previous.text) } else { writer.null() }
        try writeTotal(query, plan, &memory, into: &writer)
        writer.name("offset")
        writer.integer(Int64(ends.offset))
        writer.name("ranked")
        writer.bool(plan.isRanked)
        writer.name("commit")
        writer.integer(commit)
        writer.endObject()
    }

    /// The ids of a page among the matches gathered for it.
    private func gatheredIDs(_ plan: ListPlan, _ page: Paging) -> [Int64]? {
        guard case .newest = plan.search, plan.condition == .always else { return nil }
        return plan.gathered?.ids(page)
    }

    /// `"total":N`, with `"total_is_least":true` where counting stopped at its bound.
    private func writeTotal(
        _ query: ComplaintQuery, _ plan: ListPlan, _ memory: inout GridListing?,
        into writer: inout JSONWriter
    ) throws(StorageFailure) {
        writer.name("total")
        guard query.wantsTotal else { return writer.null() }
        // Only a search makes counting long.
        let limit = plan.search == .none ? nil : query.totalMax
        let total: Int64
        if plan.condition == .always, let gathered = plan.gathered, limit != nil || !gathered.isCut
        {
            total = Int64(gathered.ids.count + (gathered.isCut ? 1 : 0))
        } else if let found = try memory?.total(connection, upTo: limit.map { $0 + 1 }) {
            total = found
        } else {
            let page = limit.map { plan.count(upTo: $0 + 1) } ?? plan.count
            total = try connection.count(page.sql, page.values)
        }
        guard let limit, total > Int64(limit) else { return writer.integer(total) }
        writer.integer(Int64(limit))
        writer.name("total_is_least")
        writer.bool(true)
    }

    /// Stands for the list without its page: queries that mean the same have one, as they share
    /// cached answers and so each other's cursors.
    private func digest(_ query: ComplaintQuery, _ plan: ListPlan) -> Int64 {
        var list = query
        list.start = .beginning
        list.limit = 0
        list.wantsTotal = true
        list.totalMax = nil
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
        let indexes = try FieldIndexTable(connection: connection).ready(of: catalogue)
        let compiler = FilterCompiler(
            field: { catalogue[$0] }, visibility: visibility, indexes: indexes)
        let condition = try compiler.compile(query.filter)
        let sort = query.sort.isEmpty ? [SortTerm("received", isDescending: true)] : query.sort
        var terms: [KeysetOrder.Term] = []
        for term in sort { terms.append(try orderTerm(term, compiler)) }
        let order = KeysetOrder(terms, id: "complaint.id")
        guard let search = query.search else {
            if sort.count == 1, let index = indexes[sort[0].field] {
                return ListPlan(condition: condition, in: index, isDescending: sort[0].isDescending)
            }
            return ListPlan(condition: condition, order: order, search: .none)
        }
        let match = try SearchCompiler.match(search)
        guard query.sort.isEmpty else {
            return ListPlan(condition: condition, order: order, search: .filter(match: match))
        }
        var gathered: GatheredMatches?
        let matches: Int64
        if SearchCompiler.gathers(search) {
            let found = try GatheredMatches(match, on: connection)
            matches = Int64(found.ids.count)
            gathered = found
        } else {
            let bounded = ListPlan.count(match, limit: ListPlan.rankedMatchesMax + 1)
            matches = try connection.count(bounded.sql, bounded.values)
        }
        let isRanked = matches <= ListPlan.rankedMatchesMax
        let newest = KeysetOrder([], id: "complaint.id")
        return ListPlan(
            condition: condition, order: newest,
            search: isRanked ? .ranked(match: match) : .newest(match: match),
            gathered: gathered)
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
