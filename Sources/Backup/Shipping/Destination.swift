public import ObjectStore
public import Platform
public import Storage
public import Telemetry

/// The backup to one destination. Made before the store is opened, since the log is kept for it from the
/// first commit on.
///
/// ```
/// init ─▶ follower goes to Store.open ─▶ start(store) ─▶ prepareToStop ─▶ store.close ─▶ finish
/// ```
/// Four threads: the collector copies the log into uploads on the disk, the uploader puts them into the
/// store, the attachments' copies their files before, the keeper makes snapshots, merges and removes. None
/// of them is waited for by the writer, but for the copy, which is local.
public final class Destination: Sendable {
    private let parts: ShippingParts
    private let catalog = Catalog()
    /// What lies there, and the way to it.
    let objects: any ObjectStore
    private let threads = Lock<Threads?>(nil)

    private struct Threads {
        let attachments: AttachmentShipper
        let collector: Thread
        let uploader: Thread
        let keeper: Thread
    }

    /// - Parameters:
    ///   - name: where it goes, without secrets; the same at each start.
    ///   - keys: what copies the key file, before the pages that need it.
    public init(
        name: String, store: any ObjectStore, dataDirectory: String,
        settings: ShippingSettings = ShippingSettings(), keys: KeyShipper? = nil,
        clock: WallClock = .system, log: Log = .silent
    ) {
        objects = store
        parts = ShippingParts(
            dataDirectory: dataDirectory, destination: name, repository: LTXRepository(store),
            settings: settings, keys: keys, clock: clock, log: log)
    }

    /// What the store is opened with.
    public var follower: LogFollower { parts.follower }

    /// How it stands now.
    public var status: BackupStatus { parts.status }

    /// How long the oldest commit that is not stored has waited; without a backup yet, since the start.
    public var lag: Duration {
        if let oldest = parts.outbox.oldest {
            let waited = parts.now - Timestamp(microseconds: oldest * 1000)
            return max(parts.follower.lag, waited)
        }
        let status = parts.status
        if status.state == .current { return parts.follower.lag }
        return max(.zero, parts.now - (status.backedUpTo ?? parts.began))
    }

    /// The last commit that is known to be stored; -1 for none of this run.
    var storedCommit: Int64 { parts.storedCommit }

    /// Asks for a snapshot of the newest state, whether one is due or not.
    public func requestSnapshot() { parts.isSnapshotWanted = true }

    /// Every file that it has, by the last look and what was put and removed since.
    public var files: [LTXFile] { catalog.files }

    /// Waits until the store has everything up to that commit; false at the deadline.
    public func waitForStore(of commit: Int64, until deadline: MonotonicInstant) -> Bool {
        parts.waitForStore(of: commit, until: deadline)
    }

    /// Begins; the store was opened with this follower.
    public func start(_ store: Store) throws(SystemError) {
        let parts = parts
        let catalog = catalog
        let attachments = AttachmentShipper(parts, AttachmentRepository(objects), store: store)
        try attachments.start()
        let collector = try Thread.start(name: "collector") { Collector(parts).run() }
        let uploader = try Thread.start(name: "uploader") {
            Uploader(parts, store: store, catalog: catalog, attachments: attachments).run()
        }
        let keeper = try Thread.start(name: "keeper") {
            Thread.giveWay()
            Keeper(parts, store: store, catalog: catalog, attachments: attachments).run()
        }
        threads.withLock {
            $0 = Threads(
                attachments: attachments, collector: collector, uploader: uploader, keeper: keeper)
        }
    }

    /// Ends what works on the whole database; called before the store is closed.
    public func prepareToStop() {
        parts.keeperStop.close()
        guard let threads = threads.withLock({ $0 }) else { return }
        threads.keeper.join()
        threads.attachments.prepareToStop()
    }

    /// Copies what the closed store has left, puts it within the settings' time, and ends. What is not
    /// put by then waits on the disk for the next start.
    public func finish() {
        guard let threads = threads.withLock({ $0 }) else { return }
        parts.stop()
        threads.collector.join()
        parts.outbox.close()
        threads.uploader.join()
        threads.attachments.finish()
    }
}
