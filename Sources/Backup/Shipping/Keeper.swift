import Platform
import Storage

/// Keeps what a destination holds in order, on a thread of its own: looks at it at the start, makes
/// snapshots, merges uploads, removes what is no longer kept.
final class Keeper {
    private static let retryTimeMax = Duration.seconds(60)
    private static let lookInterval = Duration.seconds(86_400)
    /// How often it is looked whether another instance took the destination over.
    private static let tenancyInterval = Duration.seconds(30)

    private let parts: ShippingParts
    private let store: Store
    private let catalog: Catalog
    private let attachments: AttachmentShipper
    private var upkeep: CatalogUpkeep
    private let tenancy: Tenancy
    private var nextLook: MonotonicInstant?
    private var nextTenancy: MonotonicInstant?

    init(
        _ parts: ShippingParts, store: Store, catalog: Catalog, attachments: AttachmentShipper
    ) {
        self.parts = parts
        self.attachments = attachments
        self.store = store
        self.catalog = catalog
        upkeep = CatalogUpkeep(parts, catalog)
        tenancy = Tenancy(parts.repository.store)
    }

    /// Runs until it is stopped.
    func run() {
        _ = parts.started.take()
        var pause = parts.settings.turnInterval
        while !parts.keeperStop.isOver {
            do throws(BackupError) {
                try turn()
                pause = parts.settings.turnInterval
            } catch {
                if case .stopped = error { return }
                parts.noteFailure(error)
                if case .foreignWriter = error { return }
                pause = min(pause * 2, Self.retryTimeMax)
            }
            _ = parts.keeperStop.take(until: .now() + pause)
        }
    }

    private func turn() throws(BackupError) {
        if parts.status.state == .stopped { throw .stopped }
        try checkTenancy()
        try look()
        // Uploads wait for a snapshot that failed: it is tried again.
        if !parts.follower.isKeeping || !parts.outbox.isOpen || isSnapshotDue {
            try makeSnapshot()
        }
        try upkeep.step()
        noteStored()
    }

    /// Takes the destination over at the start; then looks whether somebody else did.
    private func checkTenancy() throws(BackupError) {
        if let nextTenancy {
            guard nextTenancy <= .now() else { return }
            try tenancy.check()
        } else {
            try tenancy.claim()
        }
        nextTenancy = .now() + Self.tenancyInterval
    }

    // MARK: Looking

    /// Lists the store at the start and once a day; at the start, whether it holds what leads to what
    /// waits here.
    private func look() throws(BackupError) {
        if let nextLook, nextLook > .now() { return }
        let isFirst = nextLook == nil
        try catalog.replace { () throws(BackupError) in try parts.repository.files() }
        nextLook = .now() + Self.lookInterval
        guard isFirst, parts.follower.isKeeping else { return }
        _ = try ask(try leadsHere() ? .settled : .drift)
    }

    private func leadsHere() throws(BackupError) -> Bool {
        let uploads = try parts.staging.uploads()
        guard let first = uploads.first?.first, let last = uploads.last?.last else { return false }
        let stored = catalog.newest
        guard stored + 1 >= first, stored <= last else { return false }
        do throws(RestorePlan.Refusal) {
            return try RestorePlan(catalog.files, .newest).transaction == stored
        } catch {
            return false
        }
    }

    private func noteStored() {
        let summary = catalog.summary
        parts.note { status in
            status.storedObjects = summary.count
            status.storedBytes = summary.byteCount
            status.lastSnapshot = summary.snapshot?.stored
        }
    }

    /// Asks the collector, and waits for its answer.
    private func ask(_ kind: CollectorRequest.Kind) throws(BackupError) -> Anchor? {
        let reply = Mailbox<Result<Anchor?, BackupError>>(capacity: 1)
        guard parts.requests.offer(CollectorRequest(kind: kind, reply: reply)) else {
            throw .stopped
        }
        parts.follower.wakeUp()
        guard let result = reply.take() else { throw .stopped }
        return try result.get()
    }

    // MARK: Snapshots

    private var isSnapshotDue: Bool {
        if parts.isSnapshotWanted { return true }
        guard let newest = catalog.summary.snapshot else { return true }
        return parts.now - newest.stored >= parts.settings.snapshotInterval
            && newest.transactions.last < catalog.newest
    }

    /// Stores the whole database as it is now. Where nothing leads to it, uploads go on behind it.
    private func makeSnapshot() throws(BackupError) {
        let path = parts.staging.scratchPath("snapshot")
        // Whoever asks from now on wants what is committed from now on.
        let isWanted = parts.isSnapshotWanted
        parts.isSnapshotWanted = false
        do throws(BackupError) {
            try makeSnapshot(at: path)
        } catch {
            if isWanted { parts.isSnapshotWanted = true }
            throw error
        }
    }

    private func makeSnapshot(at path: String) throws(BackupError) {
        let hold = store.holdCheckpoints()
        guard
            let anchor = try ask(.anchor(store, transaction: catalog.newest + 1))
        else { throw .gap }
        try refuseWithoutRoom(anchor)
        let writer = SnapshotWriter(store: store, anchor: anchor, path: path)
        let byteCount = try writer.run { parts.keeperStop.isOver }
        guard hold.isIntact else { throw .gap }
        try put(anchor, path, byteCount, release: hold)
    }

    private func put(
        _ anchor: Anchor, _ path: String, _ byteCount: Int64, release hold: consuming CheckpointHold
    ) throws(BackupError) {
        // The file is whole: the log may go on while it is on its way.
        _ = consume hold
        let name = LTXName(
            level: LTXName.snapshotLevel, TransactionRange(upTo: anchor.transaction))
        let parts = parts
        try parts.waitForKeys()
        try attachments.catchUp { parts.keeperStop.isOver }
        try parts.repository.put(name, file: path, milliseconds: anchor.milliseconds) {
            parts.keeperStop.isOver
        }
        catalog.add(LTXFile(name: name, byteCount: byteCount, stored: parts.now))
        do throws(SystemError) { try DurableFile.remove(path) } catch { throw .system(error) }
        parts.note { status in
            status.lastSuccess = parts.now
            status.lastError = nil
            status.uploadedObjects += 1
            status.uploadedBytes += byteCount
            status.transaction = max(status.transaction, anchor.transaction)
            let moment = Timestamp(microseconds: anchor.milliseconds * 1000)
            status.backedUpTo = max(status.backedUpTo ?? moment, moment)
            if ![.behind, .stopped].contains(status.state) { status.state = .current }
        }
        _ = try ask(.settled)
        parts.noteStored(anchor.commit, store)
    }

    private func refuseWithoutRoom(_ anchor: Anchor) throws(BackupError) {
        let wanted = Int64(anchor.pages) * Int64(anchor.pageBytes)
        let free: Int64
        do throws(SystemError) {
            free = try Directory.freeBytes(parts.staging.directory)
        } catch {
            throw .system(error)
        }
        guard free > wanted + Self.roomKept else {
            throw .refused(
                "A snapshot needs up to \(wanted) bytes beside the database, and the disk has "
                    + "\(free). Make some space.")
        }
    }

    /// Bytes that a snapshot leaves on the disk.
    private static let roomKept: Int64 = 128 << 20
}
