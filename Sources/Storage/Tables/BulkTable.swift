import Complaints

/// Bulk work: a row a job, and a row for each of its rows that is done.
enum BulkTable {
    private static let selectSQL = """
        SELECT id, kind, state, author, origin, address, reason, permissions, file_name, total,
        rows_done, rows_changed, rows_unchanged, rows_conflict, rows_refused, created_at,
        started_at, finished_at, failure FROM bulk
        """

    static func find(
        _ id: Int64, on connection: Connection
    ) throws(StorageFailure) -> BulkRecord? {
        var statement = try connection.statement(made: selectSQL + " WHERE id=?")
        statement.bind(1, id)
        return try statement.step() ? try read(statement) : nil
    }

    /// The newest jobs first, of those older than `before`: one author's, or everybody's.
    static func newest(
        before id: Int64, by author: String?, limit: Int, on connection: Connection
    ) throws(StorageFailure) -> [BulkRecord] {
        var statement = try connection.statement(
            made: selectSQL
                + " WHERE id < ?1 AND (?2 IS NULL OR author = ?2) ORDER BY id DESC LIMIT ?3")
        statement.bind(1, id)
        statement.bind(2, author)
        statement.bind(3, Int64(limit))
        var records: [BulkRecord] = []
        while try statement.step() { records.append(try read(statement)) }
        return records
    }

    /// What an earlier run left, oldest first.
    static func unfinished(_ connection: Connection) throws(StorageFailure) -> [BulkRecord] {
        var statement = try connection.statement(
            made: selectSQL + " WHERE state IN ('queued', 'running') ORDER BY id")
        var records: [BulkRecord] = []
        while try statement.step() { records.append(try read(statement)) }
        return records
    }

    static func insert(
        _ record: BulkRecord, on connection: Connection
    ) throws(StorageFailure) -> Int64 {
        var statement = try connection.statement(
            """
            INSERT INTO bulk(kind, state, author, origin, address, reason, permissions, file_name,
            total, rows_done, rows_changed, rows_unchanged, rows_conflict, rows_refused, created_at)
            VALUES (?,?,?,?,?,?,?,?,?,0,0,0,0,0,?)
            """)
        statement.bind(1, record.kind.rawValue)
        statement.bind(2, record.state.rawValue)
        statement.bind(3, record.author.name)
        statement.bind(4, record.author.origin.rawValue)
        statement.bind(5, record.author.address)
        statement.bind(6, record.author.reason)
        let permissions = record.permissions.map(\.rawValue).sorted().joined(separator: ",")
        statement.bind(7, permissions)
        statement.bind(8, record.fileName)
        statement.bind(9, record.total)
        statement.bind(10, record.createdAt)
        try statement.run()
        return connection.lastRowID
    }

    /// Writes what moves while a job runs.
    static func update(
        _ record: BulkRecord, on connection: Connection
    ) throws(StorageFailure) {
        var statement = try connection.statement(
            """
            UPDATE bulk SET state=?, rows_done=?, rows_changed=?, rows_unchanged=?,
            rows_conflict=?, rows_refused=?, started_at=?, finished_at=?, failure=? WHERE id=?
            """)
        statement.bind(1, record.state.rawValue)
        statement.bind(2, record.counts.done)
        statement.bind(3, record.counts.changed)
        statement.bind(4, record.counts.unchanged)
        statement.bind(5, record.counts.conflict)
        statement.bind(6, record.counts.refused)
        statement.bind(7, record.startedAt)
        statement.bind(8, record.finishedAt)
        statement.bind(9, record.failure)
        statement.bind(10, record.id)
        try statement.run()
    }

    static func insert(
        _ rows: [BulkRow], of id: Int64, on connection: Connection
    ) throws(StorageFailure) {
        var statement = try connection.statement(
            """
            INSERT INTO bulk_row(bulk_id, row, complaint_id, outcome, reason, pointer)
            VALUES (?,?,?,?,?,?)
            """)
        for row in rows {
            statement.bind(1, id)
            statement.bind(2, row.row)
            statement.bind(3, row.complaint)
            statement.bind(4, row.outcome.rawValue)
            statement.bind(5, row.reason)
            statement.bind(6, row.pointer)
            try statement.run()
        }
    }

    /// Rows done behind `row`, those of one outcome or all, in their order.
    static func rows(
        of id: Int64, after row: Int64, _ outcome: BulkRow.Outcome?, limit: Int,
        on connection: Connection
    ) throws(StorageFailure) -> [BulkRow] {
        var statement = try connection.statement(
            """
            SELECT row, complaint_id, outcome, reason, pointer FROM bulk_row
            WHERE bulk_id = ?1 AND row > ?2 AND (?3 IS NULL OR outcome = ?3) ORDER BY row LIMIT ?4
            """)
        statement.bind(1, id)
        statement.bind(2, row)
        statement.bind(3, outcome?.rawValue)
        statement.bind(4, Int64(limit))
        var rows: [BulkRow] = []
        while try statement.step() {
            guard let outcome = BulkRow.Outcome(rawValue: statement.text(2)) else {
                throw .failed(.damaged("Bulk work \(id) has a row with an unknown outcome."))
            }
            rows.append(
                BulkRow(
                    row: statement.int64(0), complaint: statement.optionalInt64(1), outcome,
                    reason: statement.text(3), pointer: statement.text(4)))
        }
        return rows
    }

    private static func read(
        _ statement: borrowing Statement
    ) throws(StorageFailure) -> BulkRecord {
        let id = statement.int64(0)
        guard let kind = BulkRecord.Kind(rawValue: statement.text(1)),
            let state = BulkRecord.State(rawValue: statement.text(2)),
            let origin = Origin(rawValue: statement.text(4))
        else { throw .failed(.damaged("Bulk work \(id) has an unknown kind, state or origin.")) }
        let permissions = statement.text(7).split(separator: ",").compactMap {
            Permission(rawValue: String($0))
        }
        var record = BulkRecord(
            kind: kind,
            author: Author(
                name: statement.text(3), origin: origin, address: statement.text(5),
                reason: statement.optionalText(6), isJob: true),
            permissions: Set(permissions), fileName: statement.text(8), total: statement.int64(9))
        record.id = id
        record.state = state
        record.counts.done = statement.int64(10)
        record.counts.changed = statement.int64(11)
        record.counts.unchanged = statement.int64(12)
        record.counts.conflict = statement.int64(13)
        record.counts.refused = statement.int64(14)
        record.createdAt = statement.int64(15)
        record.startedAt = statement.optionalInt64(16)
        record.finishedAt = statement.optionalInt64(17)
        record.failure = statement.optionalText(18)
        return record
    }
}
