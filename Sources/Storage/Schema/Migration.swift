import Crypto

/// One numbered step of the schema: expand-only, short, never edited once released.
struct Migration: Sendable {
    let number: Int
    let statements: [String]

    /// Every step, in order.
    static let all: [Migration] = [
        .first, .bulk, .attachments, .fieldIndexes, .signatures, .companions, .rules, .terminology,
        .people, .reporting, .bulkUndo, .lawDue, .events,
    ]

    /// The newest schema this program knows.
    static var newest: Int { all.count }

    /// SHA-256 of the statements, kept in the database to notice a step that was edited afterwards.
    var checksum: [UInt8] {
        SHA256.hash(Array(statements.joined(separator: "\n").utf8))
    }
}

/// Brings a database to the schema of this program.
struct SchemaUpgrade {
    /// Every step the program knows; the tests give others.
    var migrations = Migration.all
    /// Microseconds since 1970, kept beside each step.
    let now: Int64

    /// Applies what is missing, one transaction a step. A newer schema is refused, and a step whose
    /// text differs from the one that was applied. `beforeChange` runs before the first step on a
    /// database that has content.
    func run(
        on connection: Connection, beforeChange: (_ found: Int) throws(StorageFailure) -> Void
    ) throws(StorageFailure) {
        let found = try schemaNumber(connection)
        try compareNumber(found, connection)
        if found > migrations.count {
            throw .failed(.schemaTooNew(found: found, known: migrations.count))
        }
        if found == 0 { try prepareEmpty(connection) } else { try compareChecksums(connection) }
        if found == migrations.count { return }
        if found > 0 { try beforeChange(found) }
        for migration in migrations[found...] { try apply(migration, to: connection) }
    }

    private func schemaNumber(_ connection: Connection) throws(StorageFailure) -> Int {
        var statement = try connection.statement("PRAGMA user_version")
        return try statement.step() ? Int(statement.int64(0)) : 0
    }

    /// The number in the header is what the steps applied say, else the header is damaged.
    private func compareNumber(
        _ found: Int, _ connection: Connection
    ) throws(StorageFailure) {
        var table = try connection.statement(
            "SELECT 1 FROM sqlite_schema WHERE name = 'migration'")
        let hasSteps = try table.step()
        guard hasSteps || found > 0 else { return }
        var applied: Int?
        if hasSteps {
            var last = try connection.statement("SELECT max(number) FROM migration")
            applied = try last.step() ? Int(last.int64(0)) : 0
        }
        if applied != found {
            throw .failed(
                .damaged(
                    "\(connection.path) is damaged (its header says schema \(found), its tables "
                        + "say another). Restore a backup."))
        }
    }

    /// What can only be set before the first table.
    private func prepareEmpty(_ connection: Connection) throws(StorageFailure) {
        // auto_vacuum takes effect only before the first table, and before the log is switched on.
        try connection.execute("PRAGMA page_size=4096; PRAGMA auto_vacuum=INCREMENTAL")
        try connection.execute("PRAGMA journal_mode=WAL")
        try connection.execute(
            """
            BEGIN IMMEDIATE;
            CREATE TABLE IF NOT EXISTS migration(
              number INTEGER PRIMARY KEY, checksum BLOB NOT NULL, applied_at INTEGER NOT NULL);
            COMMIT;
            """)
    }

    private func compareChecksums(_ connection: Connection) throws(StorageFailure) {
        var statement = try connection.statement("SELECT number, checksum FROM migration")
        while try statement.step() {
            let number = Int(statement.int64(0))
            guard migrations.indices.contains(number - 1),
                migrations[number - 1].checksum == statement.blob(1)
            else {
                throw .failed(
                    .damaged(
                        "Schema step \(number) of this database is not the one this program has. "
                            + "Use the program that made the database, or restore a backup."))
            }
        }
    }

    private func apply(
        _ migration: Migration, to connection: Connection
    ) throws(StorageFailure) {
        try connection.execute("BEGIN IMMEDIATE")
        do throws(StorageFailure) {
            for statement in migration.statements { try connection.execute(statement) }
            var note = try connection.statement("INSERT INTO migration VALUES (?, ?, ?)")
            note.bind(1, Int64(migration.number))
            note.bind(2, blob: migration.checksum)
            note.bind(3, now)
            try note.run()
            try connection.execute("PRAGMA user_version=\(migration.number)")
            try connection.execute("COMMIT")
        } catch {
            if !connection.isIdle { try connection.execute("ROLLBACK") }
            throw error
        }
    }
}
