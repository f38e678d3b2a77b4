public import Platform

/// What can be told of a data directory's database from outside, for `ibtool doctor`: of a stopped
/// instance and beside a running one. It reads and changes nothing.
public struct StoreInspection: Sendable {
    /// The newest schema this program knows.
    public static let schemaKnown = Migration.newest
    /// How long the statements may take.
    static let time = Duration.seconds(60)

    public let schema: Int
    public let pageBytes: Int64
    public let pages: Int64
    /// Pages that nothing uses; new rows take them first.
    public let freePages: Int64
    /// The last id given; about how many complaints there are.
    public let complaints: Int64
    /// When the last change was made; nil while there is none.
    public let lastChange: Timestamp?
    /// Imports that were begun and have not ended: they go on when an instance starts.
    public let unfinishedImports: [Int64]
    /// The same of bulk work.
    public let unfinishedBulks: [Int64]
    /// The files of attachments, by their names and lengths.
    public let attachments: AttachmentInspection
    /// The file that keeps the columns of memory from one start to the next; 0 where there is none.
    public let columnFileBytes: Int64
    /// Whether ANALYZE has left statistics for the query planner.
    public let hasStatistics: Bool
    /// Tables and indexes by what they take; nil unless asked for, or without SQLite's dbstat.
    public let parts: [FilePart]?

    /// Reads the database. `isStopped`: nobody else has it open, which the caller's lock on the
    /// directory says. `withParts` reads every page.
    public init(
        directory: String, isStopped: Bool, withParts: Bool = false
    ) throws(StorageError) {
        do throws(StorageFailure) {
            let connection = try Self.open(directory, isStopped: isStopped)
            connection.setDeadline(.now() + Self.time)
            try connection.run("BEGIN")
            schema = Int(try Self.number("PRAGMA user_version", connection))
            pageBytes = try Self.number("PRAGMA page_size", connection)
            pages = try Self.number("PRAGMA page_count", connection)
            freePages = try Self.number("PRAGMA freelist_count", connection)
            complaints = try Self.number("SELECT max(id) FROM complaint", connection)
            let last = try Self.number("SELECT max(seq) FROM change", connection)
            lastChange =
                last == 0
                ? nil
                : Timestamp(
                    microseconds: try Self.number(
                        "SELECT at FROM change ORDER BY seq DESC LIMIT 1", connection))
            unfinishedImports = try Self.numbers(
                """
                SELECT id FROM import WHERE state IN ('queued', 'running', 'undoing') ORDER BY id
                """, connection)
            unfinishedBulks =
                schema < Migration.bulk.number
                ? []
                : try Self.numbers(
                    "SELECT id FROM bulk WHERE state IN ('queued', 'running') ORDER BY id",
                    connection)
            attachments =
                schema < Migration.attachments.number
                ? AttachmentInspection()
                : try AttachmentInspection(connection, directory: directory)
            columnFileBytes = try GridFile(directory: directory).length()
            hasStatistics =
                try Self.number(
                    "SELECT count(*) FROM sqlite_schema WHERE name = 'sqlite_stat1'", connection)
                > 0
            parts = withParts ? try FilePart.all(connection) : nil
            try connection.run("COMMIT")
        } catch {
            throw error.asError
        }
    }

    /// Bytes of the database's own file.
    public var bytes: Int64 { pages * pageBytes }
    public var freeBytes: Int64 { freePages * pageBytes }

    /// Without a log there is nothing beside the file, and it need not be shared with anybody: then
    /// SQLite is told that the file does not change (https://sqlite.org/uri.html), and makes none.
    private static func open(
        _ directory: String, isStopped: Bool
    ) throws(StorageFailure) -> Connection {
        let path = "\(directory)/\(StoreOpening.databaseName)"
        let log: FileStatus?
        do throws(SystemError) { log = try DurableFile.status(path + "-wal") } catch {
            throw .failed(.system(error.description))
        }
        guard isStopped, log?.length ?? 0 == 0 else {
            return try Connection(path: path, role: .reading)
        }
        return try Connection(path: uri(path) + "?immutable=1", role: .reading)
    }

    static func uri(_ path: String) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var bytes = Array((path.hasPrefix("/") ? "file://" : "file:").utf8)
        for byte in path.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."),
                UInt8(ascii: "-"), UInt8(ascii: "_"):
                bytes.append(byte)
            default: bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func number(
        _ sql: StaticString, _ connection: Connection
    ) throws(StorageFailure) -> Int64 {
        try numbers(sql, connection).first ?? 0
    }

    private static func numbers(
        _ sql: StaticString, _ connection: Connection
    ) throws(StorageFailure) -> [Int64] {
        var statement = try connection.statement(sql)
        var numbers: [Int64] = []
        while try statement.step() { numbers.append(statement.int64(0)) }
        return numbers
    }
}
