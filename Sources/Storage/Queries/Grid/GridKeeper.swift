import Platform
import Synchronization
import Telemetry

/// Builds the grid's columns beside the traffic after the start and then takes in what the log
/// gains, so that whoever asks has little to catch up on. A thread with a connection of its own.
///
/// ```
/// start ─▶ a file of the columns? ─▶ read it, follow the log from its commit ─▶ they stand
///                └─ none, or refused ─▶ read every record ─────────────────────────┘
/// they stand ─▶ follow the log, and write the file when it is time (GridKeeping)
/// more than they may take ─▶ remove the file, and end
/// ```
final class GridKeeper: Sendable {
    /// The page cache of its connection: it reads everything once.
    static let cacheKibibytes = 1024
    /// Changes that come within this are taken in together.
    private static let pause = Duration.milliseconds(50)

    let mirror: GridMirror
    let connection: Connection
    let file: GridFile
    let log: Log
    let keeping: Lock<GridKeeping>
    private let changes: Mailbox<Bool>
    private let isEnding = Atomic(false)
    private let failed = Atomic<UInt64>(0)
    private let thread = Lock<Thread?>(nil)

    /// Starts the thread; `close` ends it.
    init(
        path: String, _ mirror: GridMirror, _ file: GridFile, _ limits: GridKeeping.Limits,
        _ log: Log
    ) throws(StorageFailure) {
        self.mirror = mirror
        self.file = file
        self.log = log
        keeping = Lock(GridKeeping(limits))
        connection = try Connection(
            path: path, role: .reading, cacheKibibytes: Self.cacheKibibytes)
        changes = Mailbox(capacity: 1)
        do throws(SystemError) {
            let started = try Thread.start(name: "columns") { [self] in run() }
            thread.withLock { $0 = started }
        } catch {
            throw .failed(.system(error.description))
        }
    }

    /// Something changed; it is taken in soon.
    func noteChange() { _ = changes.offer(true) }

    /// Readings that failed since the start; each is tried again with the next change.
    var failureCount: UInt64 { failed.load(ordering: .relaxed) }

    /// Ends the thread, and writes the file when much changed since it was written and `keepsFile`.
    func close(keepsFile: Bool) {
        isEnding.store(true, ordering: .relaxed)
        changes.close()
        // What runs on the connection is cut short.
        connection.interrupt()
        let started = thread.withLock { $0.take() }
        started?.join()
        guard keepsFile, let state = keepable(),
            keeping.withLock({ $0.isDueAtStop(state.commit) })
        else { return }
        let end = MonotonicInstant.now() + keeping.withLock { $0.limits.stopTime }
        write(state, isPaced: false) { MonotonicInstant.now() < end }
    }

    /// False once the instance ends.
    var mayRun: Bool { !isEnding.load(ordering: .relaxed) }

    private func run() {
        removeScratch()
        repeat {
            attempt { () throws(StorageFailure) in try advance() }
            if mirror.commit != nil { Thread.sleep(for: Self.pause) }
        } while mayRun && !mirror.isGivenUp && waitForChange()
        if mirror.isGivenUp { endOutgrown() }
    }

    /// Brings the columns to now, from what there is of them.
    private func advance() throws(StorageFailure) {
        // A reader may have found them too large.
        if mirror.isGivenUp { return }
        if mirror.commit != nil { return try followLog() }
        if try takeFile() { return }
        try build()
    }

    /// Waits for the next change, and writes the file when it is time; false when there will be none.
    private func waitForChange() -> Bool {
        var isQuiet = false
        while mayRun {
            var deadline: MonotonicInstant?
            if let state = keepable() {
                let turn = keeping.withLock {
                    $0.turn(state.commit, records: state.count, now: .now(), isQuiet: isQuiet)
                }
                switch turn {
                case .now:
                    write(state, isPaced: true) { self.mayRun }
                    continue
                case .at(let moment): deadline = moment
                case .never: break
                }
            }
            if changes.take(until: deadline) != nil { return true }
            if changes.isOver { return false }
            isQuiet = true
        }
        return false
    }

    /// Reads everything, unless that takes more than it may.
    private func build() throws(StorageFailure) {
        var building = GridBuilding(at: try snapshot { commit throws(StorageFailure) in commit })
        var isMore = true
        while isMore, mayRun {
            isMore = try snapshot { _ throws(StorageFailure) in
                try building.readRange(on: connection)
            }
            if building.state.byteCount > mirror.bytesMax { return mirror.giveUp() }
        }
        guard mayRun else { return }
        let built = building.finish()
        try snapshot { commit throws(StorageFailure) in
            let state = try GridMirror.advance(built, to: commit, on: connection, changesMax: .max)
            if let state { mirror.install(state) }
        }
    }

    private func followLog() throws(StorageFailure) {
        try snapshot { commit throws(StorageFailure) in
            _ = try mirror.snapshot(at: commit, on: connection, changesMax: .max)
        }
    }

    /// Runs `body` in a snapshot of the database, with its commit.
    func snapshot<Value>(
        _ body: (Int64) throws(StorageFailure) -> Value
    ) throws(StorageFailure) -> Value {
        try connection.run("BEGIN")
        do throws(StorageFailure) {
            let value = try body(try connection.lastChange())
            try connection.run("COMMIT")
            return value
        } catch {
            if !connection.isIdle { try connection.run("ROLLBACK") }
            throw error
        }
    }

    private func attempt(_ body: () throws(StorageFailure) -> Void) {
        do throws(StorageFailure) { try body() } catch {
            // Until then SQL answers; `failureCount` shows it.
            if mayRun { failed.wrappingAdd(1, ordering: .relaxed) }
        }
    }
}
