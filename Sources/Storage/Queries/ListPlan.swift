import Complaints

/// A list asked for, as SQL: which records, in which order, from where. Made without a database.
struct ListPlan: Sendable {
    /// How many matches are ranked exactly; beyond it the newest come first.
    static let rankedMatchesMax: Int64 = 2000

    /// How the full text takes part.
    enum Search: Sendable, Equatable {
        case none
        /// One more condition; the order is the caller's.
        case filter(match: String)
        /// By relevance, paged by position.
        case ranked(match: String)
        /// The latest registered first, paged by id.
        case newest(match: String)

        /// What the full text is asked for.
        var match: String? {
            switch self {
            case .none: nil
            case .filter(let match), .ranked(let match), .newest(let match): match
            }
        }
    }

    let condition: Condition
    let order: KeysetOrder
    let search: Search
    /// The index of an operator's own field that gives the order; nil without.
    private(set) var index: Int64?
    /// Whether the list is read from its end.
    private(set) var isReversed = false
    /// The newest matches where the search was dear to ask; nil otherwise.
    let gathered: GatheredMatches?

    init(
        condition: Condition, order: KeysetOrder, search: Search, gathered: GatheredMatches? = nil
    ) {
        self.condition = condition
        self.order = order
        self.search = search
        self.gathered = gathered
    }

    /// A list in the order of an operator's own field that has an index.
    init(condition: Condition, in index: Int64, isDescending: Bool) {
        let value = KeysetOrder.Term(expression: "field_value.value", isDescending: isDescending)
        self.init(
            condition: condition, order: KeysetOrder([value], id: "field_value.complaint_id"),
            search: .none)
        self.index = index
    }

    /// The same list from its end, for a page before a cursor. By relevance there is none.
    var reversed: ListPlan {
        var plan = ListPlan(condition: condition, order: order.reversed, search: search)
        plan.isReversed = !isReversed
        plan.index = index
        return plan
    }

    /// A statement whose first column is the id, then the order's values, then for `ranked` and
    /// `newest` the two highlights. Its last two parameters are LIMIT and OFFSET.
    struct Page: Sendable, Equatable {
        let sql: String
        let values: [SQLValue]
    }

    /// The statements that give the page, one after the other until it is full.
    func pages(after cursor: PageCursor?) -> [Page] {
        switch search {
        case .ranked(let match):
            return [searchPage(match, .always, "rank", [.text(Self.rank)])]
        case .newest(let match):
            let sign = isReversed ? ">" : "<"
            let range = cursor.map {
                Condition("complaint_text.rowid\(sign)?", [.integer($0.id)])
            }
            let order = "complaint_text.rowid" + (isReversed ? "" : " DESC")
            return [searchPage(match, range ?? .always, order, [])]
        case .none, .filter:
            guard let cursor else { return [page(.always)] }
            return order.ranges(after: cursor.values, id: cursor.id).map(page)
        }
    }

    /// Whether a page continues behind a key; by relevance it continues at a position.
    var isPagedByKey: Bool { !isRanked }

    /// Whether the order is by relevance.
    var isRanked: Bool { if case .ranked = search { true } else { false } }

    /// Counts the records of the list, up to a limit.
    func count(upTo limit: Int) -> Page {
        let all = count
        let from = all.sql.dropFirst("SELECT count(*)".count)
        return Page(
            sql: "SELECT count(*) FROM (SELECT 1\(from) LIMIT ?)",
            values: all.values + [.integer(Int64(limit))])
    }

    /// Counts all records of the list.
    var count: Page {
        switch search {
        case .none:
            // Without WHERE SQLite counts pages' cells, not rows.
            guard condition != .always else {
                return Page(sql: "SELECT count(*) FROM complaint", values: [])
            }
            return Page(
                sql: "SELECT count(*) FROM complaint WHERE \(condition.text)",
                values: condition.values)
        case .filter(let match), .ranked(let match), .newest(let match):
            guard condition != .always else { return Self.count(match, limit: nil) }
            return Page(
                sql: "SELECT count(*) FROM complaint_text CROSS JOIN complaint"
                    + " ON complaint.id=complaint_text.rowid"
                    + " WHERE complaint_text MATCH ? AND (\(condition.text))",
                values: [.text(match)] + condition.values)
        }
    }

    /// Counts the matches of a search, up to a limit.
    static func count(_ match: String, limit: Int64?) -> Page {
        guard let limit else {
            return Page(
                sql: "SELECT count(*) FROM complaint_text WHERE complaint_text MATCH ?",
                values: [.text(match)])
        }
        return Page(
            sql: "SELECT count(*) FROM (SELECT 1 FROM complaint_text"
                + " WHERE complaint_text MATCH ? LIMIT ?)",
            values: [.text(match), .integer(limit)])
    }

    private func page(_ range: Condition) -> Page {
        var all = Condition.all([condition, range])
        if case .filter(let match) = search {
            let matching = Condition(
                "complaint.id IN (SELECT rowid FROM complaint_text WHERE complaint_text MATCH ?)",
                [.text(match)])
            all = .all([matching, condition, range])
        }
        var source = "complaint"
        if let index {
            // The index leads: it knows the order.
            source = "field_value CROSS JOIN complaint ON complaint.id=field_value.complaint_id"
            all = .all([Condition("field_value.field_id=?", [.integer(index)]), all])
        }
        let columns = (["complaint.id"] + order.terms.map(\.expression)).joined(separator: ",")
        return Page(
            sql: "SELECT \(columns) FROM \(source) WHERE \(all.text)"
                + " ORDER BY \(order.text) LIMIT ? OFFSET ?",
            values: all.values)
    }

    private func searchPage(
        _ match: String, _ range: Condition, _ order: String, _ rank: [SQLValue]
    ) -> Page {
        var sql = "SELECT complaint_text.rowid,\(Highlights.columns) FROM complaint_text"
        if condition != .always {
            // The full text leads: it knows the order.
            sql += " CROSS JOIN complaint ON complaint.id=complaint_text.rowid"
        }
        sql += " WHERE complaint_text MATCH ?"
        if !rank.isEmpty { sql += " AND rank MATCH ?" }
        let rest = Condition.all([range, condition])
        if rest != .always { sql += " AND (\(rest.text))" }
        return Page(
            sql: sql + " ORDER BY \(order) LIMIT ? OFFSET ?",
            values: [.text(match)] + rank + rest.values)
    }

    /// Weights of number, source_id, serial, customer, device, summary, description,
    /// investigation_results.
    private static let rank = "bm25(20.0,20.0,20.0,5.0,5.0,5.0,1.0,1.0)"
}
