/// The signatures' rows.
enum SignatureTable {
    private static let selectSQL = """
        SELECT id, record, record_id, record_version, record_hash, account_id, signer, name, meaning,
        reason, at FROM signature
        """

    /// Adds a row; its id.
    static func insert(
        _ signature: Signature, on connection: Connection
    ) throws(StorageFailure) -> Int64 {
        var statement = try connection.statement(
            """
            INSERT INTO signature(record, record_id, record_version, record_hash, account_id, signer,
              name, meaning, reason, at) VALUES (?,?,?,?,?,?,?,?,?,?)
            """)
        statement.bind(1, signature.record)
        statement.bind(2, signature.recordID)
        statement.bind(3, signature.recordVersion)
        statement.bind(4, blob: signature.recordHash)
        statement.bind(5, signature.accountID)
        statement.bind(6, signature.signer)
        statement.bind(7, signature.name)
        statement.bind(8, signature.meaning)
        statement.bind(9, signature.reason)
        statement.bind(10, signature.at)
        try statement.run()
        return connection.lastRowID
    }

    /// The signatures of a record, newest first.
    static func all(
        of record: String, _ id: Int64, on connection: Connection
    ) throws(StorageFailure) -> [Signature] {
        var statement = try connection.statement(
            made: selectSQL + " WHERE record = ? AND record_id = ? ORDER BY id DESC")
        statement.bind(1, record)
        statement.bind(2, id)
        var all: [Signature] = []
        while try statement.step() { all.append(read(statement)) }
        return all
    }

    /// Hands over every signature, by id.
    static func each(
        on connection: Connection, _ take: (Signature) throws(StorageFailure) -> Bool
    ) throws(StorageFailure) {
        var statement = try connection.statement(made: selectSQL + " ORDER BY id")
        while try statement.step(), try take(read(statement)) {}
    }

    private static func read(_ statement: borrowing Statement) -> Signature {
        Signature(
            id: statement.int64(0), record: statement.text(1), recordID: statement.int64(2),
            recordVersion: statement.int64(3), recordHash: statement.blob(4),
            accountID: statement.int64(5), signer: statement.text(6), name: statement.text(7),
            meaning: statement.text(8), reason: statement.optionalText(9),
            at: statement.int64(10))
    }
}
