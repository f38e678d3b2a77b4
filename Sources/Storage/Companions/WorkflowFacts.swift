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
    /// - Parameter readsLog: whether to look up who investigated, which closing alone asks.
    static func facts(
        of complaint: Int64, on connection: Connection, readsLog: Bool
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
        facts.reusesInvestigation =
            try connection.count(
                """
                SELECT count(*) FROM companion WHERE complaint_id = ? AND kind = 'link'
                AND state = 'same_investigation' AND withdrawn_at IS NULL
                """, [.integer(complaint)]) > 0
        if readsLog { facts.investigators = try investigators(of: complaint, on: connection) }
        return facts
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
