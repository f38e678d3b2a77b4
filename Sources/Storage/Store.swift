public import Complaints
import Platform
import Telemetry

/// The one database of an instance: a data directory, its writer thread, its readers, its cache.
///
/// Reads are snapshots on pooled connections and may run on any thread. Writes are closures that the
/// one writer thread runs, each in a savepoint, many in one transaction with one fsync; their
/// completions run after the commit passed the durability gate and was published.
public final class Store: Sendable {
    /// How long a read may wait for a connection and for the gate.
    private static let readWait = Duration.seconds(5)
    /// How long a read may run.
    private static let readTime = Duration.seconds(30)

    public let directory: String
    /// Whether the last instance on this directory ended without `close`.
    public let startedAfterCrash: Bool
    /// Finished answers; its generations advance with every commit, before the writer is answered.
    public let cache: AnswerCache
    /// The bytes of attachments, beside the database.
    let attachments: AttachmentFolder
    private let structureLock = Lock(StructureState.unknown)
    let grid: GridMirror
    private let gridKeeper = Lock<GridKeeper?>(nil)
    private let parts: WriterParts
    let pool: ReaderPool
    private let writer: Writer
    private let lock: Lock<DirectoryLock?>

    init(
        opened: consuming OpenedDirectory, parts: WriterParts, writer: Writer, pool: ReaderPool,
        cache: AnswerCache, columnBytesMax: Int
    ) {
        self.cache = cache
        grid = GridMirror(bytesMax: columnBytesMax)
        directory = opened.directory
        attachments = AttachmentFolder(directory: opened.directory)
        startedAfterCrash = opened.wasInUse
        self.parts = parts
        self.pool = pool
        self.writer = writer
        lock = Lock(opened.takeLock())
    }

    /// Whether the directory holds a database.
    public static func isThere(in directory: String) throws(StorageError) -> Bool {
        do throws(SystemError) {
            return try DurableFile.status("\(directory)/\(StoreOpening.databaseName)") != nil
        } catch {
            throw .system(error.description)
        }
    }

    /// Opens or creates the data directory: lock, key file, migrations, writer thread.
    public static func open(_ options: StoreOptions) throws(StorageError) -> Store {
        do throws(StorageFailure) {
            return try StoreOpening(options).run()
        } catch {
            throw error.asError
        }
    }

    /// Ends the writer after what is queued, checkpoints and lets go of the directory.
    public func close() {
        let held = lock.withLock { lock in lock.take() }
        guard let held else { return }
        writer.close()
        let keeper = gridKeeper.withLock { $0.take() }
        keeper?.close(keepsFile: parts.health.readOnlyReason == nil)
        pool.close()
        if parts.health.readOnlyReason == nil {
            RunningMark(directory: directory).remove()
        }
        held.release()
    }

    /// Runs `body` on a read snapshot. Blocks while it runs; keep it short on a loop's thread.
    public func read<Value>(
        _ body: (borrowing Reader) throws(StorageFailure) -> Value
    ) throws(StorageFailure) -> Value {
        try read(within: Self.readWait, passesGate: true, body)
    }

    private func read<Value>(
        within wait: Duration, passesGate: Bool,
        _ body: (borrowing Reader) throws(StorageFailure) -> Value
    ) throws(StorageFailure) -> Value {
        let start = MonotonicInstant.now()
        let connection = try pool.borrow(until: start + wait)
        defer { pool.giveBack(connection) }
        connection.setDeadline(start + Self.readTime)
        let columns = grid.view
        try connection.run("BEGIN")
        do throws(StorageFailure) {
            let commit = try connection.lastChange()
            if passesGate {
                guard parts.gate.wait(for: commit, until: start + wait) else { throw .busy }
            }
            let value = try body(
                Reader(
                    commit: commit, connection: connection, keys: parts.keys,
                    layout: parts.layout.value, zones: parts.zones, grid: columns))
            try connection.run("COMMIT")
            return value
        } catch {
            // A connection whose transaction cannot be ended is not lent again.
            connection.setDeadline(nil)
            if !connection.isIdle { try connection.run("ROLLBACK") }
            throw error
        }
    }

    /// The same on a loop's thread, for what is only decided by and shown to nobody: waits neither for
    /// a connection (`.busy`) nor for the gate.
    public func glance<Value>(
        _ body: (borrowing Reader) throws(StorageFailure) -> Value
    ) throws(StorageFailure) -> Value {
        try read(within: .zero, passesGate: false, body)
    }

    /// The rules in force.
    public var rules: ActiveRules { parts.layout.value.rules }

    /// Prepares a new complaint on this thread, so that the writer has less to do with it.
    public func draft(of values: FieldValues) throws(Refusal) -> ComplaintDraft {
        try ComplaintDraft(values, parts.layout.value)
    }

    /// Prepares what a row says for the writer. A row that cannot be prepared stays as it is: the
    /// writer will refuse it.
    public func prepared(_ row: ImportedRow) -> ImportedRow {
        row.prepared(for: parts.layout.value)
    }

    /// The same for a backup: waits for a connection, not for the gate.
    func look<Value>(
        _ body: (borrowing Reader) throws(StorageFailure) -> Value
    ) throws(StorageFailure) -> Value {
        try read(within: Self.readWait, passesGate: false, body)
    }

    /// Queues `body` for the writer. `completion` runs on the writer's thread after publication and
    /// must not block; it gets `.refused` for the caller's fault, `.busy` when the queue is full.
    public func write<Value: Sendable>(
        by author: Author,
        _ body: @escaping @Sendable (borrowing WriteTransaction) throws(StorageFailure) -> Value,
        then completion: @escaping @Sendable (Result<Committed<Value>, StorageFailure>) -> Void
    ) {
        let request = WriteRequest(
            author: author,
            perform: { (transaction) throws(StorageFailure) -> @Sendable (Int64) -> Void in
                let value = try body(transaction)
                return { completion(.success(Committed(value: value, commit: $0))) }
            },
            fail: { completion(.failure($0)) })
        writer.submit(request)
    }

    /// `write` for threads that may block: workers, jobs, commands. Never from a completion.
    @discardableResult
    public func writeAndWait<Value: Sendable>(
        by author: Author,
        _ body: @escaping @Sendable (borrowing WriteTransaction) throws(StorageFailure) -> Value
    ) throws(StorageFailure) -> Committed<Value> {
        let answer = Mailbox<Result<Committed<Value>, StorageFailure>>(capacity: 1)
        write(by: author, body) { _ = answer.offer($0) }
        guard let result = answer.take() else { throw .busy }
        return try result.get()
    }

    /// Calls `receive` on the writer's thread with every later change, in order, after it is durable
    /// and before its writer is answered. It must not block, and must not write and wait.
    @discardableResult
    public func subscribe(
        _ receive: @escaping @Sendable ([ChangeNotice]) -> Void
    ) -> Subscription {
        Subscription(follower: parts.follower, id: parts.follower.subscribe(receive))
    }

    /// Why nothing can be saved now; nil when all is well. For readiness and the banner.
    public var readOnlyReason: String? { parts.health.readOnlyReason }

    /// Whether writes are taken, as a closed list. For the banner.
    public var saving: SavingState {
        switch parts.health.current {
        case .writable: .possible
        case .full: .diskFull
        case .stopped: .stopped
        }
    }

    /// The last durable commit.
    public var commit: Int64 { parts.gate.passed }

    /// Whether commits wait for a destination of the backup: a reading may then wait for them.
    public var holdsCommitsBack: Bool { parts.gate.isHolding }

    /// What is known of the database's structure since the start (`StructureCheck`).
    public var structure: StructureState { structureLock.withLock { $0 } }

    /// Keeps what a check found; over damage nothing more is written.
    func noteStructure(_ found: StructureState) {
        structureLock.withLock { $0 = found }
        if case .damaged(let sentence) = found { parts.health.set(.stopped(sentence)) }
    }

    /// Begins to keep the grid's columns; until they are built SQL answers.
    func keepColumns(_ limits: GridKeeping.Limits, _ log: Log) throws(StorageFailure) {
        let keeper = try GridKeeper(
            path: databasePath, grid, GridFile(directory: directory), limits, log)
        gridKeeper.withLock { $0 = keeper }
        _ = parts.follower.subscribe { _ in keeper.noteChange() }
    }

    /// Readings for the columns that failed since the start.
    public var columnFailures: UInt64 { gridKeeper.withLock { $0?.failureCount ?? 0 } }

    /// Readings that SQL answered though the columns were built: too many changes lay between.
    public var columnMisses: UInt64 { grid.missCount }

    /// Whether the columns are built.
    public var hasColumns: Bool { grid.commit != nil }

    var keys: KeyFile { parts.keys }

    var health: WriterHealth { parts.health }

    var gate: DurabilityGate { parts.gate }

    var upkeepJournal: UpkeepJournal { parts.upkeepJournal }

    var databasePath: String { Self.databasePath(in: directory) }

    /// Where a data directory has its database.
    public static func databasePath(in directory: String) -> String {
        "\(directory)/\(StoreOpening.databaseName)"
    }

    /// Writes waiting for the writer; at most 4,096.
    public var writerBacklog: Int { writer.backlog }

    /// Keeps the write-ahead log from being emptied until the hold ends, up to a limit: for a backup.
    public func holdCheckpoints() -> CheckpointHold { CheckpointHold(parts.checkpointer) }
}

/// A subscription to changes; lasts until it is cancelled.
public final class Subscription: Sendable {
    private let follower: ChangeFollower
    private let id: Int

    init(follower: ChangeFollower, id: Int) {
        self.follower = follower
        self.id = id
    }

    /// Ends it; a call that runs at this moment still finishes.
    public func cancel() { follower.unsubscribe(id) }
}

/// Keeps checkpoints back while it lives: the database's file does not change.
public struct CheckpointHold: ~Copyable, Sendable {
    private let checkpointer: Checkpointer
    private let mark: UInt64

    init(_ checkpointer: Checkpointer) {
        self.checkpointer = checkpointer
        mark = checkpointer.hold()
    }

    /// Whether the log has not been let go since; over the limit it is, whoever holds it.
    public var isIntact: Bool { !checkpointer.wasBroken(since: mark) }

    deinit { checkpointer.release() }
}
