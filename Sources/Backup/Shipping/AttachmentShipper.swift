import ObjectStore
import Platform
import Storage

/// Copies the files of attachments to one destination before the pages that name them, on a thread of its
/// own. Uploads and snapshots wait for it (`catchUp`).
///
/// ```
/// start ─▶ a cursor on the disk ─▶ what rows behind it name ─▶ cursor moves, noted on the disk
///   └────▶ none: everything that rows name is compared with what the destination lists
/// ```
/// The comparison is made once a day too: what was lost or cut at the destination is put again.
final class AttachmentShipper: Sendable {
    /// Rows read at once.
    private static let rowsMax = 500
    private static let lookInterval = Duration.seconds(86_400)
    private static let retryInterval = Duration.seconds(600)
    /// How often who waits looks whether the instance stops.
    private static let patience = Duration.milliseconds(100)

    private struct State {
        var thread: Thread?
        /// What rows named when the store was about to be closed.
        var rest: [AttachmentFile]?
        var missing: Set<String> = []
    }

    private let parts: ShippingParts
    private let repository: AttachmentRepository
    private let store: Store
    private let asking = Mailbox<Mailbox<Result<Bool, BackupError>>>(capacity: 8)
    private let state = Lock(State())

    init(_ parts: ShippingParts, _ repository: AttachmentRepository, store: Store) {
        self.parts = parts
        self.repository = repository
        self.store = store
    }

    /// Begins.
    func start() throws(SystemError) {
        let thread = try Thread.start(name: "attachments") { [self] in run() }
        state.withLock { $0.thread = thread }
    }

    /// Waits until the destination has every file that rows name now.
    func catchUp(isStopping: () -> Bool) throws(BackupError) {
        let reply = Mailbox<Result<Bool, BackupError>>(capacity: 1)
        guard asking.offer(reply) else { throw .stopped }
        while true {
            if let result = reply.take(until: .now() + Self.patience) {
                _ = try result.get()
                return
            }
            if isStopping() { throw .stopped }
        }
    }

    /// Keeps what rows name for the time when nobody can ask them any more: called before the store is
    /// closed, when nothing is attached any more.
    func prepareToStop() {
        do throws(BackupError) {
            let cursor = try parts.staging.attachmentCursor() ?? 0
            var rest: [AttachmentFile] = []
            while let files = try rows(after: rest.last?.row ?? cursor) { rest += files }
            state.withLock { [rest] in $0.rest = rest }
        } catch {
            parts.noteFailure(error)
        }
    }

    /// Ends after what was asked for.
    func finish() {
        asking.close()
        state.withLock { $0.thread }?.join()
    }

    // MARK: The thread

    private func run() {
        var cursor: Int64?
        var isLoaded = false
        var nextLook = MonotonicInstant.now() + Self.lookInterval
        while true {
            let replies = asking.takeAll(until: nextLook)
            if replies.isEmpty, asking.isOver { return }
            do throws(BackupError) {
                // Not before somebody asks: until then the collector may forget the cursor.
                if !isLoaded { cursor = try parts.staging.attachmentCursor() }
                isLoaded = true
                let known: Int64
                if let cursor { known = cursor } else { known = try compare() }
                cursor = try ship(after: known)
                for reply in replies { _ = reply.offer(.success(true)) }
                if nextLook <= .now() {
                    cursor = try compare()
                    nextLook = .now() + Self.lookInterval
                }
            } catch {
                for reply in replies { _ = reply.offer(.failure(error)) }
                if replies.isEmpty { parts.noteFailure(error) }
                nextLook = max(nextLook, .now() + Self.retryInterval)
            }
        }
    }

    /// Puts what rows behind that one name; returns the last of them.
    private func ship(after cursor: Int64) throws(BackupError) -> Int64 {
        var cursor = cursor
        while let files = try rows(after: cursor) {
            for (index, file) in files.enumerated() {
                try put(file)
                cursor = file.row
                parts.note { $0.attachments.waiting = Int64(files.count - index - 1) }
            }
            try parts.staging.putAttachmentCursor(cursor)
        }
        try noteTotal()
        return cursor
    }

    /// The next rows; nil when there are none.
    private func rows(after row: Int64) throws(BackupError) -> [AttachmentFile]? {
        let rest = state.withLock { $0.rest }
        let files: [AttachmentFile]
        if let rest {
            files = Array(rest.lazy.filter { $0.row > row }.prefix(Self.rowsMax))
        } else {
            files = try BackupError.reading { () throws(StorageError) in
                try store.attachmentFiles(after: row, countMax: Self.rowsMax)
            }
        }
        return files.isEmpty ? nil : files
    }

    /// Puts whatever rows name and the destination does not list with its length; returns the last row
    /// that was there before.
    private func compare() throws(BackupError) -> Int64 {
        let last = try extent().row
        if last > 0 {
            for folder in AttachmentRepository.folders {
                let files = try BackupError.reading { () throws(StorageError) in
                    try store.attachmentFiles(inFolder: folder)
                }
                if files.isEmpty { continue }
                let stored = try repository.lengths(inFolder: folder)
                for file in files where stored[file.hash] != file.byteCount { try put(file) }
            }
        }
        try parts.staging.putAttachmentCursor(last)
        return last
    }

    /// Puts a file. One that is missing here cannot be in any backup: that is said, and keeps nothing else
    /// from being stored.
    private func put(_ file: AttachmentFile) throws(BackupError) {
        let isThere = try BackupError.onDisk { () throws(SystemError) in
            try DurableFile.status(file.path) != nil
        }
        guard isThere, AttachmentFile.place(of: file.hash) != nil else {
            let isNew = state.withLock { $0.missing.insert(file.hash).inserted }
            if isNew { parts.noteMissingAttachment(file.path) }
            return
        }
        _ = state.withLock { $0.missing.remove(file.hash) }
        let parts = parts
        try repository.put(file) { parts.isOver }
    }

    private func noteTotal() throws(BackupError) {
        let missing = state.withLock { $0.rest == nil ? Int64($0.missing.count) : nil }
        guard let missing else { return }
        let total = try extent().total
        parts.note { status in
            status.attachments = BackupStatus.Attachments(
                stored: total.files - missing, bytes: total.bytes, waiting: 0, missing: missing)
        }
    }

    private func extent() throws(BackupError) -> (row: Int64, total: AttachmentTotal) {
        try BackupError.reading { () throws(StorageError) in try store.attachmentExtent() }
    }
}
