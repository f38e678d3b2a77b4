import Platform
import Storage
import Telemetry

/// How one destination is kept.
public struct ShippingSettings: Sendable, Equatable {
    /// How long what is committed may wait before it is an upload.
    public var interval: Duration
    public var retention: Retention
    /// How often a snapshot is made.
    public var snapshotInterval = Duration.seconds(86_400)
    /// What is merged, and how often.
    public var merges = CompactionPlan.steps
    /// How often what is no longer kept is removed.
    public var removalInterval = Duration.seconds(60)
    /// How often it is looked whether something is due.
    public var turnInterval = Duration.seconds(1)
    /// Bytes that may wait on the disk for a store that is away.
    public var waitingBytesMax: Int64 = 256 << 20
    /// Whether nothing is stored without the keys of what is sealed in it; else it is after two seconds.
    public var insistsOnKeys = false
    /// How long the end of the instance waits for the last uploads.
    public var finishTime = Duration.seconds(10)

    public init(interval: Duration = .seconds(1), retention: Retention = Retention()) {
        self.interval = interval
        self.retention = retention
    }
}

/// What the three threads of a destination share.
final class ShippingParts: Sendable {
    let dataDirectory: String
    let staging: Staging
    let repository: LTXRepository
    let settings: ShippingSettings
    let follower: LogFollower
    let outbox: Outbox
    private let keys: KeyShipper?
    /// From the keeper to the collector.
    let requests = Mailbox<CollectorRequest>(capacity: 4)
    /// Offered when the collector knows where it goes on.
    let started = Mailbox<Bool>(capacity: 1)
    /// Offered when the keeper is to end.
    let keeperStop = Mailbox<Bool>(capacity: 2)
    /// When the destination was made.
    let began: Timestamp
    private let clock: WallClock
    private let log: Log
    private let current: Lock<BackupStatus>
    private let stopping = Lock<MonotonicInstant?>(nil)

    init(
        dataDirectory: String, destination: String, repository: LTXRepository,
        settings: ShippingSettings, keys: KeyShipper?, clock: WallClock, log: Log
    ) {
        self.keys = keys
        self.dataDirectory = dataDirectory
        staging = Staging(dataDirectory: dataDirectory, destination: destination)
        self.repository = repository
        self.settings = settings
        follower = LogFollower(directory: staging.directory)
        outbox = Outbox(bytesMax: settings.waitingBytesMax)
        self.clock = clock
        began = clock.now()
        self.log = log
        current = Lock(BackupStatus(destination: destination))
    }

    var now: Timestamp { clock.now() }

    var nowMilliseconds: Int64 { now.microseconds / 1000 }

    private static let waitingTimeMin = Duration.seconds(10)

    /// Whether nothing has waited for more than a few intervals.
    /// - Parameter oldest: when the oldest that waits was made, in milliseconds since 1970.
    func isCaughtUp(_ oldest: Int64?) -> Bool {
        guard let oldest else { return true }
        let waited = now - Timestamp(microseconds: oldest * 1000)
        return waited <= max(settings.interval * 5, Self.waitingTimeMin)
    }

    // MARK: The end

    /// Whether the store is closed: what is left is finished until `deadline`.
    var isStopping: Bool { stopping.withLock { $0 != nil } }

    /// Whether even the time for finishing is over.
    var isOver: Bool { stopping.withLock { $0.map { $0 <= .now() } ?? false } }

    func stop() {
        stopping.withLock { $0 = .now() + settings.finishTime }
        follower.wakeUp()
    }

    // MARK: What is stored

    private static let keyPatience = Duration.seconds(2)

    /// Waits until the keys of what is uploaded next are stored.
    func waitForKeys() throws(BackupError) {
        guard let keys, !keys.catchUp(until: .now() + Self.keyPatience) else { return }
        guard settings.insistsOnKeys else { return }
        throw .refused("The keys are not stored: \(keys.lastError ?? "they take long").")
    }

    private struct Stored {
        var commit: Int64 = -1
        var waiting: [(commit: Int64, wake: Mailbox<Bool>)] = []
    }

    private let stored = Lock(Stored())

    /// The last commit that the store is known to have; -1 for none.
    var storedCommit: Int64 { stored.withLock { $0.commit } }

    private let wanted = Lock(false)

    /// Whether somebody asked for a snapshot.
    var isSnapshotWanted: Bool {
        get { wanted.withLock { $0 } }
        set { wanted.withLock { $0 = newValue } }
    }

    /// Notes that the store has everything up to that commit.
    func noteStored(_ commit: Int64, _ store: Store) {
        let woken = stored.withLock { stored in
            stored.commit = max(stored.commit, commit)
            let reached = stored.commit
            let woken = stored.waiting.filter { $0.commit <= reached }.map(\.wake)
            stored.waiting.removeAll { $0.commit <= reached }
            return woken
        }
        for wake in woken { _ = wake.offer(true) }
        store.noteStored(commit)
    }

    func waitForStore(of commit: Int64, until deadline: MonotonicInstant) -> Bool {
        let wake = stored.withLock { stored -> Mailbox<Bool>? in
            if stored.commit >= commit { return nil }
            let wake = Mailbox<Bool>(capacity: 1)
            stored.waiting.append((commit, wake))
            return wake
        }
        guard let wake else { return true }
        if wake.take(until: deadline) != nil { return true }
        stored.withLock { $0.waiting.removeAll { $0.wake === wake } }
        return false
    }

    // MARK: The status

    var status: BackupStatus {
        // In this order: what does not wait any more is in the status.
        let waiting = outbox.byteCount
        var status = current.withLock { $0 }
        status.waitingBytes = waiting
        return status
    }

    /// Changes the status; a change of state is a line of the log.
    func note(_ change: (inout BackupStatus) -> Void) {
        let (before, after) = current.withLock { status in
            let before = status.state
            change(&status)
            return (before, status)
        }
        if before != after.state { tell(after) }
    }

    /// Notes what went wrong; the state follows from it.
    func noteFailure(_ error: BackupError) {
        let text = "\(error)"
        let isNew = current.withLock { $0.lastError != text }
        note { status in
            status.lastError = text
            status.lastErrorAt = now
            if case .foreignWriter = error {
                status.state = .stopped
            } else if status.state == .current {
                status.state = .behind
            }
        }
        if isNew {
            log.warning(
                "backup.failed",
                ["destination": .text(status.destination), "cause": .text(text)])
        }
    }

    /// Notes a file that the database names and the data directory does not have.
    func noteMissingAttachment(_ path: String) {
        note { $0.attachments.missing += 1 }
        log.error(
            "backup.attachment.missing",
            [
                "file": .text(path),
                "message": "It is not in the backup. Put it back from a copy, or restore it.",
            ])
    }

    private func tell(_ status: BackupStatus) {
        let fields: KeyValuePairs<String, LogValue> = [
            "destination": .text(status.destination), "state": .text(status.state.rawValue),
            "transaction": .integer(Int64(clamping: status.transaction)),
            "message": .text(status.sentence),
        ]
        switch status.state {
        case .behind, .stopped: log.error("backup.state", fields)
        case .starting, .snapshot, .current: log.info("backup.state", fields)
        }
    }
}
