import CSQLite
import Complaints
import Platform

/// The writer's thread: takes requests in batches, runs each in a savepoint, commits them together,
/// then passes the gate, publishes and answers. People come first; a job's chunks fill what is left.
///
/// ```
/// wait ─▶ begin ─▶ people (10 ms) ─▶ a job's chunk ─▶ whoever came ─▶ full text, commit ─▶ gate ─▶ publish ─▶ answer ─▶ wait
///   │                                └─ no person: more chunks, until one comes or 30 to 200 ms have passed
///   │                 └─ the database fails ─▶ roll back, answer everyone `.failed` ─▶ wait
///   └─ nothing for a second ─▶ upkeep, a slice at a time
/// ```
final class WriterLoop {
    static let batchRequestsMax = WriteLanes.requestsMax
    /// How long the requests of people may take in one batch.
    static let batchTime = Duration.milliseconds(10)
    /// How long a batch of nothing but a job's rows may grow: a commit, a segment of the full text and
    /// the pages of the indexes cost as much as many rows. The first request of a person ends it after
    /// the chunk at hand, but waits for the full text of what there is: while people write, and for a
    /// second after, batches are shorter.
    static let jobBatchTime = (quiet: Duration.milliseconds(200), busy: Duration.milliseconds(30))
    static let quietTime = Duration.seconds(1)
    /// How long such a batch waits for the next chunk of a job that hands over chunk after chunk.
    static let chunkWait = Duration.milliseconds(10)
    private static let idleTime = Duration.seconds(1)
    private static let roomCheckTime = Duration.seconds(5)
    private static let fullReason =
        "The disk is full: nothing can be saved until there is space."

    private let parts: WriterParts
    private let queue: Mailbox<WriteRequest>
    private var lanes: WriteLanes
    private var upkeep: Upkeep
    private var nextRoomCheck = MonotonicInstant(nanoseconds: 0)
    /// When a person's request was last run.
    private var lastPerson: MonotonicInstant?
    /// Whether the last batch had several chunks: a job that waits for each is not made to wait for a
    /// next one that cannot come.
    private var isPipeline = false

    init(_ parts: WriterParts, queue: Mailbox<WriteRequest>) {
        self.parts = parts
        self.queue = queue
        lanes = WriteLanes(queue)
        upkeep = Upkeep(parts.checkpointer, journal: parts.upkeepJournal)
    }

    /// Runs until the queue is closed and empty.
    func run() {
        let session: WriterSession
        do throws(StorageFailure) {
            session = try WriterSession(
                connection: parts.connection, keys: parts.keys, zones: parts.zones,
                clock: parts.clock, layout: parts.layout.value)
        } catch {
            parts.health.set(.stopped("The writer could not read the database: \(error)."))
            refuseEverything()
            return
        }
        parts.checkpointer.note(session.state.seq, session.connection)
        while waitForRequests(session) {
            if let refusal = refusal() {
                while let request = lanes.next() { request.fail(refusal) }
            } else {
                runBatch(session)
            }
        }
        look { () throws(StorageFailure) in
            try self.parts.checkpointer.whenIdle(session.connection, isLast: true)
        }
    }

    /// False when there never will be another request. After a second without any the writer looks
    /// after the database, a slice at a time.
    private func waitForRequests(_ session: WriterSession) -> Bool {
        var isIdle = false
        while true {
            // Nothing to look after and no space to wait for: sleep until somebody comes.
            let isWatching = isFull || upkeep.hasWork
            let moment = MonotonicInstant.now() + (isIdle ? .zero : Self.idleTime)
            if lanes.wait(until: isWatching ? moment : nil) { return true }
            if queue.isOver { return false }
            isIdle = !isFull || tryToRecover()
            guard isIdle else { continue }
            let mayGrow = parts.health.current == .writable && parts.ballast.hasRoom()
            look { () throws(StorageFailure) in
                try self.upkeep.step(
                    session.connection, commit: session.state.seq, mayGrow: mayGrow)
            }
        }
    }

    private var isFull: Bool {
        if case .full = parts.health.current { true } else { false }
    }

    private func refuseEverything() {
        while true {
            let requests = queue.takeAll()
            if requests.isEmpty { return }
            let refusal = parts.health.refusal ?? .readOnly("The store is closed.")
            for request in requests { request.fail(refusal) }
        }
    }

    private func runBatch(_ session: WriterSession) {
        let before = session.state
        let layoutBefore = session.layout
        var batch = Batch()
        do throws(StorageFailure) {
            try session.begin()
            try perform(session, into: &batch)
            try session.commit()
        } catch {
            session.state = before
            session.layout = layoutBefore
            giveUp(session, batch, because: error)
            return
        }
        if session.layout !== layoutBefore {
            parts.layout.set(session.layout)
        }
        let commit = session.state.seq
        parts.checkpointer.note(commit, session.connection)
        let erasures = session.state.erasures
        session.state.erasures = []
        erase(erasures)
        let follower = parts.follower
        let answered = batch
        parts.gate.pass(commit) {
            follower.publish(upTo: commit)
            answered.answer(commit)
        }
        upkeep.noteBatch()
        look { () throws(StorageFailure) in
            try self.parts.checkpointer.afterBatch(session.connection)
        }
    }

    /// Runs what waits until the batch is full. Throws when the database itself failed.
    private func perform(
        _ session: WriterSession, into batch: inout Batch
    ) throws(StorageFailure) {
        let start = MonotonicInstant.now()
        let isQuiet = lastPerson.map { start - $0 > Self.quietTime } ?? true
        let limit = start + (isQuiet ? Self.jobBatchTime.quiet : Self.jobBatchTime.busy)
        try performPeople(session, into: &batch)
        let isJobs = batch.requests.isEmpty
        while let chunk = lanes.nextJob() {
            try perform(chunk, session, into: &batch)
            lanes.fill()
            guard isJobs, batch.requests.count < Self.batchRequestsMax else { break }
            let now = MonotonicInstant.now()
            isPipeline = isPipeline || batch.requests.count > 1
            let deadline = isPipeline ? min(limit, now + Self.chunkWait) : now
            guard now < limit, lanes.wait(until: deadline), !lanes.hasPeople else { break }
        }
        isPipeline = isJobs && batch.requests.count > 1
        try performPeople(session, into: &batch)
    }

    private func performPeople(
        _ session: WriterSession, into batch: inout Batch
    ) throws(StorageFailure) {
        let limit = MonotonicInstant.now() + Self.batchTime
        while batch.requests.count < Self.batchRequestsMax {
            if !lanes.hasPeople { lanes.fill() }
            guard let request = lanes.nextPerson() else { return }
            try perform(request, session, into: &batch)
            let now = MonotonicInstant.now()
            lastPerson = now
            if now > limit { return }
        }
    }

    private func perform(
        _ request: WriteRequest, _ session: WriterSession, into batch: inout Batch
    ) throws(StorageFailure) {
        batch.requests.append(request)
        do throws(StorageFailure) {
            let completion = try session.perform(request)
            batch.outcomes.append(.done(completion))
        } catch {
            batch.outcomes.append(.failed(error))
            if error.isOfTheWorld || session.connection.isIdle { throw error }
        }
    }

    /// The batch is not durable: nobody gets another answer than that.
    private func giveUp(
        _ session: WriterSession, _ batch: Batch, because failure: StorageFailure
    ) {
        do throws(StorageFailure) {
            try session.rollBack()
        } catch {
            parts.health.set(
                .stopped("The database could not take a failed batch back: \(error)."))
        }
        var answer = failure
        if failure.isFullDisk {
            parts.health.set(.full(Self.fullReason))
            dropBallast()
            answer = .diskFull(Self.fullReason)
        } else if failure.endsWriting {
            parts.health.set(
                .stopped("The database could not be written (\(failure)). Restart after a check."))
        }
        if case .failed(let error) = failure, error.isLocked {
            // Each would wait as long for the same lock.
            answer = .busy
            while let request = lanes.next() { request.fail(answer) }
        }
        // A batch whose BEGIN failed has no requests yet: the first that waits is told.
        if batch.requests.isEmpty, let request = lanes.next() { request.fail(answer) }
        for request in batch.requests { request.fail(answer) }
    }

    /// Keys are zeroed after the commit that lists them. When that fails, the list in the database
    /// has it done at the next start.
    private func erase(_ complaints: [Int64]) {
        for complaint in complaints {
            do throws(StorageFailure) {
                try parts.keys.erase(complaint)
            } catch {
                parts.health.set(
                    .stopped("The key of complaint \(complaint) could not be erased: \(error)."))
            }
        }
    }

    private func refusal() -> StorageFailure? {
        switch parts.health.current {
        case .stopped(let reason): return .readOnly(reason)
        case .full(let reason): return tryToRecover() ? nil : .diskFull(reason)
        case .writable:
            if parts.gate.isCongested { return .busy }
            let now = MonotonicInstant.now()
            if now < nextRoomCheck { return nil }
            nextRoomCheck = now + Self.roomCheckTime
            if parts.ballast.hasRoom() { return nil }
            let reason = "The disk is nearly full: nothing can be saved until there is space."
            parts.health.set(.full(reason))
            return .diskFull(reason)
        }
    }

    private func tryToRecover() -> Bool {
        guard parts.ballast.hasRoom() else { return false }
        do throws(SystemError) { try parts.ballast.put() } catch { return false }
        parts.health.set(.writable)
        return true
    }

    private func dropBallast() {
        do throws(SystemError) {
            try parts.ballast.drop()
        } catch {
            parts.health.set(.stopped("The disk is full, and \(error)"))
        }
    }

    /// Upkeep that fails leaves things as they are: nothing is lost, and a later turn may do it.
    private func look(_ body: () throws(StorageFailure) -> Void) {
        do throws(StorageFailure) {
            try body()
        } catch {
            if error.isFullDisk {
                parts.health.set(.full(Self.fullReason))
                dropBallast()
            } else if error.endsWriting {
                parts.health.set(.stopped("The database could not be synced (\(error))."))
            }
        }
    }
}

/// The requests of one transaction and what became of each.
private struct Batch: Sendable {
    enum Outcome: Sendable {
        case done(@Sendable (Int64) -> Void)
        case failed(StorageFailure)
    }

    var requests: [WriteRequest] = []
    var outcomes: [Outcome] = []

    /// Tells everyone. Refusals wait for the commit too: they may stem from a neighbour's change.
    func answer(_ commit: Int64) {
        for (request, outcome) in zip(requests, outcomes) {
            switch outcome {
            case .done(let completion): completion(commit)
            case .failed(let failure): request.fail(failure)
            }
        }
    }
}

extension StorageFailure {
    private var sqliteCode: Int32? {
        if case .failed(.sqlite(_, let code, _)) = self { code } else { nil }
    }

    /// Whether the disk, not the request, is at fault: the whole batch is given up.
    var isOfTheWorld: Bool {
        if isFullDisk { return true }
        return switch (sqliteCode ?? SQLITE_OK) & 0xFF {
        case SQLITE_FULL, SQLITE_IOERR, SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_NOMEM,
            SQLITE_READONLY,
            SQLITE_CANTOPEN:
            true
        default: false
        }
    }

    var isFullDisk: Bool {
        if case .failed(.diskFull) = self { return true }
        // SQLITE_IOERR_SHMSIZE: there is no room for the write-ahead log's index
        // (https://sqlite.org/rescode.html#ioerr_shmsize).
        return sqliteCode == SQLITE_IOERR | 19 << 8
            || (sqliteCode ?? SQLITE_OK) & 0xFF == SQLITE_FULL
    }

    /// Whether writing has to stop for good: after a failed sync nobody knows what is on the disk.
    var endsWriting: Bool {
        switch (sqliteCode ?? SQLITE_OK) & 0xFF {
        case SQLITE_IOERR, SQLITE_CORRUPT, SQLITE_NOTADB: true
        default: false
        }
    }
}
