import CSQLite

/// The pages of the database's file as they are in it, without those of the log, read through SQLite's
/// own handle: a file of our own would drop its locks when it is closed
/// (https://sqlite.org/howtocorrupt.html section 2.2). They do not change while a `CheckpointHold` is
/// intact.
public struct DatabasePages {
    private let connection: Connection
    public let pageBytes: Int

    init(path: String) throws(StorageFailure) {
        let connection = try Connection(path: path, role: .reading, cacheKibibytes: 64)
        // Bytes 16 and 17: the page size, 1 for 65,536 (https://sqlite.org/fileformat2.html 1.3.2).
        let head = try connection.readFile(at: 0, count: 100)
        let size = Int(head[16]) << 8 | Int(head[17])
        pageBytes = size == 1 ? 65_536 : size
        self.connection = connection
    }

    /// How many pages the file has.
    public func count() throws(StorageFailure) -> UInt32 {
        UInt32(clamping: try connection.fileLength() / Int64(pageBytes))
    }

    /// A page, counted from 1; zeros beyond the file's end.
    public func page(_ number: UInt32) throws(StorageFailure) -> [UInt8] {
        try connection.readFile(
            at: Int64(number - 1) * Int64(pageBytes), count: pageBytes)
    }
}

extension Store {
    /// The pages of the database's file.
    public func databasePages() throws(StorageFailure) -> DatabasePages {
        try DatabasePages(path: databasePath)
    }

    /// Says that a destination of the backup has everything up to that commit.
    public func noteStored(_ commit: Int64) { gate.noteStored(commit) }
}
