import Rules

/// Works every file's clocks out anew and compares them with what is stored.
struct ClockCheck {
    let connection: Connection
    let layout: ComplaintLayout

    /// The first file whose stored due day is not what the rules in force say; nil when there is none.
    /// Files that a running recount has not reached yet are left out.
    func run() throws(StorageFailure) -> String? {
        let recount = try Recount.read(on: connection)
        guard recount.ruleSet == layout.rules.id else {
            return "The recount belongs to rule set \(recount.ruleSet), and \(layout.rules.id) is "
                + "in force."
        }
        let rows = FactRows(layout.rules.set.factNames, layout, on: connection)
        var finding: String?
        try rows.each(1..<Int64.max) { row throws(StorageFailure) in
            if finding != nil || (row.id >= recount.next && row.id <= recount.last) { return }
            let facts = try rows.facts(of: row, in: layout.rules.set)
            let due = ClockFields(
                layout.rules.set.assess(facts), of: layout.rules.set, status: row.status)
            if due != row.stored {
                finding =
                    "Complaint \(row.number): what is due, or has to be decided, is not what rule "
                    + "set \(layout.rules.id) says."
            }
        }
        return finding
    }
}
