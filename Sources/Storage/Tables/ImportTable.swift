import Complaints
import JSON

/// The imports' rows.
enum ImportTable {
    /// Selects what `read` reads; conditions follow.
    static let selectSQL = """
        SELECT id, name, file_hash, file_bytes, file_name, state, dry_run, source, author,
        rows_read, rows_created, rows_updated, rows_unchanged, rows_rejected, conflicts,
        rows_done, bytes_done, created_at, started_at, finished_at, failure, dialect, columns,
        mapping FROM import
        """

    /// The import a statement stands on.
    static func read(_ statement: borrowing Statement) throws(StorageFailure) -> ImportRecord {
        guard let state = ImportRecord.State(rawValue: statement.text(5)) else {
            throw .failed(.damaged("Import \(statement.int64(0)) has an unknown state."))
        }
        var record = ImportRecord(
            name: statement.text(1), fileHash: statement.text(2), fileBytes: statement.int64(3),
            fileName: statement.text(4), state: state, source: statement.text(7),
            author: statement.text(8))
        record.id = statement.int64(0)
        record.isDryRun = statement.bool(6)
        record.counts.read = statement.int64(9)
        record.counts.created = statement.int64(10)
        record.counts.updated = statement.int64(11)
        record.counts.unchanged = statement.int64(12)
        record.counts.rejected = statement.int64(13)
        record.counts.conflicts = statement.int64(14)
        record.rowsDone = statement.int64(15)
        record.bytesDone = statement.int64(16)
        record.createdAt = statement.int64(17)
        record.startedAt = statement.optionalInt64(18)
        record.finishedAt = statement.optionalInt64(19)
        record.failure = statement.optionalText(20).map(Words.init(stored:))
        record.dialect = try json(statement.blob(21))
        record.columns = try json(statement.blob(22))
        record.mapping = try json(statement.blob(23))
        return record
    }

    static func find(
        _ id: Int64, on connection: Connection
    ) throws(StorageFailure) -> ImportRecord? {
        var statement = try connection.statement(made: selectSQL + " WHERE id = ?")
        statement.bind(1, id)
        return try statement.step() ? try read(statement) : nil
    }

    static func insert(
        _ record: ImportRecord, on connection: Connection
    ) throws(StorageFailure) -> Int64 {
        var statement = try connection.statement(
            """
            INSERT INTO import(name, file_hash, file_bytes, file_name, state, dry_run, source,
            author, rows_read, rows_created, rows_updated, rows_unchanged, rows_rejected,
            conflicts, rows_done, bytes_done, started_at, finished_at, failure, dialect, columns,
            mapping, created_at) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)
            """)
        bind(record, to: &statement)
        statement.bind(23, record.createdAt)
        try statement.run()
        return connection.lastRowID
    }

    static func update(
        _ record: ImportRecord, on connection: Connection
    ) throws(StorageFailure) {
        var statement = try connection.statement(
            """
            UPDATE import SET name=?, file_hash=?, file_bytes=?, file_name=?, state=?, dry_run=?,
            source=?, author=?, rows_read=?, rows_created=?, rows_updated=?, rows_unchanged=?,
            rows_rejected=?, conflicts=?, rows_done=?, bytes_done=?, started_at=?, finished_at=?,
            failure=?, dialect=?, columns=?, mapping=? WHERE id=?
            """)
        bind(record, to: &statement)
        statement.bind(23, record.id)
        try statement.run()
    }

    /// How far an import is, without what its file and mapping are.
    static func progress(
        of id: Int64, on connection: Connection
    ) throws(StorageFailure) -> ImportProgress? {
        var statement = try connection.statement(
            """
            SELECT state, rows_read, rows_created, rows_updated, rows_unchanged, rows_rejected,
            conflicts, rows_done, bytes_done FROM import WHERE id = ?
            """)
        statement.bind(1, id)
        guard try statement.step() else { return nil }
        guard let state = ImportRecord.State(rawValue: statement.text(0)) else {
            throw .failed(.damaged("Import \(id) has an unknown state."))
        }
        var counts = ImportRecord.Counts()
        counts.read = statement.int64(1)
        counts.created = statement.int64(2)
        counts.updated = statement.int64(3)
        counts.unchanged = statement.int64(4)
        counts.rejected = statement.int64(5)
        counts.conflicts = statement.int64(6)
        return ImportProgress(
            id: id, state: state, counts: counts, rowsDone: statement.int64(7),
            bytesDone: statement.int64(8))
    }

    /// Stores how far an import is; its state stays.
    static func update(
        _ progress: ImportProgress, on connection: Connection
    ) throws(StorageFailure) {
        var statement = try connection.statement(
            """
            UPDATE import SET rows_read=?, rows_created=?, rows_updated=?, rows_unchanged=?,
            rows_rejected=?, conflicts=?, rows_done=?, bytes_done=? WHERE id=?
            """)
        statement.bind(1, progress.counts.read)
        statement.bind(2, progress.counts.created)
        statement.bind(3, progress.counts.updated)
        statement.bind(4, progress.counts.unchanged)
        statement.bind(5, progress.counts.rejected)
        statement.bind(6, progress.counts.conflicts)
        statement.bind(7, progress.rowsDone)
        statement.bind(8, progress.bytesDone)
        statement.bind(9, progress.id)
        try statement.run()
    }

    /// The last finished import of the same file before this one; nil when the file is new.
    static func earlierImport(
        ofFile hash: String, before id: Int64, on connection: Connection
    ) throws(StorageFailure) -> Int64? {
        var statement = try connection.statement(
            """
            SELECT max(id) FROM import
            WHERE file_hash = ? AND id < ? AND state = 'done' AND dry_run = 0
            """)
        statement.bind(1, hash)
        statement.bind(2, id)
        return try statement.step() ? statement.optionalInt64(0) : nil
    }

    private static func bind(_ record: ImportRecord, to statement: inout Statement) {
        statement.bind(1, record.name)
        statement.bind(2, record.fileHash)
        statement.bind(3, record.fileBytes)
        statement.bind(4, record.fileName)
        statement.bind(5, record.state.rawValue)
        statement.bind(6, record.isDryRun)
        statement.bind(7, record.source)
        statement.bind(8, record.author)
        statement.bind(9, record.counts.read)
        statement.bind(10, record.counts.created)
        statement.bind(11, record.counts.updated)
        statement.bind(12, record.counts.unchanged)
        statement.bind(13, record.counts.rejected)
        statement.bind(14, record.counts.conflicts)
        statement.bind(15, record.rowsDone)
        statement.bind(16, record.bytesDone)
        statement.bind(17, record.startedAt)
        statement.bind(18, record.finishedAt)
        statement.bind(19, record.failure?.stored)
        statement.bind(20, text: record.dialect.serialized())
        statement.bind(21, text: record.columns.serialized())
        statement.bind(22, text: record.mapping.serialized())
    }

    static func json(_ bytes: [UInt8]) throws(StorageFailure) -> JSONValue {
        do throws(JSONError) {
            return try JSONValue.parse(bytes)
        } catch {
            throw .failed(.damaged("An import's stored JSON cannot be read: \(error)."))
        }
    }
}
