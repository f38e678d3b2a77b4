import Crypto

extension AttachmentTable {
    /// A file that rows name, before it is known where it lies.
    struct NamedFile {
        let row: Int64
        let hash: String
        /// Bytes of the sealed file.
        let byteCount: Int64
    }

    /// The files that rows after `row` name, in the order of rows, at most `countMax`.
    static func files(
        after row: Int64, countMax: Int, on connection: Connection
    ) throws(StorageFailure) -> [NamedFile] {
        var statement = try connection.statement(
            "SELECT id, file_hash, byte_count FROM attachment WHERE id > ? ORDER BY id LIMIT ?")
        statement.bind(1, row)
        statement.bind(2, Int64(countMax))
        return try files(&statement)
    }

    /// The files whose hash begins with those two digits, each once, in order.
    static func files(
        inFolder digits: String, on connection: Connection
    ) throws(StorageFailure) -> [NamedFile] {
        var statement = try connection.statement(
            """
            SELECT max(id), file_hash, max(byte_count) FROM attachment
            WHERE file_hash >= ? AND file_hash < ? GROUP BY file_hash ORDER BY file_hash
            """)
        statement.bind(1, digits)
        statement.bind(2, digits + "g")
        return try files(&statement)
    }

    /// The last row; 0 while there is none.
    static func lastRow(_ connection: Connection) throws(StorageFailure) -> Int64 {
        try connection.count("SELECT coalesce(max(id), 0) FROM attachment", [])
    }

    private static func files(
        _ statement: inout Statement
    ) throws(StorageFailure) -> [NamedFile] {
        var files: [NamedFile] = []
        while try statement.step() {
            files.append(
                NamedFile(
                    row: statement.int64(0), hash: statement.text(1),
                    byteCount: ChunkSealing.sealedLength(ofPlain: statement.int64(2))))
        }
        return files
    }
}
