import CSQLite

/// A compiled statement, kept by its connection.
@safe
final class PreparedStatement {
    fileprivate let pointer: OpaquePointer
    fileprivate let database: OpaquePointer
    /// Whether a `Statement` runs it now.
    fileprivate(set) var isInUse = false

    /// Takes over the statement; `database` outlives it.
    @unsafe
    init(_ pointer: OpaquePointer, of database: OpaquePointer) {
        unsafe self.pointer = pointer
        unsafe self.database = database
    }

    deinit { unsafe sqlite3_finalize(pointer) }
}

/// One use of a prepared statement: bind, step, read columns. At the end of its life the statement is
/// reset, always: one that is not pins the write-ahead log.
///
/// Parameters count from 1, columns from 0, as in SQLite. What a column lends (`bytes`) is gone with
/// the next step, which the compiler checks.
@safe
struct Statement: ~Copyable {
    private let prepared: PreparedStatement
    /// The prepared statement's own, held here so that a column costs no look at the object.
    private let pointer: OpaquePointer

    init(_ prepared: PreparedStatement) {
        self.prepared = prepared
        unsafe pointer = prepared.pointer
        prepared.isInUse = true
    }

    deinit {
        // The code was answered by step already.
        unsafe sqlite3_reset(pointer)
        unsafe sqlite3_clear_bindings(pointer)
        prepared.isInUse = false
    }

    // MARK: Parameters

    mutating func bind(_ index: Int, _ value: Int64) {
        check(unsafe sqlite3_bind_int64(pointer, Int32(index), value))
    }

    mutating func bind(_ index: Int, _ value: Int64?) {
        if let value { bind(index, value) } else { bindNull(index) }
    }

    mutating func bind(_ index: Int, _ value: Double) {
        check(unsafe sqlite3_bind_double(pointer, Int32(index), value))
    }

    mutating func bind(_ index: Int, _ value: Bool) { bind(index, value ? 1 as Int64 : 0) }

    /// Binds UTF-8 text; SQLite copies it.
    mutating func bind(_ index: Int, _ value: String) {
        let code = unsafe value.utf8.span.withUnsafeBufferPointer {
            unsafe bindText(index, $0)
        }
        check(code)
    }

    mutating func bind(_ index: Int, _ value: String?) {
        if let value { bind(index, value) } else { bindNull(index) }
    }

    /// Binds bytes that are UTF-8 as text.
    mutating func bind(_ index: Int, text value: [UInt8]) {
        let code = unsafe value.withUnsafeBufferPointer { unsafe bindText(index, $0) }
        check(code)
    }

    /// Binds a blob; SQLite copies it.
    mutating func bind(_ index: Int, blob value: [UInt8]) {
        if value.isEmpty {
            // A null pointer would bind NULL.
            check(unsafe sqlite3_bind_zeroblob(pointer, Int32(index), 0))
            return
        }
        let code = unsafe value.withUnsafeBufferPointer {
            // SQLITE_TRANSIENT: copied before the call returns.
            unsafe sqlite3_bind_blob64(
                pointer, Int32(index), $0.baseAddress, UInt64($0.count),
                ibt_sqlite_transient())
        }
        check(code)
    }

    mutating func bind(_ index: Int, blob value: [UInt8]?) {
        if let value { bind(index, blob: value) } else { bindNull(index) }
    }

    mutating func bindNull(_ index: Int) {
        check(unsafe sqlite3_bind_null(pointer, Int32(index)))
    }

    // MARK: Rows

    /// Goes to the next row; false after the last.
    mutating func step() throws(StorageFailure) -> Bool {
        let code = unsafe sqlite3_step(pointer)
        if code == SQLITE_ROW { return true }
        if code == SQLITE_DONE { return false }
        throw failure(code)
    }

    /// Runs a statement that gives no rows, and gets it ready for the next bindings.
    mutating func run() throws(StorageFailure) {
        while try step() {}
        rewind()
    }

    /// Runs the statement with parameters that point into `bytes`, which SQLite does not copy: `bind`
    /// sets them, and they are gone again before this returns.
    mutating func run(
        lending bytes: [UInt8], _ bind: (inout Statement, borrowing LentBytes) -> Void
    ) throws(StorageFailure) {
        let code = unsafe bytes.withUnsafeBufferPointer {
            let lent = unsafe LentBytes($0)
            bind(&self, lent)
            var code: Int32
            repeat { code = unsafe sqlite3_step(pointer) } while code == SQLITE_ROW
            return code
        }
        // The message is read before the reset, which would give it anew.
        let failed = code == SQLITE_DONE ? nil : failure(code)
        rewind()
        unsafe sqlite3_clear_bindings(pointer)
        if let failed { throw failed }
    }

    /// Runs the statement with a blob at that parameter that SQLite does not copy.
    mutating func run(lending blob: [UInt8], at index: Int) throws(StorageFailure) {
        try run(lending: blob) { statement, bytes in statement.bind(index, blob: bytes) }
    }

    /// Binds a part of bytes that are lent as text.
    mutating func bind(_ index: Int, _ bytes: borrowing LentBytes, _ part: Range<Int>) {
        guard let start = unsafe bytes.buffer.baseAddress, !part.isEmpty else {
            return bind(index, "")
        }
        let end = unsafe bytes.buffer.count
        precondition(part.lowerBound >= 0 && part.upperBound <= end, "a part of the bytes")
        let code = unsafe start.withMemoryRebound(to: CChar.self, capacity: part.upperBound) {
            // SQLITE_STATIC: `run(lending:)` takes the binding back before the bytes may move.
            unsafe sqlite3_bind_text64(
                pointer, Int32(index), $0 + part.lowerBound, UInt64(part.count),
                ibt_sqlite_static(), UInt8(SQLITE_UTF8))
        }
        check(code)
    }

    /// Binds bytes that are lent as a blob.
    mutating func bind(_ index: Int, blob bytes: borrowing LentBytes) {
        let count = unsafe bytes.buffer.count
        if count == 0 {
            check(unsafe sqlite3_bind_zeroblob(pointer, Int32(index), 0))
            return
        }
        check(
            unsafe sqlite3_bind_blob64(
                pointer, Int32(index), bytes.buffer.baseAddress, UInt64(count),
                ibt_sqlite_static()))
    }

    /// Gets ready to run again; bindings stay.
    mutating func rewind() { unsafe sqlite3_reset(pointer) }

    // MARK: Columns

    /// Columns of the answer.
    var columnCount: Int { Int(unsafe sqlite3_column_count(pointer)) }

    borrowing func isNull(_ column: Int) -> Bool {
        unsafe sqlite3_column_type(pointer, Int32(column)) == SQLITE_NULL
    }

    borrowing func kind(_ column: Int) -> ColumnKind {
        switch unsafe sqlite3_column_type(pointer, Int32(column)) {
        case SQLITE_INTEGER: .integer
        case SQLITE_FLOAT: .decimal
        case SQLITE_TEXT: .text
        case SQLITE_BLOB: .blob
        default: .null
        }
    }

    borrowing func int64(_ column: Int) -> Int64 {
        unsafe sqlite3_column_int64(pointer, Int32(column))
    }

    borrowing func optionalInt64(_ column: Int) -> Int64? {
        isNull(column) ? nil : int64(column)
    }

    borrowing func double(_ column: Int) -> Double {
        unsafe sqlite3_column_double(pointer, Int32(column))
    }

    borrowing func bool(_ column: Int) -> Bool { int64(column) != 0 }

    /// The column as text; "" for NULL. On hot paths use `bytes`.
    borrowing func text(_ column: Int) -> String {
        unsafe String(decoding: rawBytes(column), as: UTF8.self)
    }

    borrowing func optionalText(_ column: Int) -> String? {
        isNull(column) ? nil : text(column)
    }

    /// A copy of a blob or of a text's bytes; empty for NULL.
    borrowing func blob(_ column: Int) -> [UInt8] {
        unsafe Array(rawBytes(column))
    }

    /// The bytes of a text or blob, lent until the next step; empty for NULL.
    @_lifetime(borrow self)
    borrowing func bytes(_ column: Int) -> Span<UInt8> {
        let span = unsafe Span(_unsafeElements: rawBytes(column))
        // SQLite keeps them until the next step, reset or conversion; step and reset are mutating.
        return unsafe _overrideLifetime(span, borrowing: self)
    }

    private borrowing func rawBytes(_ column: Int) -> UnsafeBufferPointer<UInt8> {
        let start = unsafe sqlite3_column_blob(pointer, Int32(column))
        let count = unsafe Int(sqlite3_column_bytes(pointer, Int32(column)))
        return unsafe UnsafeBufferPointer(
            start: start?.assumingMemoryBound(to: UInt8.self), count: count)
    }

    private borrowing func bindText(_ index: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Int32 {
        guard let start = bytes.baseAddress else {
            // An empty array may have no address, and a null pointer would bind NULL.
            return unsafe sqlite3_bind_text64(
                pointer, Int32(index), "", 0, ibt_sqlite_transient(), UInt8(SQLITE_UTF8))
        }
        return unsafe start.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
            // SQLITE_TRANSIENT: copied before the call returns.
            unsafe sqlite3_bind_text64(
                pointer, Int32(index), $0, UInt64(bytes.count), ibt_sqlite_transient(),
                UInt8(SQLITE_UTF8))
        }
    }

    /// A binding fails only for an index that the statement does not have, or a value beyond the
    /// limits that the domain keeps: both are our own bugs.
    private borrowing func check(_ code: Int32) {
        precondition(code == SQLITE_OK, "a parameter that the statement does not have")
    }

    private borrowing func failure(_ code: Int32) -> StorageFailure {
        if code & 0xFF == SQLITE_INTERRUPT { return .timedOut }
        // Both texts belong to SQLite until its next call; they are copied here.
        let sql = unsafe sqlite3_sql(pointer).map { unsafe String(cString: $0) } ?? ""
        let message =
            unsafe sqlite3_errmsg(prepared.database).map { unsafe String(cString: $0) } ?? ""
        return .failed(.sqlite(operation: sql, code: code, message: message))
    }
}

/// Bytes that a running statement may point into, for as long as `Statement.run(lending:)` lasts.
@safe
struct LentBytes: ~Copyable {
    fileprivate let buffer: UnsafeBufferPointer<UInt8>

    fileprivate init(_ buffer: UnsafeBufferPointer<UInt8>) { unsafe self.buffer = buffer }
}

/// The kinds of value a column holds.
enum ColumnKind {
    case null, integer, decimal, text, blob
}
