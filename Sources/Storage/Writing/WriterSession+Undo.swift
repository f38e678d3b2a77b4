import Complaints

/// Taking an import back: what it made is withdrawn, what it changed gets its old value where nobody
/// changed it since. Files at their end stay as they are.
extension WriterSession {
    /// Undoes the import in the next `limit` complaints it touched; returns how many they were.
    func undoImportRows(_ importID: Int64, limit: Int) throws(StorageFailure) -> Int {
        let touched = try touchedComplaints(importID, limit: limit)
        for complaint in touched { try undo(importID, in: complaint) }
        guard let last = touched.last else { return 0 }
        var note = try connection.statement("UPDATE import SET undone_to = ? WHERE id = ?")
        note.bind(1, last)
        note.bind(2, importID)
        try note.run()
        return touched.count
    }

    /// Complaints that the import made or changed, beyond those undone already, by id.
    private func touchedComplaints(
        _ importID: Int64, limit: Int
    ) throws(StorageFailure) -> [Int64] {
        var statement = try connection.statement(
            """
            SELECT DISTINCT entity_id FROM change WHERE import_id = ?1 AND entity = 'complaint'
            AND operation IN ('create', 'update')
            AND entity_id > (SELECT undone_to FROM import WHERE id = ?1)
            ORDER BY entity_id LIMIT ?2
            """)
        statement.bind(1, importID)
        statement.bind(2, Int64(limit))
        var complaints: [Int64] = []
        while try statement.step() { complaints.append(statement.int64(0)) }
        return complaints
    }

    private func undo(_ importID: Int64, in complaint: Int64) throws(StorageFailure) {
        guard let record = try findComplaint(.id(complaint)),
            ComplaintEnd(status(of: record)) == nil
        else { return }
        let identities = ImportIdentityTable(connection: connection)
        let made = try changesMade(by: importID, in: record)
        if made.isCreation {
            var values = FieldValues()
            values["status"] = .text(ComplaintEnd.withdrawn.rawValue)
            _ = try update(
                record, to: values, .history, operation: .withdraw, importID: importID)
            try identities.forget(complaint: complaint)
            return
        }
        var values = FieldValues()
        for (name, change) in made.fields {
            guard let slot = layout[FieldName(name)], !slot.isDerived,
                record.value(of: slot) == change.new
            else { continue }
            values[FieldName(name)] = change.old
        }
        _ = try update(record, to: values, .history, operation: .undo, importID: importID)
        try identities.forgetDigest(complaint: complaint)
    }

    private struct Made {
        var isCreation = false
        var fields: [String: (old: FieldValue, new: FieldValue)] = [:]
    }

    /// What the import did to a complaint: per field the value before its first and after its last
    /// change.
    private func changesMade(
        by importID: Int64, in record: ComplaintRecord
    ) throws(StorageFailure) -> Made {
        var statement = try connection.statement(
            """
            SELECT seq, operation, body FROM change WHERE entity = 'complaint' AND entity_id = ?
            AND import_id = ? AND operation IN ('create', 'update') ORDER BY seq
            """)
        statement.bind(1, record.id)
        statement.bind(2, importID)
        var made = Made()
        let key = try self.key(of: record.id)
        while try statement.step() {
            if statement.text(1) == ChangeOperation.create.rawValue { made.isCreation = true }
            let changes = try ChangeBody.decode(
                statement.blob(2), key: key, complaint: record.id, seq: statement.int64(0))
            for change in changes {
                guard case .known(let old, let new) = change.values else { continue }
                made.fields[change.name] = (made.fields[change.name]?.old ?? old, new)
            }
        }
        return made
    }
}
