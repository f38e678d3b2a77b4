import Platform
import Storage

/// Copies what is committed out of the write-ahead log into uploads, on a thread of its own: at most one
/// upload an interval, at once when the writer wants to empty the log.
///
/// ```
/// start ─▶ the log goes on where the last upload ends ─▶ following ◀─ anchor ─ adrift
///   └──▶ it does not ─▶ adrift                              └── a gap ──────────▶ ┘
/// ```
/// Adrift it keeps nothing and waits for the keeper to anchor it: a snapshot of that state makes good
/// what was not copied.
final class Collector {
    /// Where the next upload begins.
    private struct Tail {
        var transaction: UInt64
        var position: LogPosition
        /// The database's length there.
        var pages: UInt32
        var milliseconds: Int64
    }

    private let parts: ShippingParts
    private var staging: Staging { parts.staging }
    private var follower: LogFollower { parts.follower }
    private var tail: Tail?
    private var known: UInt64 = 0
    /// The last transaction of an upload of this run. One that was thrown away may still arrive.
    private var staged: UInt64 = 0
    /// Not before that moment, unless somebody is in a hurry.
    private var next = MonotonicInstant(nanoseconds: 0)

    init(_ parts: ShippingParts) { self.parts = parts }

    /// Runs until the store is closed and everything in the log was copied.
    func run() {
        start()
        while true {
            let isStopping = parts.isStopping
            let (head, isHurried) = follower.take(after: known, until: isStopping ? .now() : nil)
            while let request = parts.requests.take(until: MonotonicInstant(nanoseconds: 0)) {
                answer(request)
            }
            if isStopping, head.number == known { return }
            guard head.number != known || isHurried else { continue }
            if !isHurried, MonotonicInstant.now() < next, follower.isUrged(by: next) { continue }
            collect(upTo: follower.take(after: .max, until: nil).head)
            next = .now() + parts.settings.interval
            // The log is kept for want of a sign that it may go: somebody in a hurry has to wait.
            if tail == nil, follower.isKeeping,
                let request = parts.requests.take(until: .now() + parts.settings.interval)
            {
                answer(request)
            }
        }
    }

    // MARK: Where to go on

    private func start() {
        defer { _ = parts.started.offer(true) }
        do throws(BackupError) {
            guard try !staging.needsSnapshot(), let last = try staging.uploads().last,
                let found = try resume(after: last)
            else {
                try goAdrift()
                return
            }
            tail = found
            staged = last.last
            for range in try staging.uploads() {
                let reader = try LTXFileReader(staging.path(of: range))
                // The newest may be stored already: then the store says so.
                let upload = Upload(
                    transactions: range, byteCount: try length(of: range),
                    milliseconds: reader.header.milliseconds, commit: 0)
                guard parts.outbox.add(upload) else { throw .gap }
            }
            parts.note { $0.transaction = last.last }
        } catch {
            fail(error)
        }
    }

    private func length(of range: TransactionRange) throws(BackupError) -> Int64 {
        do throws(SystemError) {
            return try DurableFile.status(staging.path(of: range))?.length ?? 0
        } catch {
            throw .system(error)
        }
    }

    /// Where the log goes on after that upload; nil when it cannot be said.
    private func resume(after last: TransactionRange) throws(BackupError) -> Tail? {
        let reader = try LTXFileReader(staging.path(of: last))
        while try reader.next() != nil {}
        let header = reader.header
        guard let extent = header.extent else { return nil }
        let frameBytes = Int64(header.pageSize.bytes + LogReader.frameHeaderBytes)
        let end = LogPosition(
            salts: extent.salts, frames: (extent.end - Int64(LogReader.headerBytes)) / frameBytes,
            checksum: LogChecksum(
                first: UInt32(truncatingIfNeeded: header.node >> 32),
                second: UInt32(truncatingIfNeeded: header.node)))
        var tail = Tail(
            transaction: last.last, position: end, pages: header.commit,
            milliseconds: header.milliseconds)
        guard let log = try openLog() else {
            return try hasMark(last.last) ? tail : nil
        }
        let reaches = try storage { () throws(StorageError) in try log.reaches(end) }
        if reaches { return tail }
        tail.position = log.start
        if log.header.salts.follow(extent.salts) { return tail }
        return try hasMark(last.last) ? tail : nil
    }

    private func hasMark(_ transaction: UInt64) throws(BackupError) -> Bool {
        guard let status = try databaseStatus() else { return false }
        return staging.hasMark(transaction, status)
    }

    private func databaseStatus() throws(BackupError) -> FileStatus? {
        do throws(SystemError) {
            return try DurableFile.status(Store.databasePath(in: parts.dataDirectory))
        } catch {
            throw .system(error)
        }
    }

    /// Forgets everything: only a snapshot helps. The log goes when the disk says so, not before: a
    /// later start would else go on behind what it lost.
    private func goAdrift() throws(BackupError) {
        tail = nil
        parts.outbox.reset()
        parts.note { $0.state = $0.state == .stopped ? .stopped : .snapshot }
        try staging.noteBegun()
        follower.keepNothing()
        try staging.clear()
    }

    /// What fails here is made good by a snapshot.
    private func fail(_ error: BackupError) {
        parts.noteFailure(error)
        // Without a sign on the disk the log is kept, until the keeper's next snapshot writes it.
        do throws(BackupError) { try goAdrift() } catch { parts.noteFailure(error) }
    }

    // MARK: Copying

    /// Copies up to that state. One that was copied already is not looked at again: the log may have been
    /// emptied since.
    private func collect(upTo head: LogFollower.Head) {
        if head.number == known { return }
        known = head.number
        guard tail != nil else { return }
        guard follower.isKeeping else { return fail(.gap) }
        do throws(BackupError) {
            try copy(upTo: head)
            if head.wasEmptied, head.frames == 0, let tail, let status = try databaseStatus() {
                try staging.putMark(tail.transaction, status)
            }
            guard follower.hasCopied(head) else { throw .gap }
        } catch {
            fail(error)
        }
    }

    private func copy(upTo head: LogFollower.Head) throws(BackupError) {
        guard var tail, head.frames > 0 else { return }
        guard let log = try openLog() else { throw .gap }
        let start = log.header.salts == tail.position.salts ? tail.position : log.start
        guard head.frames > start.frames else { return }
        let stretch = try storage { () throws(StorageError) in
            try log.read(after: start, upTo: head.frames)
        }
        guard stretch.end.frames == head.frames, let pages = stretch.pages else { throw .gap }
        guard let pageSize = PageSize(log.header.pageBytes) else { throw .gap }
        tail.milliseconds = max(tail.milliseconds, parts.nowMilliseconds)
        tail.transaction += 1
        staged = tail.transaction
        let range = TransactionRange(only: tail.transaction)
        let header = LTXHeader(
            pageSize: pageSize, commit: pages, transactions: range,
            milliseconds: tail.milliseconds,
            extent: LTXExtent(
                offset: Int64(LogReader.headerBytes) + start.frames * log.frameBytes,
                byteCount: (stretch.end.frames - start.frames) * log.frameBytes,
                salts: log.header.salts),
            node: UInt64(stretch.end.checksum.first) << 32 | UInt64(stretch.end.checksum.second))
        let byteCount = try write(header, log, stretch, pagesBefore: tail.pages)
        tail.position = stretch.end
        tail.pages = pages
        self.tail = tail
        let upload = Upload(
            transactions: range, byteCount: byteCount, milliseconds: tail.milliseconds,
            commit: head.commit)
        // The store is away too long: the disk is not filled for it.
        guard parts.outbox.add(upload) else { throw .gap }
        parts.note { [waiting = parts.outbox.byteCount] in $0.waitingBytes = waiting }
    }

    /// The pages that changed, in order, and those by which the database grew without anybody writing
    /// them: allocated and freed at once.
    private func write(
        _ header: LTXHeader, _ log: LogReader, _ stretch: LogReader.Stretch,
        pagesBefore: UInt32
    ) throws(BackupError) -> Int64 {
        var numbers = Set(stretch.frames.keys.filter { $0 <= header.commit })
        if header.commit > pagesBefore { numbers.formUnion(pagesBefore + 1...header.commit) }
        numbers.remove(header.pageSize.lockPage)
        let zeros = [UInt8](repeating: 0, count: header.pageSize.bytes)
        var writer = try LTXFileWriter(staging.path(of: header.transactions), header)
        for number in numbers.sorted() {
            guard let frame = stretch.frames[number] else {
                try writer.add(number, zeros)
                continue
            }
            let page = try storage { () throws(StorageError) in try log.page(inFrame: frame) }
            try writer.add(number, page.asStored(number))
        }
        return try writer.finish()
    }

    private func openLog() throws(BackupError) -> LogReader? {
        try storage { () throws(StorageError) in
            try LogReader.open(directory: parts.dataDirectory)
        }
    }

    private func storage<Value>(
        _ body: () throws(StorageError) -> Value
    ) throws(BackupError) -> Value {
        do throws(StorageError) { return try body() } catch { throw .storage(error) }
    }

    // MARK: Anchors

    private func answer(_ request: CollectorRequest) {
        do throws(BackupError) {
            switch request.kind {
            case .anchor(let store, let transaction):
                _ = request.reply.offer(.success(try anchor(store, transaction)))
            case .settled:
                guard tail != nil, follower.isKeeping else { throw .gap }
                try staging.noteSnapshot()
                parts.outbox.open()
                _ = request.reply.offer(.success(nil))
            case .drift:
                try goAdrift()
                _ = request.reply.offer(.success(nil))
            }
        } catch {
            fail(error)
            _ = request.reply.offer(.failure(error))
        }
    }

    /// Copies everything and says where that is; adrift, begins there with that transaction, or a later
    /// one: between an upload that was thrown away and the first new one stays a hole.
    private func anchor(_ store: Store, _ wanted: UInt64) throws(BackupError) -> Anchor {
        if tail != nil {
            let head = follower.take(after: .max, until: nil).head
            collect(upTo: head)
            guard let tail else { throw .gap }
            return Anchor(
                transaction: tail.transaction, position: tail.position, pages: tail.pages,
                pageBytes: try Self.filePages(store).bytes, milliseconds: tail.milliseconds,
                commit: head.commit)
        }
        try staging.clear()
        follower.keepEverything()
        let head = follower.take(after: .max, until: nil).head
        var position = LogPosition(
            salts: LogSalts(first: 0, second: 0), frames: 0,
            checksum: LogChecksum(first: 0, second: 0))
        var pages: UInt32?
        if head.frames > 0 {
            guard let log = try openLog() else { throw .gap }
            let stretch = try storage { () throws(StorageError) in
                try log.read(after: log.start, upTo: head.frames)
            }
            guard stretch.end.frames == head.frames else { throw .gap }
            position = stretch.end
            pages = stretch.pages
        }
        let file = try Self.filePages(store)
        let length = pages ?? file.count
        let milliseconds = parts.nowMilliseconds
        let transaction = max(wanted, staged + 1)
        tail = Tail(
            transaction: transaction, position: position, pages: length,
            milliseconds: milliseconds)
        try noteBeginning(pageBytes: file.bytes)
        known = head.number
        guard follower.hasCopied(head) else { throw .gap }
        return Anchor(
            transaction: transaction, position: position, pages: length, pageBytes: file.bytes,
            milliseconds: milliseconds, commit: head.commit)
    }

    /// An upload without a page behind the anchor: it says where the log goes on, should the instance end
    /// before there is another.
    private func noteBeginning(pageBytes: Int) throws(BackupError) {
        guard var tail, tail.position.frames > 0, let pageSize = PageSize(pageBytes) else { return }
        let frameBytes = Int64(pageBytes + LogReader.frameHeaderBytes)
        tail.transaction += 1
        staged = tail.transaction
        let range = TransactionRange(only: tail.transaction)
        let checksum = tail.position.checksum
        let header = LTXHeader(
            pageSize: pageSize, commit: tail.pages, transactions: range,
            milliseconds: tail.milliseconds,
            extent: LTXExtent(
                offset: Int64(LogReader.headerBytes) + tail.position.frames * frameBytes,
                byteCount: 0, salts: tail.position.salts),
            node: UInt64(checksum.first) << 32 | UInt64(checksum.second))
        let byteCount = try LTXFileWriter(staging.path(of: range), header).finish()
        let upload = Upload(
            transactions: range, byteCount: byteCount, milliseconds: tail.milliseconds, commit: 0)
        guard parts.outbox.add(upload) else { throw .gap }
        self.tail = tail
    }

    private static func filePages(
        _ store: Store
    ) throws(BackupError) -> (count: UInt32, bytes: Int) {
        do throws(StorageFailure) {
            let pages = try store.databasePages()
            return (try pages.count(), pages.pageBytes)
        } catch {
            throw .storage(.system("\(error)"))
        }
    }
}

/// What the keeper asks of the collector.
struct CollectorRequest: Sendable {
    enum Kind: Sendable {
        /// Copy everything and say where that is; adrift, begin there with that transaction.
        case anchor(Store, transaction: UInt64)
        /// The store holds everything before what waits.
        case settled
        /// What was copied is of no use.
        case drift
    }

    let kind: Kind
    /// The anchor, when one was asked for.
    let reply: Mailbox<Result<Anchor?, BackupError>>
}

/// A state of the database: that after everything up to a place in the log.
struct Anchor: Sendable {
    let transaction: UInt64
    let position: LogPosition
    let pages: UInt32
    let pageBytes: Int
    let milliseconds: Int64
    /// The last change-log row in it.
    let commit: Int64
}

extension [UInt8] {
    /// A page as it is stored: the first says that there is no write-ahead log beside it, whatever mode
    /// the database is in, so that every restore is the same (https://sqlite.org/fileformat2.html 1.3.3).
    func asStored(_ number: UInt32) -> [UInt8] {
        guard number == 1, count > 19 else { return self }
        var page = self
        page[18] = 1
        page[19] = 1
        return page
    }
}
