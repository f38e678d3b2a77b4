import Platform
import Storage

/// Puts uploads into the store, one after the other in order, on a thread of its own.
final class Uploader {
    private static let pauseMin = Duration.milliseconds(500)
    private static let pauseMax = Duration.seconds(30)

    private let parts: ShippingParts
    private let store: Store
    private let catalog: Catalog
    private let attachments: AttachmentShipper
    private var pause = Uploader.pauseMin

    init(
        _ parts: ShippingParts, store: Store, catalog: Catalog, attachments: AttachmentShipper
    ) {
        self.parts = parts
        self.attachments = attachments
        self.store = store
        self.catalog = catalog
    }

    /// Runs until the outbox is closed and empty, or the time for finishing is over.
    func run() {
        while !parts.outbox.isOver, !parts.isOver, parts.status.state != .stopped {
            guard let (upload, generation) = parts.outbox.first(until: .now() + .seconds(1)) else {
                continue
            }
            do throws(BackupError) {
                try put(upload, generation)
                pause = Self.pauseMin
            } catch {
                // What was thrown away meanwhile need not have worked.
                guard parts.outbox.holds(upload, of: generation) else { continue }
                if case .stopped = error { return }
                parts.noteFailure(error)
                if case .foreignWriter = error { return }
                parts.outbox.wait(until: .now() + pause)
                pause = min(pause * 2, Self.pauseMax)
            }
        }
    }

    private func put(_ upload: Upload, _ generation: Int) throws(BackupError) {
        let name = LTXName(level: 0, upload.transactions)
        let parts = parts
        try parts.waitForKeys()
        try attachments.catchUp { parts.isOver }
        try parts.repository.put(
            name, file: parts.staging.path(of: upload.transactions),
            milliseconds: upload.milliseconds
        ) { parts.isOver }
        // What was thrown away meanwhile belongs to no state that comes.
        let now = parts.now
        let isOfUse = parts.outbox.remove(upload, of: generation) { oldest in
            let isCaughtUp = parts.isCaughtUp(oldest)
            parts.note { status in
                status.transaction = upload.transactions.last
                status.backedUpTo = Timestamp(microseconds: upload.milliseconds * 1000)
                status.lastSuccess = now
                status.lastError = nil
                status.uploadedObjects += 1
                status.uploadedBytes += upload.byteCount
                if status.state != .stopped { status.state = isCaughtUp ? .current : .behind }
            }
        }
        guard isOfUse else { return }
        catalog.add(LTXFile(name: name, byteCount: upload.byteCount, stored: now))
        for range in try parts.staging.uploads() where range.last < upload.transactions.first {
            try parts.staging.remove(range)
        }
        parts.noteStored(upload.commit, store)
    }
}

extension Outbox {
    /// Whether that upload still waits.
    func holds(_ upload: Upload, of generation: Int) -> Bool {
        first(until: .now()).map { $0.upload == upload && $0.generation == generation } ?? false
    }
}
