import Complaints

/// A list answered from the columns in memory: which ids are on the page, and how many there are.
struct GridListing {
    /// From this position on the columns are worth being read for a list without a filter.
    private static let offsetMin = 1000

    private let state: GridState
    private let mask: GridMask
    /// Nil when the order is not by received date.
    private let isDescending: Bool?
    private let match: String?

    /// Nil when the columns cannot answer, or are not there and not worth being read for this list.
    init?(
        _ query: ComplaintQuery, _ plan: ListPlan, _ listing: ComplaintListing, _ offset: Int
    ) throws(StorageFailure) {
        let isPlain = plan.condition == .always
        let grid = try listing.grid?.snapshot(
            at: listing.commit, on: listing.connection,
            mayBuild: !isPlain || offset >= Self.offsetMin)
        guard let grid else { return nil }
        let filter = GridFilter(
            state: grid, visibility: listing.visibility, connection: listing.connection)
        guard let mask = try filter.mask(query.filter) else { return nil }
        state = grid
        self.mask = mask
        switch plan.search {
        case .none:
            match = nil
            isDescending = Self.direction(plan.order)
        case .filter(let match), .ranked(let match), .newest(let match):
            self.match = match
            isDescending = nil
        }
    }

    /// The ids of a page and one more, where the order is by received date.
    func ids(_ page: Paging) -> [Int64]? {
        guard let isDescending else { return nil }
        var key: UInt64?
        if let cursor = page.cursor {
            guard let date = Self.date(cursor.values), cursor.id > 0 else { return nil }
            key = UInt64(date) << 32 | UInt64(cursor.id)
        }
        return state.ids(
            in: mask, isDescending: isDescending, after: key,
            skipping: page.cursor == nil ? page.offset : 0, limit: page.limit + 1)
    }

    /// Where the next page begins.
    func cursor(behind id: Int64, _ page: Paging) -> PageCursor {
        let date = DateKey.text(state.date(of: id)).map(SQLValue.text) ?? .null
        return PageCursor(
            digest: page.digest, offset: page.offset + page.limit, id: id, values: [date])
    }

    /// How many records there are in all.
    func total(_ connection: Connection) throws(StorageFailure) -> Int64 {
        guard let match else { return Int64(mask.count) }
        var count: Int64 = 0
        var statement = try connection.statement(
            "SELECT rowid FROM complaint_text WHERE complaint_text MATCH ?")
        statement.bind(1, match)
        while try statement.step() {
            if mask.contains(statement.int64(0)) { count += 1 }
        }
        return count
    }

    private static func direction(_ order: KeysetOrder) -> Bool? {
        guard order.terms.count == 1, order.terms[0].expression == "complaint.received" else {
            return nil
        }
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
