/// Which complaint a source row became, so that the same row of a later file finds it again.
struct ImportIdentityTable {
    let connection: Connection

    struct Entry {
        let complaint: Int64
        /// The import that wrote the complaint last.
        let importID: Int64
        /// The keyed digest of the last imported row; nil after an undo.
        let digest: [UInt8]?
    }

    func find(source: String, identity: String) throws(StorageFailure) -> Entry? {
        var statement = try connection.statement(
            """
            SELECT complaint_id, import_id, digest FROM import_identity
            WHERE source = ? AND identity = ?
            """)
        statement.bind(1, source)
        statement.bind(2, identity)
        guard try statement.step() else { return nil }
        return Entry(
            complaint: statement.int64(0), importID: statement.int64(1),
            digest: statement.isNull(2) ? nil : statement.blob(2))
    }

    func insert(
        source: String, identity: String, _ entry: Entry
    ) throws(StorageFailure) {
        var statement = try connection.statement(
            """
            INSERT INTO import_identity(source, identity, complaint_id, import_id, digest)
            VALUES (?,?,?,?,?)
            """)
        statement.bind(1, source)
        statement.bind(2, identity)
        statement.bind(3, entry.complaint)
        statement.bind(4, entry.importID)
        statement.bind(5, blob: entry.digest)
        try statement.run()
    }

    func update(
        source: String, identity: String, to entry: Entry
    ) throws(StorageFailure) {
        var statement = try connection.statement(
            """
            UPDATE import_identity SET import_id = ?, digest = ?
            WHERE source = ? AND identity = ?
            """)
        statement.bind(1, entry.importID)
        statement.bind(2, blob: entry.digest)
        statement.bind(3, source)
        statement.bind(4, identity)
        try statement.run()
    }

    /// The complaint was withdrawn: a row like it makes a new one.
    func forget(complaint: Int64) throws(StorageFailure) {
        var statement = try connection.statement(
            "DELETE FROM import_identity WHERE complaint_id = ?")
        statement.bind(1, complaint)
        try statement.run()
    }

    /// The complaint no longer holds what its row said: the row is looked at again.
    func forgetDigest(complaint: Int64) throws(StorageFailure) {
        var statement = try connection.statement(
            "UPDATE import_identity SET digest = NULL WHERE complaint_id = ?")
        statement.bind(1, complaint)
        try statement.run()
    }
}
