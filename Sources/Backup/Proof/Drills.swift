import ObjectStore
public import Platform
public import Storage
public import Telemetry

/// Proves destinations by drills, one after the other, on a thread of its own: as soon as a destination
/// is current for the first time, then at an interval, and when somebody asks.
public final class Drills: Sendable {
    /// Where a drill restores to, in the data directory.
    public static let folder = "drill"
    private static let turn = Duration.seconds(1)
    /// After one that found nobody at the destination.
    private static let putOffInterval = Duration.seconds(60)
    /// After one that failed the next comes sooner.
    private static let retryInterval = Duration.seconds(3600)
    private static let patience = Duration.milliseconds(50)

    private struct State {
        var thread: Thread?
        /// Destinations that somebody asked for.
        var wanted: Set<String> = []
        /// Not before that moment, unless somebody asks: the destination was away.
        var putOff: [String: Timestamp] = [:]
        /// The one that is under way, and since when.
        var running: (destination: String, began: Timestamp)?
    }

    /// How often each destination is proved; nil for only when somebody asks.
    public let interval: Duration?
    private let destinations: [Destination]
    private let keys: KeyRepository?
    private let scratch: String
    private let journal: DrillJournal
    private let clock: WallClock
    private let log: Log
    private let stop = VerificationStop()
    private let wake = Mailbox<Bool>(capacity: 1)
    private let ended = Mailbox<Bool>(capacity: 1)
    private let state = Lock(State())

    /// - Parameter keys: where the keys of personal data are; nil when they are not backed up.
    public init(
        _ destinations: [Destination], keys: KeyRepository?, dataDirectory: String,
        interval: Duration?, clock: WallClock = .system, log: Log = .silent
    ) {
        self.destinations = destinations
        self.keys = keys
        self.interval = interval
        self.clock = clock
        self.log = log
        scratch = "\(dataDirectory)/\(Self.folder)"
        journal = DrillJournal(dataDirectory: dataDirectory, folder: LogFollower.folder)
    }

    /// Begins; results of earlier runs count.
    public func start(_ store: Store) throws(SystemError) {
        journal.load()
        let thread = try Thread.start(name: "drills") { [self] in
            Thread.giveWay()
            run(store)
            _ = ended.offer(true)
        }
        state.withLock { $0.thread = thread }
    }

    /// Asks for a drill of each destination, as soon as it may be.
    public func request() {
        let names = destinations.map(\.status.destination)
        state.withLock { $0.wanted.formUnion(names) }
        _ = wake.offer(true)
    }

    /// The results of a destination, newest first.
    public func results(of destination: String) -> [DrillResult] {
        journal.results(of: destination)
    }

    /// Since when a drill of that destination is under way; nil when none is.
    public func running(_ destination: String) -> Timestamp? {
        state.withLock { $0.running?.destination == destination ? $0.running?.began : nil }
    }

    /// Whether somebody asked for a drill of that destination that has not ended yet.
    public func isWanted(_ destination: String) -> Bool {
        state.withLock { $0.wanted.contains(destination) }
    }

    /// Ends at once what is under way; called before the store is closed.
    public func finish() {
        guard let thread = state.withLock({ $0.thread }) else { return }
        wake.close()
        repeat { stop.stop() } while ended.take(until: .now() + Self.patience) == nil
        thread.join()
    }

    private func run(_ store: Store) {
        while !wake.isOver {
            for destination in destinations where isDue(destination) {
                if wake.isOver { return }
                drill(destination, store)
            }
            _ = wake.take(until: .now() + Self.turn)
        }
    }

    private func isDue(_ destination: Destination) -> Bool {
        let status = destination.status
        if isWanted(status.destination) { return true }
        guard let interval, status.state == .current, status.lastSnapshot != nil else {
            return false
        }
        let putOff = state.withLock { $0.putOff[status.destination] }
        if let putOff, clock.now() < putOff { return false }
        guard let last = results(of: status.destination).first else { return true }
        return clock.now() - last.began
            >= (last.isProof ? interval : min(interval, Self.retryInterval))
    }

    private func drill(_ destination: Destination, _ store: Store) {
        let name = destination.status.destination
        let began = clock.now()
        state.withLock { $0.running = (name, began) }
        let drill = Drill(
            objects: (destination.objects as? any Reopening)?.reopened() ?? destination.objects,
            keys: keys?.reopened(), store: store, scratch: scratch, stop: stop)
        var finding = DrillResult.Finding()
        var fault: String?
        do throws(BackupError) {
            fault = try drill.run(least: destination.storedCommit, &finding)
        } catch {
            if error.isTransient, !isWanted(name), !stop.isStopped { return putOff(name, error) }
            fault = "\(error)"
        }
        // One that was cut off has found nothing.
        if !stop.isStopped {
            keep(
                DrillResult(
                    destination: name, began: began, ended: clock.now(), fault: fault,
                    finding: finding))
        }
        state.withLock { state in
            state.running = nil
            state.wanted.remove(name)
        }
    }

    /// A destination that is away proves nothing; that it is away for long is an alarm of its own.
    private func putOff(_ name: String, _ error: BackupError) {
        let next = clock.now() + Self.putOffInterval
        state.withLock { state in
            state.running = nil
            state.putOff[name] = next
        }
        log.warning(
            "backup.drill.put_off",
            ["destination": .text(name), "cause": .text("\(error)")])
    }

    private func keep(_ result: DrillResult) {
        do throws(SystemError) {
            try journal.add(result)
        } catch {
            log.warning("backup.drill.unkept", ["cause": .text("\(error)")])
        }
        let fields: KeyValuePairs<String, LogValue> = [
            "destination": .text(result.destination),
            "transaction": .integer(Int64(clamping: result.transaction)),
            "commit": .integer(result.commit), "bytes": .integer(result.bytes),
            "milliseconds": .integer(
                Int64((result.ended - result.began).inSeconds * 1000)),
            "cause": .text(result.fault ?? ""),
        ]
        if result.isProof {
            log.info("backup.drill.passed", fields)
        } else {
            log.error("backup.drill.failed", fields)
        }
    }
}
