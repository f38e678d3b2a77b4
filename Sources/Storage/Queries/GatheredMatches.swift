/// The newest matches of a search, gathered once for everything an answer says of them: whether they
/// are few enough to be ranked, which are on the page, how many there are.
struct GatheredMatches: Sendable {
    /// How many are gathered; `total=bounded` counts no further.
    static let countMax = 10_000

    /// Newest first, at most `countMax`.
    let ids: [Int64]
    /// Whether there are more.
    let isCut: Bool

    init(_ match: String, on connection: Connection) throws(StorageFailure) {
        var statement = try connection.statement(
            """
            SELECT rowid FROM complaint_text WHERE complaint_text MATCH ?
            ORDER BY rowid DESC LIMIT ?
            """)
        statement.bind(1, match)
        statement.bind(2, Int64(Self.countMax + 1))
        var ids: [Int64] = []
        while try statement.step() { ids.append(statement.int64(0)) }
        isCut = ids.count > Self.countMax
        if isCut { ids.removeLast() }
        self.ids = ids
    }

    /// The ids of a page and one more, newest first; nil when they lie beyond what was gathered.
    func ids(_ page: Paging) -> [Int64]? {
        var found: ArraySlice<Int64>
        if let cursor = page.cursor, cursor.isBackward {
            if isCut, let last = ids.last, cursor.id < last { return nil }
            found = ids.prefix { $0 > cursor.id }.suffix(page.limit + 1)
        } else if let cursor = page.cursor {
            found = ids.drop { $0 >= cursor.id }.prefix(page.limit + 1)
        } else {
            found = ids.dropFirst(page.offset).prefix(page.limit + 1)
        }
        let isWhole = found.count == page.limit + 1 || !isCut || page.isBackward
        return isWhole ? Array(found) : nil
    }
}
