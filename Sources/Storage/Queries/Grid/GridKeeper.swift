import Platform
import Synchronization
import Telemetry

/// Builds the grid's columns beside the traffic after the start and then takes in what the log
/// gains, so that whoever asks has little to catch up on. A thread with a connection of its own.
///
/// ```
/// start ─▶ is there a file of the columns? ─▶ read it, follow the log from its commit ─▶ they stand ─▶ follow the log
///                      └─ none, or refused ─▶ read every record ──────────────────────────┘    └▶ write the file (GridKeeping)
/// ```
final class GridKeeper: Sendable {
    /// The page cache of its connection: it reads everything once.
    static let cacheKibibytes = 1024
    /// Changes that come within this are taken in together.
    private static let pause = Duration.milliseconds(50)

    private let mirror: GridMirror
    private let connection: Connection
    private let file: GridFile
    private let log: Log
    private let keeping: Lock<GridKeeping>
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
        guard keepsFile, let state = mirror.newest,
            keeping.withLock({ $0.isDueAtStop(state.commit) })
        else { return }
        let end = MonotonicInstant.now() + keeping.withLock { $0.limits.stopTime }
        write(state, isPaced: false) { MonotonicInstant.now() < end }
    }

    private var mayRun: Bool { !isEnding.load(ordering: .relaxed) }

    private func run() {
        removeScratch()
        // Records only grow in number: what does not fit now never will.
        var doFit = true
        repeat {
            attempt { () throws(StorageFailure) in
                if mirror.commit != nil {
                    try followLog()
                } else if try !takeFile() {
                    doFit = try build()
                }
            }
            if mirror.commit != nil { Thread.sleep(for: Self.pause) }
        } while mayRun && doFit && waitForChange()
    }

    /// Waits for the next change, and writes the file when it is time; false when there will be none.
    private func waitForChange() -> Bool {
        var isQuiet = false
        while mayRun {
            var deadline: MonotonicInstant?
            if let state = mirror.newest {
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

// MARK: The file

extension GridKeeper {
    private func removeScratch() {
        do throws(SystemError) { try file.removeScratch() } catch {
            log.warning("columns.unkept", ["cause": .text(error.description)])
        }
    }

    /// Takes the columns from their file and brings them along; false when they have to be built.
    private func takeFile() throws(StorageFailure) -> Bool {
        let start = MonotonicInstant.now()
        let head = try snapshot { commit throws(StorageFailure) in commit }
        let kept: GridState
        do throws(GridFileRefusal) {
            kept = try file.read(
                bytesMax: mirror.bytesMax, while: { self.mayRun },
                accept: { header throws(GridFileRefusal) in try self.accept(header, at: head) })
        } catch {
            refuse(error)
            return false
        }
        let commit = kept.commit
        guard try follow(kept) else { return true }
        keeping.withLock { $0.note(commit, at: .now(), wasWritten: false) }
        log.info(
            "columns.taken",
            [
                "commit": .integer(commit),
                "changes_since": .integer((mirror.commit ?? commit) - commit),
                "ms": .integer((MonotonicInstant.now() - start).wholeNanoseconds / 1_000_000),
            ])
        return true
    }

    /// Refuses a file that is not of this database, or too old.
    private func accept(_ header: GridFileHeader, at head: Int64) throws(GridFileRefusal) {
        let commit = header.point.commit
        guard commit <= head else { throw .beyondLog(commit: commit) }
        let point: ChainPoint?
        do throws(StorageFailure) { point = try connection.chainPoint(at: commit) } catch {
            // What cannot be read now is no proof.
            point = nil
        }
        guard point == header.point else { throw .foreignLog(commit: commit) }
        guard head - commit <= keeping.withLock({ $0.limits }).changesMax(records: header.records)
        else {
            throw .outdated(changes: head - commit)
        }
    }

    private func refuse(_ refusal: GridFileRefusal) {
        switch refusal {
        case .stopped: return
        case .system(let error) where error.isNotFound: return
        case .otherLayout, .outdated:
            log.info("columns.refused", ["cause": .text(refusal.description)])
        default: log.warning("columns.refused", ["cause": .text(refusal.description)])
        }
        do throws(SystemError) { try file.remove() } catch {
            log.warning("columns.unkept", ["cause": .text(error.description)])
        }
    }

    /// Brings columns of an earlier commit to now, some rows of the log at a time, and makes them the
    /// newest; false when the instance ends before.
    private func follow(_ kept: consuming GridState) throws(StorageFailure) -> Bool {
        var building = GridBuilding(taking: kept)
        var isMore = true
        while isMore, mayRun {
            isMore = try snapshot { commit throws(StorageFailure) in
                try building.followRange(to: commit, on: connection)
            }
        }
        if !isMore { mirror.install(building.state) }
        return !isMore
    }

    /// Writes the file for a state that was installed.
    private func write(
        _ state: GridState, isPaced: Bool, while mayGoOn: @escaping () -> Bool
    ) {
        let start = MonotonicInstant.now()
        do {
            // A worn one is not kept: reading everything at the next start gives its columns back.
            guard !state.isWorn, let point = try connection.chainPoint(at: state.commit),
                point.hash.count == GridFileHeader.hashBytes
            else {
                return keeping.withLock { $0.noteFailure(at: start) }
            }
            let bytes = try file.write(state, at: point, isPaced: isPaced, while: mayGoOn)
            keeping.withLock { $0.note(state.commit, at: .now()) }
            log.info(
                "columns.kept",
                [
                    "commit": .integer(state.commit), "bytes": .integer(bytes),
                    "ms": .integer((MonotonicInstant.now() - start).wholeNanoseconds / 1_000_000),
                ])
        } catch {
            keeping.withLock { $0.noteFailure(at: .now()) }
            if error as? GridFileFailure == .stopped, isPaced { return }
            log.warning("columns.unkept", ["cause": .text("\(error)")])
        }
    }
}
