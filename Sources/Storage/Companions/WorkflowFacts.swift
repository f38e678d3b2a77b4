import Complaints

/// What the workflow asks of a stored file, gathered for the writer and for readers alike.
enum WorkflowFacts {
    /// The values that decide.
    static func values(of record: ComplaintRecord, _ layout: ComplaintLayout) -> FieldValues {
        var values = FieldValues()
        for name in Workflow.fields {
            guard let slot = layout[name] else { continue }
            let value = record.value(of: slot)
            if !value.isNull { values[name] = value }
        }
        return values
    }

    /// What is known beyond the fields.
    ///
    /// - Parameters:
    ///   - values: the file's, of `Workflow.fields`.
    ///   - readsLog: whether to look up who investigated, which closing alone asks.
    static func facts(
        of complaint: Int64, _ values: FieldValues, on connection: Connection, readsLog: Bool
    ) throws(StorageFailure) -> ClosingFacts {
        var facts = ClosingFacts()
        for member in try MergedFileTable(connection: connection).family(of: complaint) {
            facts.openTasks += Int(
                try connection.count(
                    """
                    SELECT count(*) FROM companion WHERE complaint_id = ? AND kind = 'task'
                    AND state = 'open' AND withdrawn_at IS NULL
                    """, [.integer(member.id)]))
        }
        facts.reusesInvestigation = try reusesInvestigation(complaint, values, on: connection)
        if readsLog { facts.investigators = try investigators(of: complaint, on: connection) }
        return facts
    }

    /// Whether a file uses the investigation of another one: by a link, whose note says why, or by its own
    /// fields with their justification. A file without results has no investigation to be used.
    private static func reusesInvestigation(
        _ complaint: Int64, _ values: FieldValues, on connection: Connection
    ) throws(StorageFailure) -> Bool {
        // The same link that the self-check takes.
        var links = try connection.statement(
            made: """
                SELECT 1 FROM companion WHERE complaint_id = ? AND kind = 'link'
                AND withdrawn_at IS NULL AND \(FileCheck.Fact.isResultsLink)
                """)
        links.bind(1, complaint)
        if try links.step() { return true }
        guard let number = values["reused_investigation"]?.text,
            values["reuse_justification"] ?? .null != .null
        else { return false }
        return try connection.count(
            """
            SELECT count(*) FROM complaint WHERE number = ? AND investigation_results IS NOT NULL
            """, [.text(number)]) > 0
    }

    /// The accounts that wrote into the fields of the investigation, by the log. What an import or
    /// demonstration data brought, nobody here investigated.
    private static func investigators(
        of complaint: Int64, on connection: Connection
    ) throws(StorageFailure) -> Set<String> {
        var statement = try connection.statement(
            """
            SELECT actor, body FROM change WHERE entity = 'complaint' AND entity_id = ?
            AND operation IN ('create', 'update') AND import_id IS NULL AND origin <> 'system'
            ORDER BY seq
            """)
        statement.bind(1, complaint)
        var names: Set<String> = []
        while try statement.step() {
            let fields = ChangeBody.names(statement.blob(1)) ?? []
            if fields.contains(where: { Workflow.investigationFields.contains(FieldName($0)) }) {
                names.insert(statement.text(0))
            }
        }
        return names
    }
}
