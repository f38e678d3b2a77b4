import Complaints

/// A list answered from the columns in memory: which ids are on the page, and how many there are.
struct GridListing {
    /// One more condition's pages come from its index up to this position.
    private static let indexedOffsetMax = 1000

    private let state: GridState
    private let query: ComplaintQuery
    private let filter: GridFilter
    private let plan: ListPlan
    /// Whether the page comes from memory; SQL gives it otherwise.
    private let givesPage: Bool
    /// What leaves a page's records without a look at all of them; nil where there is no such thing.
    private let sieve: GridSieve?
    /// Made when it is first needed where there is a sieve.
    private var selection: GridSelection?
    private let sorting: GridSorting?

    /// Nil when the columns cannot answer.
    init?(
        _ query: ComplaintQuery, _ plan: ListPlan, _ listing: ComplaintListing, _ page: Paging
    ) throws(StorageFailure) {
        let grid = try listing.grid?.snapshot(at: listing.commit, on: listing.connection)
        guard let grid else { return nil }
        state = grid
        self.query = query
        self.plan = plan
        filter = GridFilter(
            state: grid, field: { listing.catalogue[$0] }, visibility: listing.visibility,
            connection: listing.connection)
        // A total looks at all records in any case.
        sieve = query.wantsTotal && query.search == nil ? nil : try filter.sieve(query.filter)
        guard let match = Self.match(query, plan, page, listing) else {
            givesPage = false
            sorting = nil
            return
        }
        givesPage = true
        let isByDate = Self.direction(plan.order) != nil
        if match != nil || sieve == nil || !isByDate {
            guard let selection = try filter.selection(query.filter, match: match) else {
                return nil
            }
            self.selection = selection
        }
        sorting =
            isByDate
            ? nil
            : try GridSorting(
                query.sort, plan.order, isReversed: page.isBackward, grid,
                of: listing.catalogue, on: listing.connection)
    }

    /// What the full text is asked for besides, nil for nothing; nil altogether where SQL gives the
    /// page: from an index, or in the order of the full text.
    private static func match(
        _ query: ComplaintQuery, _ plan: ListPlan, _ page: Paging, _ listing: ComplaintListing
    ) -> String?? {
        switch plan.search {
        case .filter(let match): .some(match)
        case .ranked, .newest: nil
        case .none:
            page.offset < indexedOffsetMax && hasIndex(query, listing) ? nil : .some(nil)
        }
    }

    /// The ids of a page and one more, in the order of the list; nil when SQL gives them.
    mutating func ids(_ page: Paging) throws(StorageFailure) -> [Int64]? {
        let found = try idsAsRead(page)
        return page.isBackward ? found?.reversed() : found
    }

    private mutating func idsAsRead(_ page: Paging) throws(StorageFailure) -> [Int64]? {
        guard givesPage else { return nil }
        let skipped = page.cursor == nil ? page.offset : 0
        if let sorting {
            var key: UInt128?
            if let cursor = page.cursor {
                guard let found = sorting.key(cursor.values, id: cursor.id) else { return nil }
                key = found
            }
            guard let selection = try chosen() else { return nil }
            return sorting.ids(
                in: selection, after: key, skipping: skipped, limit: page.limit + 1)
        }
        guard let isDescending = Self.direction(plan.order) else { return nil }
        var key: UInt64?
        if let cursor = page.cursor {
            guard let date = Self.date(cursor.values), cursor.id > 0 else { return nil }
            key = UInt64(date) << 32 | UInt64(cursor.id)
        }
        let walk = GridWalk(
            isDescending: isDescending != page.isBackward, after: key, skipping: skipped,
            limit: page.limit + 1)
        if selection == nil, let sieve, let ids = state.ids(through: sieve, walk) { return ids }
        return try chosen().flatMap { state.ids(in: $0, walk) }
    }

    /// All records of the list where no search is a condition; nil when the columns cannot tell.
    private mutating func chosen() throws(StorageFailure) -> GridSelection? {
        if let selection { return selection }
        selection = try filter.selection(query.filter)
        return selection
    }

    /// The ids of a page and one more of the newest matches of a search under a filter: the full text
    /// gives them in order, the columns say which. Nil where SQL gives the page.
    func newestIDs(_ page: Paging, _ connection: Connection) throws(StorageFailure) -> [Int64]? {
        guard case .newest(let match) = plan.search, plan.condition != .always else { return nil }
        let mask = sieve == nil ? try filter.selection(query.filter)?.mask(in: state) : nil
        guard sieve != nil || mask != nil else { return nil }
        var matches = try connection.statement(
            made: "SELECT rowid FROM complaint_text WHERE complaint_text MATCH ?"
                + (page.isBackward
                    ? " AND rowid>? ORDER BY rowid" : " AND rowid<? ORDER BY rowid DESC"))
        matches.bind(1, match)
        matches.bind(2, page.cursor?.id ?? Int64.max)
        var ids: [Int64] = []
        var left = page.cursor == nil ? page.offset : 0
        while ids.count <= page.limit, try matches.step() {
            let id = matches.int64(0)
            guard mask?.contains(id) ?? passes(id) else { continue }
            if left > 0 { left -= 1 } else { ids.append(id) }
        }
        return page.isBackward ? ids.reversed() : ids
    }

    /// Whether the sieve leaves that record.
    private func passes(_ id: Int64) -> Bool {
        guard id > 0, id < Int64(state.slotCount), let sieve else { return false }
        return sieve.passes(Int(id))
    }

    /// The values by which a record stands where it does.
    func values(of id: Int64) -> [SQLValue] {
        sorting?.values(of: id) ?? [DateKey.text(state.date(of: id)).map(SQLValue.text) ?? .null]
    }

    /// How many records there are in all, or `limit` where a search finds that many; nil when SQL has
    /// to count.
    mutating func total(
        _ connection: Connection, upTo limit: Int?
    ) throws(StorageFailure) -> Int64? {
        switch plan.search {
        case .none:
            if let count = try filter.keptCount(query.filter) { return Int64(count) }
            return try chosen().map { Int64($0.count(in: state)) }
        case .filter where selection != nil: return selection.map { Int64($0.count(in: state)) }
        case .filter(let match), .ranked(let match), .newest(let match):
            // The full text counts its own matches.
            if plan.condition == .always { return nil }
            guard let chosen = try filter.selection(query.filter) else { return nil }
            let mask = chosen.mask(in: state)
            return try count(match, in: mask, upTo: Int64(limit ?? .max), connection)
        }
    }

    private func count(
        _ match: String, in mask: GridMask, upTo limit: Int64, _ connection: Connection
    ) throws(StorageFailure) -> Int64 {
        var count: Int64 = 0
        var statement = try connection.statement(
            "SELECT rowid FROM complaint_text WHERE complaint_text MATCH ?")
        statement.bind(1, match)
        while count < limit, try statement.step() {
            if mask.contains(statement.int64(0)) { count += 1 }
        }
        return count
    }

    /// Whether an index gives this list in its order: that of a field, or (field, received, id).
    private static func hasIndex(_ query: ComplaintQuery, _ listing: ComplaintListing) -> Bool {
        guard listing.visibility.sites == nil else { return false }
        switch query.filter {
        case .everything:
            return query.sort.isEmpty
                || query.sort.count == 1 && ordered.contains(query.sort[0].field)
        case .compare(let name, .equal):
            guard let field = listing.catalogue[name], let column = FieldColumn(field) else {
                return false
            }
            return column.isIndexed
                && (query.sort.isEmpty || query.sort.map(\.field) == ["received"])
        default: return false
        }
    }

    /// Fields whose index gives all records in order.
    private static let ordered: Set<FieldName> = ["id", "number", "received", "updated"]

    private static func direction(_ order: KeysetOrder) -> Bool? {
        guard order.terms.count == 1, order.terms[0].expression == "complaint.received",
            order.terms[0].isDescending == order.isIDDescending
        else { return nil }
        return order.terms[0].isDescending
    }

    private static func date(_ values: [SQLValue]) -> UInt32? {
        switch values.first {
        case .text(let text): DateKey.key(text.utf8.span)
        case .null: 0
        case .integer, .real, nil: nil
        }
    }
}
