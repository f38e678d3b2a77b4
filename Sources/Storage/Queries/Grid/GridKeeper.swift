import Platform
import Synchronization

/// Builds the grid's columns beside the traffic after the start and then takes in what the log
/// gains, so that whoever asks has little to catch up on. A thread with a connection of its own.
final class GridKeeper: Sendable {
    /// The page cache of its connection: it reads everything once.
    static let cacheKibibytes = 1024
    /// Changes that come within this are taken in together.
    private static let pause = Duration.milliseconds(50)

    private let mirror: GridMirror
    private let connection: Connection
    private let changes: Mailbox<Bool>
    private let isEnding = Atomic(false)
    private let failed = Atomic<UInt64>(0)
    private let thread = Lock<Thread?>(nil)

    /// Starts the thread; `close` ends it.
    init(path: String, _ mirror: GridMirror) throws(StorageFailure) {
        self.mirror = mirror
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

    /// Ends the thread.
    func close() {
        isEnding.store(true, ordering: .relaxed)
        changes.close()
        // What runs on the connection is cut short.
        connection.interrupt()
        let started = thread.withLock { $0.take() }
        started?.join()
    }

    private var mayRun: Bool { !isEnding.load(ordering: .relaxed) }

    private func run() {
        // Records only grow in number: what does not fit now never will.
        var doFit = true
        repeat {
            attempt { () throws(StorageFailure) in
                if mirror.commit == nil { doFit = try build() } else { try followLog() }
            }
            if mirror.commit != nil { Thread.sleep(for: Self.pause) }
        } while mayRun && doFit && changes.take() != nil
    }

    /// Reads everything; false when it takes more than it may.
    private func build() throws(StorageFailure) -> Bool {
        var building = GridBuilding(at: try snapshot { commit throws(StorageFailure) in commit })
        var isMore = true
        while isMore, mayRun {
            isMore = try snapshot { _ throws(StorageFailure) in
                try building.readRange(on: connection)
            }
            if building.state.byteCount > mirror.bytesMax { return false }
        }
        guard mayRun else { return true }
        let built = building.finish()
        try snapshot { commit throws(StorageFailure) in
            let state = try GridMirror.advance(built, to: commit, on: connection, changesMax: .max)
            if let state { mirror.install(state) }
        }
        return mirror.commit != nil
    }

    private func followLog() throws(StorageFailure) {
        try snapshot { commit throws(StorageFailure) in
            _ = try mirror.snapshot(at: commit, on: connection, changesMax: .max)
        }
    }

    private func snapshot<Value>(
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
