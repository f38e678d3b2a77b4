import Complaints

extension WriteTransaction {
    /// Stores a new import; the answer has its id and time.
    public func createImport(_ record: ImportRecord) throws(StorageFailure) -> ImportRecord {
        var made = record
        made.createdAt = now
        made.id = try ImportTable.insert(made, on: session.connection)
        var body = ChangeBodyBuilder()
        body.add("file_hash", old: .null, new: .text(made.fileHash), sealed: false)
        body.add("source", old: .null, new: .text(made.source), sealed: false)
        body.add("state", old: .null, new: .text(made.state.rawValue), sealed: false)
        try session.log(.create, made.subject, body)
        return made
    }

    /// Stores progress and state; only a new state is logged.
    public func updateImport(_ record: ImportRecord) throws(StorageFailure) {
        guard let old = try ImportTable.find(record.id, on: session.connection) else {
            throw .refused(.notFound(.import, key: String(record.id)))
        }
        try ImportTable.update(record, on: session.connection)
        if old.state == record.state { return }
        var body = ChangeBodyBuilder()
        body.add(
            "state", old: .text(old.state.rawValue), new: .text(record.state.rawValue),
            sealed: false)
        try session.log(.update, record.subject, body)
    }

    /// Applies one planned row: created, updated (only fields that still hold the last imported
    /// value), unchanged, or rejected. A file whose hash was imported before changes nothing that a
    /// later import wrote. In a dry run nothing is written. Outside of `scope` nothing is made or
    /// changed.
    public func importRow(
        _ row: ImportedRow, of record: ImportRecord, within scope: ImportScope = .everywhere
    ) throws(StorageFailure) -> ImportOutcome {
        try session.importRow(row, of: record, within: scope)
    }

    /// The import as it stands in this very transaction.
    public func importRecord(_ id: Int64) throws(StorageFailure) -> ImportRecord? {
        try ImportTable.find(id, on: session.connection)
    }

    /// How far the import is in this very transaction.
    public func importProgress(_ id: Int64) throws(StorageFailure) -> ImportProgress? {
        try ImportTable.progress(of: id, on: session.connection)
    }

    /// Stores how far an import is. Its state stays as it is, so that nothing is logged.
    public func updateImport(_ progress: ImportProgress) throws(StorageFailure) {
        try ImportTable.update(progress, on: session.connection)
    }

    /// Logs that samples of patient columns of a file were read, before the answer leaves.
    public func logReading(of record: ImportRecord) throws(StorageFailure) {
        var body = ChangeBodyBuilder()
        body.add("columns", old: .null, new: .null, sealed: false)
        try session.log(.read, record.subject, body)
    }

    /// Forgets the rejected rows of a trial, before the import runs for real.
    public func forgetImportErrors(of id: Int64) throws(StorageFailure) {
        var statement = try session.connection.statement(
            "DELETE FROM import_error WHERE import_id = ?")
        statement.bind(1, id)
        try statement.run()
    }

    /// Keeps rejected rows and kept values for the error file.
    public func addImportErrors(
        _ errors: [ImportRowError], to id: Int64
    ) throws(StorageFailure) {
        for error in errors {
            var statement = try session.connection.statement(
                """
                INSERT INTO import_error(import_id, row, column_name, value, reason, detail)
                VALUES (?,?,?,?,?,?)
                """)
            statement.bind(1, id)
            statement.bind(2, error.row)
            statement.bind(3, error.column)
            statement.bind(4, error.value)
            statement.bind(5, error.reason)
            statement.bind(6, error.detail)
            try statement.run()
        }
    }

    /// Undoes the next `limit` complaints of an import: what it created is withdrawn, what it changed
    /// gets its old value where nobody changed it since. Returns how many it undid: fewer than
    /// `limit` when these were the last.
    public func undoImportRows(_ id: Int64, limit: Int) throws(StorageFailure) -> Int {
        guard try ImportTable.find(id, on: session.connection) != nil else {
            throw .refused(.notFound(.import, key: String(id)))
        }
        return try session.undoImportRows(id, limit: limit)
    }
}

extension ImportRecord {
    fileprivate var subject: WriterSession.Subject {
        WriterSession.Subject(entity: .import, id: id, code: name, version: 1, importID: id)
    }
}
