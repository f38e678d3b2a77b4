/// The order of a list and where a page continues in it. SQLite sorts nulls before everything else.
struct KeysetOrder: Sendable, Equatable {
    struct Term: Sendable, Equatable {
        let expression: String
        let isDescending: Bool
    }

    /// Without the id, which comes last and breaks ties in the direction of the last term, so that
    /// an index that ends with the id serves both directions.
    let terms: [Term]
    let id: String
    let isIDDescending: Bool

    init(_ terms: [Term], id: String) {
        if let end = terms.firstIndex(where: { $0.expression == id }) {
            // Nothing after the id can matter.
            self.terms = Array(terms[..<end])
            isIDDescending = terms[end].isDescending
        } else {
            self.terms = terms
            isIDDescending = terms.last?.isDescending ?? true
        }
        self.id = id
    }

    private init(_ terms: [Term], id: String, isIDDescending: Bool) {
        self.terms = terms
        self.id = id
        self.isIDDescending = isIDDescending
    }

    /// The same order from its end.
    var reversed: KeysetOrder {
        KeysetOrder(
            terms.map { Term(expression: $0.expression, isDescending: !$0.isDescending) }, id: id,
            isIDDescending: !isIDDescending)
    }

    /// The text after ORDER BY.
    var text: String {
        (terms + [Term(expression: id, isDescending: isIDDescending)])
            .map { $0.expression + ($0.isDescending ? " DESC" : "") }
            .joined(separator: ",")
    }

    /// What comes after a record, as ranges one after the other; each is one range of an index of
    /// this order, which a single condition with OR would not be.
    func ranges(after values: [SQLValue], id last: Int64) -> [Condition] {
        precondition(values.count == terms.count)
        guard let term = terms.last, let value = values.last else {
            return [Condition("\(id)\(sign(isIDDescending))?", [.integer(last)])]
        }
        var ranges = ties(term, value, last).map { prefixed($0, by: values.dropLast()) }
        for index in terms.indices.dropLast().reversed() {
            ranges += beyond(terms[index], values[index]).map {
                prefixed($0, by: values[..<index])
            }
        }
        return ranges
    }

    /// The rest among the records that equal in all terms but the last.
    private func ties(_ term: Term, _ value: SQLValue, _ last: Int64) -> [Condition] {
        let ahead = Condition("\(id)\(sign(isIDDescending))?", [.integer(last)])
        if value == .null {
            return [.all([Condition(term.expression + " IS NULL"), ahead])]
                + beyond(term, value)
        }
        guard term.isDescending == isIDDescending else {
            return [.all([Condition("\(term.expression)=?", [value]), ahead])]
                + beyond(term, value)
        }
        let both = Condition(
            "(\(term.expression),\(id))\(sign(term.isDescending))(?,?)", [value, .integer(last)])
        return [both] + beyond(term, value).dropFirst()
    }

    /// What comes after a value of one term.
    private func beyond(_ term: Term, _ value: SQLValue) -> [Condition] {
        if value == .null {
            return term.isDescending ? [] : [Condition(term.expression + " IS NOT NULL")]
        }
        let greater = Condition("\(term.expression)\(sign(term.isDescending))?", [value])
        return term.isDescending
            ? [greater, Condition(term.expression + " IS NULL")] : [greater]
    }

    private func prefixed(_ condition: Condition, by values: ArraySlice<SQLValue>) -> Condition {
        let equal = zip(terms, values).map { term, value in
            value == .null
                ? Condition(term.expression + " IS NULL")
                : Condition("\(term.expression)=?", [value])
        }
        return .all(equal + [condition])
    }

    private func sign(_ isDescending: Bool) -> String { isDescending ? "<" : ">" }
}
