import Complaints

/// Bulk work: a row a job, and a row for each of its rows that is done.
enum BulkTable {
    private static let selectSQL = """
        SELECT id, kind, state, author, origin, address, reason, permissions, file_name, total,
        rows_done, rows_changed, rows_unchanged, rows_conflict, rows_refused, created_at,
        started_at, finished_at, failure, fields, undoes,
        (SELECT max(later.id) FROM bulk AS later WHERE later.undoes = bulk.id
        AND later.state IN ('queued', 'running', 'done')) FROM bulk
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
            total, rows_done, rows_changed, rows_unchanged, rows_conflict, rows_refused, created_at, fields,
            undoes) VALUES (?,?,?,?,?,?,?,?,?,0,0,0,0,0,?,?,?)
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
        statement.bind(11, record.fields.joined(separator: ","))
        statement.bind(12, record.undoes)
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
        statement.bind(9, record.failure?.stored)
        statement.bind(10, record.id)
        try statement.run()
    }

    static func insert(
        _ rows: [BulkRow], of id: Int64, on connection: Connection
    ) throws(StorageFailure) {
        var statement = try connection.statement(
            """
            INSERT INTO bulk_row(bulk_id, row, complaint_id, outcome, reason, pointer, version)
            VALUES (?,?,?,?,?,?,?)
            """)
        for row in rows {
            statement.bind(1, id)
            statement.bind(2, row.row)
            statement.bind(3, row.complaint)
            statement.bind(4, row.outcome.rawValue)
            statement.bind(5, row.reason)
            statement.bind(6, row.pointer)
            statement.bind(7, row.version)
            try statement.run()
        }
    }

    /// Rows done behind `row`, those of some outcomes or all, in their order. The number of a complaint
    /// only where it is seen.
    static func rows(
        of id: Int64, after row: Int64, _ outcomes: Set<BulkRow.Outcome>, limit: Int,
        for visibility: Visibility, on connection: Connection
    ) throws(StorageFailure) -> [BulkRow] {
        var statement = try connection.statement(
            """
            SELECT done.row, done.complaint_id, done.outcome, done.reason, done.pointer,
            done.version, complaint.number, complaint.site_id
            FROM bulk_row AS done LEFT JOIN complaint ON complaint.id = done.complaint_id
            WHERE done.bulk_id = ?1 AND done.row > ?2
            AND (?3 = '' OR instr(?3, ',' || done.outcome || ',') > 0)
            ORDER BY done.row LIMIT ?4
            """)
        statement.bind(1, id)
        statement.bind(2, row)
        statement.bind(3, outcomes.isEmpty ? "" : "," + outcomes.map { $0.rawValue + "," }.joined())
        statement.bind(4, Int64(limit))
        var rows: [BulkRow] = []
        while try statement.step() {
            guard let outcome = BulkRow.Outcome(rawValue: statement.text(2)) else {
                throw .failed(.damaged("Bulk work \(id) has a row with an unknown outcome."))
            }
            var found = BulkRow(
                row: statement.int64(0), complaint: statement.optionalInt64(1), outcome,
                reason: statement.text(3), pointer: statement.text(4),
                version: statement.optionalInt64(5))
            if visibility.sees(site: statement.optionalInt64(7)) {
                found.number = statement.optionalText(6)
            }
            rows.append(found)
        }
        return rows
    }

    /// What the work made of complaints, behind `row`: the places, and the complaints at the versions
    /// that it made.
    static func made(
        by id: Int64, after row: Int64, limit: Int, on connection: Connection
    ) throws(StorageFailure) -> [(row: Int64, complaint: SeenComplaint)] {
        var statement = try connection.statement(
            """
            SELECT row, complaint_id, version FROM bulk_row
            WHERE bulk_id = ?1 AND row > ?2 AND version IS NOT NULL AND complaint_id IS NOT NULL
            ORDER BY row LIMIT ?3
            """)
        statement.bind(1, id)
        statement.bind(2, row)
        statement.bind(3, Int64(limit))
        var made: [(row: Int64, complaint: SeenComplaint)] = []
        while try statement.step() {
            let complaint = SeenComplaint(id: statement.int64(1), version: statement.int64(2))
            made.append((statement.int64(0), complaint))
        }
        return made
    }

    /// Whether the journal knows every version that the work made; nil when it wrote nothing.
    ///
    /// Versions are kept since an upgrade, and rows are journaled in their order: where some have none,
    /// they come first, so that the first row that wrote speaks for all.
    static func knowsVersions(
        of id: Int64, on connection: Connection
    ) throws(StorageFailure) -> Bool? {
        var statement = try connection.statement(
            """
            SELECT version FROM bulk_row
            WHERE bulk_id = ?1 AND (outcome = 'changed' OR version IS NOT NULL)
            ORDER BY row LIMIT 1
            """)
        statement.bind(1, id)
        return try statement.step() ? statement.optionalInt64(0) != nil : nil
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
            permissions: Set(permissions), fileName: statement.text(8), total: statement.int64(9),
            fields: statement.text(19).split(separator: ",").map { String($0) },
            undoes: statement.optionalInt64(20))
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
        record.failure = statement.optionalText(18).map(Words.init(stored:))
        record.undoneBy = statement.optionalInt64(21)
        return record
    }
}
