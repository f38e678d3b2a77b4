public import Complaints
import JSON

/// What there is of imports, saved mappings and own fields.
extension Reader {
    /// The newest imports first, of those older than `before`: one author's, or everybody's.
    public func imports(
        before id: Int64? = nil, by author: String? = nil, limit: Int
    ) throws(StorageFailure) -> [ImportRecord] {
        var statement = try connection.statement(
            made: ImportTable.selectSQL
                + " WHERE id < ?1 AND (?2 IS NULL OR author = ?2) ORDER BY id DESC LIMIT ?3")
        statement.bind(1, id ?? Int64.max)
        statement.bind(2, author)
        statement.bind(3, Int64(limit))
        var records: [ImportRecord] = []
        while try statement.step() { records.append(try ImportTable.read(statement)) }
        return records
    }

    /// Previews and trials whose file waits for a start, oldest first.
    public func importsWithFile() throws(StorageFailure) -> [ImportRecord] {
        var statement = try connection.statement(
            made: ImportTable.selectSQL + """
                 WHERE file_name <> '' AND (state = 'preview' OR state = 'done' AND dry_run = 1)
                ORDER BY id LIMIT 1000
                """)
        var records: [ImportRecord] = []
        while try statement.step() { records.append(try ImportTable.read(statement)) }
        return records
    }

    /// The import of that id, nil when there is none.
    public func importRecord(_ id: Int64) throws(StorageFailure) -> ImportRecord? {
        try ImportTable.find(id, on: connection)
    }

    /// Who last moved the import to another state, and why: the author of what follows from it.
    public func lastMove(
        ofImport id: Int64
    ) throws(StorageFailure) -> (actor: String, reason: String?)? {
        var statement = try connection.statement(
            """
            SELECT actor, reason FROM change WHERE entity = 'import' AND entity_id = ?
            AND operation <> 'read' ORDER BY seq DESC LIMIT 1
            """)
        statement.bind(1, id)
        guard try statement.step() else { return nil }
        return (statement.text(0), statement.optionalText(1))
    }

    /// The rejected rows and values behind `row`, in the file's order: at least `limit` if there are
    /// so many, and never a part of one row's.
    public func importErrors(
        _ id: Int64, after row: Int64, limit: Int
    ) throws(StorageFailure) -> [ImportRowError] {
        var statement = try connection.statement(
            """
            SELECT row, column_name, value, reason, detail FROM import_error
            WHERE import_id = ?1 AND row > ?2 ORDER BY row, id
            """)
        statement.bind(1, id)
        statement.bind(2, row)
        var errors: [ImportRowError] = []
        while try statement.step() {
            let row = statement.int64(0)
            if errors.count >= limit, errors.last?.row != row { break }
            errors.append(
                ImportRowError(
                    row: row, column: statement.text(1), value: statement.text(2),
                    reason: statement.text(3), detail: statement.text(4)))
        }
        return errors
    }

    /// The saved mappings by name.
    public func mappings() throws(StorageFailure) -> [MappingRecord] {
        var statement = try connection.statement(
            "SELECT id, name, source, mapping FROM mapping ORDER BY name")
        var records: [MappingRecord] = []
        while try statement.step() {
            var record = MappingRecord(
                name: statement.text(1), source: statement.text(2),
                mapping: try ImportTable.json(statement.blob(3)))
            record.id = statement.int64(0)
            records.append(record)
        }
        return records
    }

    /// The operator's own fields.
    public func customFields() throws(StorageFailure) -> [Field] {
        try CustomFieldTable.all(connection)
    }
}
