import CSQLite
import Platform

/// One connection to the database, with its prepared statements and its deadline.
///
/// Used by one thread at a time: the writer owns its own, the reader pool lends the others. That
/// hand-over, always through a lock or a mailbox, is what makes the type Sendable.
@safe
final class Connection: @unchecked Sendable {
    /// What a connection is for.
    enum Role: Equatable {
        /// Reading and writing, creating the file when it is missing: the writer's, one a store.
        case writing
        /// Reading only.
        case reading
    }

    /// How many ad-hoc statements (filters and the like) stay prepared.
    static let adHocStatementsMax = 64

    /// The page cache of a connection that asks for no other.
    static let cacheKibibytes = 4096

    let path: String
    /// The fields as this connection last read them (`CustomFieldTable.catalogue`).
    var keptCatalogue: KeptCatalogue?
    private let handle: OpaquePointer
    /// Nanoseconds of the monotonic clock after which a running statement is interrupted; 0 is never.
    /// On the heap, since SQLite's progress handler reads it.
    private let deadline: UnsafeMutablePointer<Int64>
    /// Frames in the write-ahead log after the last commit; on the heap for the commit hook.
    private let framesInLog: UnsafeMutablePointer<Int64>
    private var literals: [UnsafeRawPointer: PreparedStatement] = unsafe [:]
    private var kept: [ObjectIdentifier: PreparedStatement] = [:]
    private var adHoc: [String: PreparedStatement] = [:]

    /// Statistics of memory that nobody reads cost a lock that all threads share with every
    /// allocation (https://sqlite.org/c3ref/c_config_covering_index_scan.html, the section on SQLITE_CONFIG_MEMSTATUS). They are
    /// switched off before the first connection; whoever was earlier only keeps them on.
    private static let keepsMemoryStatistics =
        ibt_sqlite_keep_memory_statistics(0) != SQLITE_OK

    /// Opens the file and sets everything that is set a connection.
    init(path: String, role: Role, cacheKibibytes: Int = Connection.cacheKibibytes)
        throws(StorageFailure)
    {
        _ = Self.keepsMemoryStatistics
        let flags =
            role == .writing ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY
        var opened: OpaquePointer?
        let code = unsafe sqlite3_open_v2(
            path, &opened, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
        guard code == SQLITE_OK, let opened = unsafe opened else {
            // A handle that failed to open still has to be closed.
            unsafe sqlite3_close_v2(opened)
            throw .failed(
                .sqlite(operation: "open \(path)", code: code, message: Self.text(of: code)))
        }
        self.path = path
        unsafe handle = opened
        unsafe deadline = .allocate(capacity: 1)
        unsafe deadline.initialize(to: 0)
        unsafe framesInLog = .allocate(capacity: 1)
        unsafe framesInLog.initialize(to: 0)
        harden()
        try execute("PRAGMA cache_size=-\(cacheKibibytes)")
        try execute("PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY; PRAGMA foreign_keys=OFF")
        try execute("PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0")
        unsafe sqlite3_busy_timeout(handle, 5000)
        unsafe sqlite3_progress_handler(handle, 2000, interruptWhenLate, deadline)
        if role == .writing {
            // Zeroes what is deleted where that costs no extra page; what is personal is sealed.
            try execute("PRAGMA secure_delete=FAST")
            unsafe sqlite3_wal_hook(handle, noteFrames, framesInLog)
        }
    }

    deinit {
        // Statements go first, or the close would only be remembered.
        unsafe literals.removeAll()
        kept.removeAll()
        adHoc.removeAll()
        unsafe sqlite3_close_v2(handle)
        unsafe deadline.deallocate()
        unsafe framesInLog.deallocate()
    }

    /// A statement of the program's own text, prepared once a connection.
    func statement(_ sql: StaticString) throws(StorageFailure) -> Statement {
        // The literal's address stands for its text: it lives as long as the program.
        let key = unsafe UnsafeRawPointer(sql.utf8Start)
        if let known = unsafe literals[key], !known.isInUse { return Statement(known) }
        let made = try prepare(sql.description)
        unsafe literals[key] = made
        return Statement(made)
    }

    /// A statement of a text that is kept, prepared once a connection as long as the text lives on.
    func statement(_ sql: SQLText) throws(StorageFailure) -> Statement {
        guard sql.isPermanent else { return try statement(made: sql.text) }
        let key = ObjectIdentifier(sql)
        if let known = kept[key], !known.isInUse { return Statement(known) }
        let made = try prepare(sql.text)
        kept[key] = made
        return Statement(made)
    }

    /// A statement put together at run time; the texts used last stay prepared.
    func statement(made sql: String) throws(StorageFailure) -> Statement {
        if let known = adHoc[sql], !known.isInUse { return Statement(known) }
        let made = try prepare(sql)
        if adHoc.count >= Self.adHocStatementsMax { adHoc.removeAll(keepingCapacity: true) }
        adHoc[sql] = made
        return Statement(made)
    }

    /// Runs one or more statements that give no rows of interest.
    func execute(_ sql: String) throws(StorageFailure) {
        let code = unsafe sqlite3_exec(handle, sql, nil, nil, nil)
        guard code == SQLITE_OK else { throw failure(code, during: sql) }
    }

    /// Runs one statement of the program's own that gives no rows.
    func run(_ sql: StaticString) throws(StorageFailure) {
        var statement = try statement(sql)
        try statement.run()
    }

    /// The last row of the change log in the current snapshot; 0 while it is empty.
    func lastChange() throws(StorageFailure) -> Int64 {
        var statement = try statement("SELECT max(seq) FROM change")
        return try statement.step() ? statement.int64(0) : 0
    }

    /// Interrupts what runs after that moment with `.timedOut`; nil lets it run.
    func setDeadline(_ moment: MonotonicInstant?) {
        unsafe deadline.pointee = moment?.nanoseconds ?? 0
    }

    /// Ends what runs on the connection with `.timedOut`; from any thread.
    func interrupt() { unsafe sqlite3_interrupt(handle) }

    /// How long to wait for a lock that somebody else holds.
    func setBusyTimeout(milliseconds: Int32) {
        unsafe sqlite3_busy_timeout(handle, milliseconds)
    }

    /// Whether no transaction is open.
    var isIdle: Bool { unsafe sqlite3_get_autocommit(handle) != 0 }

    /// Rows that the last INSERT, UPDATE or DELETE touched.
    var changedRows: Int { Int(unsafe sqlite3_changes(handle)) }

    /// Rows that all statements since the opening touched, those of virtual tables' own included.
    var changedRowsInAll: Int { Int(unsafe sqlite3_total_changes(handle)) }

    /// The rowid of the last INSERT.
    var lastRowID: Int64 { unsafe sqlite3_last_insert_rowid(handle) }

    /// Frames in the write-ahead log after the last commit on this connection.
    var framesAfterCommit: Int64 { unsafe framesInLog.pointee }

    /// Copies the log into the database (https://sqlite.org/c3ref/wal_checkpoint_v2.html). Returns
    /// the frames in the log and how many of them were copied.
    func checkpoint(_ mode: CheckpointMode) throws(StorageFailure) -> (frames: Int, copied: Int) {
        var frames: Int32 = 0
        var copied: Int32 = 0
        let code = unsafe sqlite3_wal_checkpoint_v2(handle, "main", mode.code, &frames, &copied)
        if code & 0xFF == SQLITE_BUSY { return (Int(frames), Int(copied)) }
        guard code == SQLITE_OK else { throw failure(code, during: "checkpoint") }
        if mode == .truncate { unsafe framesInLog.pointee = 0 }
        return (Int(frames), Int(copied))
    }

    /// Asks the file system below for something of the database's file
    /// (https://sqlite.org/c3ref/c_fcntl_begin_atomic_write.html).
    func fileControl(_ operation: Int32, _ argument: UnsafeMutableRawPointer) -> Int32 {
        unsafe sqlite3_file_control(handle, "main", operation, argument)
    }

    /// The failure that a result code of this connection means.
    func failure(_ code: Int32, during operation: String) -> StorageFailure {
        if code & 0xFF == SQLITE_INTERRUPT { return .timedOut }
        // The message belongs to the connection until its next call; it is copied here.
        let message = unsafe sqlite3_errmsg(handle).map { unsafe String(cString: $0) } ?? ""
        return .failed(.sqlite(operation: operation, code: code, message: message))
    }

    private func prepare(_ sql: String) throws(StorageFailure) -> PreparedStatement {
        var pointer: OpaquePointer?
        let code = unsafe sqlite3_prepare_v3(
            handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &pointer, nil)
        guard code == SQLITE_OK, let pointer = unsafe pointer else {
            throw failure(code, during: sql)
        }
        return unsafe PreparedStatement(pointer, of: handle)
    }

    /// Defence in depth (https://sqlite.org/security.html) and bounds on what a statement may ask.
    private func harden() {
        unsafe ibt_sqlite_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nil)
        unsafe ibt_sqlite_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nil)
        unsafe ibt_sqlite_db_config(handle, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, nil)
        unsafe sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, 64 << 20)
        unsafe sqlite3_limit(handle, SQLITE_LIMIT_SQL_LENGTH, 1 << 20)
        unsafe sqlite3_limit(handle, SQLITE_LIMIT_COLUMN, 200)
        unsafe sqlite3_limit(handle, SQLITE_LIMIT_COMPOUND_SELECT, 50)
        unsafe sqlite3_limit(handle, SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 4096)
        unsafe sqlite3_limit(handle, SQLITE_LIMIT_TRIGGER_DEPTH, 10)
        unsafe sqlite3_limit(handle, SQLITE_LIMIT_WORKER_THREADS, 0)
    }

    private static func text(of code: Int32) -> String {
        // A static string of the library.
        unsafe sqlite3_errstr(code).map { unsafe String(cString: $0) } ?? ""
    }
}

/// How far a checkpoint goes.
enum CheckpointMode {
    /// Copies what can be copied without waiting for anybody.
    case passive
    /// Waits for readers, copies everything and empties the log file.
    case truncate

    fileprivate var code: Int32 {
        switch self {
        case .passive: SQLITE_CHECKPOINT_PASSIVE
        case .truncate: SQLITE_CHECKPOINT_TRUNCATE
        }
    }
}

/// SQLite asks every 2,000 steps of its machine whether to stop.
private func interruptWhenLate(_ context: UnsafeMutableRawPointer?) -> Int32 {
    // The connection's own deadline, alive as long as its handle.
    guard let limit = unsafe context?.load(as: Int64.self), limit != 0 else { return 0 }
    return MonotonicInstant.now().nanoseconds > limit ? 1 : 0
}

private func noteFrames(
    _ context: UnsafeMutableRawPointer?, _: OpaquePointer?, _: UnsafePointer<CChar>?, frames: Int32
) -> Int32 {
    // The connection's own counter, alive as long as its handle.
    unsafe context?.storeBytes(of: Int64(frames), as: Int64.self)
    return SQLITE_OK
}
