public import Complaints
public import JSON
public import Rules

/// What the rules make of one file.
public struct FileClocks: Sendable {
    public let id: Int64
    public let number: String
    public let version: Int64
    public let status: String
    /// The version of the rules in force.
    public let ruleSet: Int64
    public let assessment: Assessment
    /// Clocks that no longer hold, the latest last; empty unless asked for.
    public let superseded: [ClockHistory.Superseded]
}

extension Reader {
    /// Every version of the rules, the newest first.
    public func ruleSets() throws(StorageFailure) -> [RuleSetRecord] { try ruleTable.all() }

    /// One version with its text; nil when there is none.
    public func ruleSet(
        _ id: Int64
    ) throws(StorageFailure) -> (record: RuleSetRecord, document: JSONValue)? {
        try ruleTable.find(id)
    }

    /// The rules of a text; `.refused` with the pointers of what does not fit the fields.
    public func compileRules(_ document: JSONValue) throws(StorageFailure) -> RuleSet {
        try ruleTable.compile(document, custom: try CustomFieldTable.all(connection))
    }

    /// How many files there are.
    public func fileCount() throws(StorageFailure) -> Int64 {
        try connection.count("SELECT count(*) FROM complaint", [])
    }

    private var ruleTable: RuleSetTable {
        RuleSetTable(connection: connection, zones: zones)
    }

    /// The clocks of a file; nil when there is none for the caller.
    public func clocks(
        of key: RecordKey, for visibility: Visibility, withHistory: Bool
    ) throws(StorageFailure) -> FileClocks? {
        guard let found = try ComplaintRow.find(key, on: connection),
            visibility.sees(site: found.site)
        else { return nil }
        let set = layout.rules.set
        let rows = FactRows(set.factNames, layout, on: connection)
        guard let row = try rows.row(of: found.id) else { return nil }
        let facts = try rows.facts(of: row, in: set)
        return FileClocks(
            id: found.id, number: found.number, version: found.version, status: row.status,
            ruleSet: layout.rules.id, assessment: set.assess(facts),
            superseded: withHistory ? try superseded(of: found.id) : [])
    }

    // MARK: History

    /// Replays the file's log: what the rules of each time made of it.
    private func superseded(
        of id: Int64
    ) throws(StorageFailure) -> [ClockHistory.Superseded] {
        let sets = try setsInForce()
        let key = try keys.key(of: id)
        var entries = try connection.statement(
            """
            SELECT seq, at, actor, version, reason, body FROM change
            WHERE entity = 'complaint' AND entity_id = ? AND operation <> 'read' ORDER BY seq
            """)
        entries.bind(1, id)
        var values: [String: FieldValue] = [:]
        var history = ClockHistory()
        while try entries.step() {
            let changes = try ChangeBody.decode(
                entries.blob(5), key: key, complaint: id, seq: entries.int64(0))
            for change in changes {
                if case .known(_, let new) = change.values { values[change.name] = new }
            }
            let at = entries.int64(1)
            guard let set = sets.last(where: { $0.since <= at })?.set ?? sets.first?.set else {
                continue
            }
            let names = Set(set.factNames.map(\.text)).union(ClockFields.names)
            let changed = changes.map(\.name).filter(names.contains)
            if changed.isEmpty { continue }
            let members = try FactRows(set.factNames, layout, on: connection)
                .members(of: id, before: at)
            let status = values["status"] ?? .text("received")
            let facts = Facts(
                set.factNames.map { $0 == "status" ? status : values[$0.text] ?? .null },
                status: status.text ?? "", members: members)
            history.add(
                ClockHistory.Moment(
                    at: at, by: entries.text(2), version: entries.int64(3),
                    reason: entries.optionalText(4),
                    changed: changed.filter { !ClockFields.names.contains($0) }.map {
                        FieldName($0)
                    },
                    assessment: set.assess(facts)))
        }
        return history.superseded
    }

    /// The sets that were in force, each with the time from which on.
    private func setsInForce() throws(StorageFailure) -> [(since: Int64, set: RuleSet)] {
        var found: [(since: Int64, set: RuleSet)] = []
        for record in try ruleTable.all().reversed() {
            guard let since = record.activatedAt else { continue }
            if record.id == layout.rules.id {
                found.append((since, layout.rules.set))
            } else if record.shipped == RuleSet.shippedName {
                found.append((since, .shipped))
            } else if let text = try ruleTable.find(record.id)?.document {
                found.append((since, try compileRules(text)))
            }
        }
        return found.sorted { $0.since < $1.since }
    }
}
