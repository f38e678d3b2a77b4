import Complaints
import Crypto
import Platform

/// What the writer's thread works with: its connection, the state behind the log and the numbers, and
/// who writes now. Made on that thread and never anywhere else.
final class WriterSession {
    let connection: Connection
    let keys: KeyFile
    let zones: ZoneBook
    private let clock: WallClock
    var state: WriterState
    var nonces = NonceSource()
    var sealer: RecordSealer
    var hasher = SHA256()
    /// What the batch has changed in the full text so far.
    var texts = TextChanges()
    private var lastKey: (complaint: Int64, key: [UInt8])?
    var layout: ComplaintLayout
    /// Whether an index of a field may have to be filled or dropped; only ever found out to be false.
    private var hasIndexWork = true
    /// Microseconds since 1970, the same for a whole transaction.
    private(set) var now: Int64 = 0
    private(set) var author = Author.system()

    init(
        connection: Connection, keys: KeyFile, zones: ZoneBook, clock: WallClock,
        layout: ComplaintLayout
    ) throws(StorageFailure) {
        self.connection = connection
        self.keys = keys
        self.zones = zones
        self.clock = clock
        sealer = try RecordSealer()
        state = try WriterState.load(from: connection)
        self.layout = layout
    }

    /// Reads custom fields and rules anew, after one was defined or a set became active. Fields that the
    /// rules in force no longer fit are refused.
    func reloadLayout() throws(StorageFailure) {
        layout = try .current(on: connection, zones: zones)
        hasIndexWork = true
    }

    /// The key of that complaint, nil when it is erased or about to be; the last one is remembered, as
    /// a new file needs its key several times.
    func key(of complaint: Int64) throws(StorageFailure) -> [UInt8]? {
        if state.erasures.contains(complaint) { return nil }
        if let lastKey, lastKey.complaint == complaint { return lastKey.key }
        let key = try keys.key(of: complaint)
        lastKey = key.map { (complaint, $0) }
        return key
    }

    /// Opens a batch's transaction.
    func begin() throws(StorageFailure) {
        lastKey = nil
        texts.removeAll()
        now = clock.now().microseconds
        try connection.run("BEGIN IMMEDIATE")
    }

    /// Ends a batch's transaction: returns when it is synced.
    func commit() throws(StorageFailure) {
        if hasIndexWork {
            hasIndexWork = try FieldIndexTable(connection: connection).work() != nil
        }
        try texts.write(to: ComplaintText(connection: connection))
        try state.saveCounters(to: connection)
        try connection.run("COMMIT")
    }

    /// Takes a batch back, as far as SQLite has not done so itself.
    func rollBack() throws(StorageFailure) {
        if !connection.isIdle { try connection.run("ROLLBACK") }
    }

    /// Runs one request in a savepoint of its own. What it threw has been undone, in the tables and
    /// in the state.
    ///
    /// Not inlined: the optimizer of Swift 6.3.1 crashes when it puts this into the loop.
    @inline(never)
    func perform(_ request: WriteRequest) throws(StorageFailure) -> WriteRequest.Completion {
        author = request.author
        let mark = try openSavepoint()
        do throws(StorageFailure) {
            let transaction = WriteTransaction(session: self)
            let completion = try request.perform(transaction)
            try connection.run("RELEASE request")
            return completion
        } catch {
            try takeBack(to: mark)
            throw error
        }
    }

    /// Runs `body` and takes everything it did back: what it returns is what would have happened.
    func rehearse<Value>(
        _ body: () throws(StorageFailure) -> Value
    ) throws(StorageFailure) -> Value {
        let mark = try openSavepoint()
        do throws(StorageFailure) {
            let value = try body()
            try takeBack(to: mark)
            return value
        } catch {
            try takeBack(to: mark)
            throw error
        }
    }

    private struct Mark {
        let state: WriterState
        let layout: ComplaintLayout
        let textCount: Int
    }

    private func openSavepoint() throws(StorageFailure) -> Mark {
        try connection.run("SAVEPOINT request")
        return Mark(state: state, layout: layout, textCount: texts.count)
    }

    private func takeBack(to mark: Mark) throws(StorageFailure) {
        state = mark.state
        layout = mark.layout
        texts.takeBack(to: mark.textCount)
        // After some errors SQLite has taken the whole transaction back; the batch notices.
        if connection.isIdle { return }
        try connection.run("ROLLBACK TO request")
        try connection.run("RELEASE request")
    }
}
