import Platform

/// The only place that checkpoints, on the writer's thread alone. A backup that still needs the
/// write-ahead log holds it back, up to a limit.
final class Checkpointer: Sendable {
    /// How long the writer waits for readers to let the log go.
    static let patienceMilliseconds: Int32 = 200

    /// How long the writer waits for followers to copy the log before it is emptied.
    static let copyPatience = Duration.seconds(1)
    /// How long at the end: a log that is not emptied then costs a snapshot at the next start.
    static let lastPatience = Duration.seconds(10)
    /// How long they are not waited for after one was, in vain.
    static let copyPause = Duration.seconds(30)

    private struct Holds {
        var count = 0
        /// How often the log went although it was held.
        var broken: UInt64 = 0
        var isRunning = false
        var waiting: [Mailbox<Bool>] = []
        /// How long the log was when followers were waited for last.
        var awaitedAt: Int64 = 0
        /// Before that moment no follower is waited for: one was, in vain.
        var impatientUntil = MonotonicInstant(nanoseconds: 0)
    }

    private let limits: LogLimits
    private let readers: ReaderPool
    private let followers: [LogFollower]
    private let holds = Lock(Holds())

    init(_ limits: LogLimits, readers: ReaderPool, followers: [LogFollower] = []) {
        self.limits = limits
        self.readers = readers
        self.followers = followers
    }

    /// Keeps the log and the database's file as they are until `release`, or until the log has grown
    /// beyond the limit. Waits for a checkpoint that runs. Returns what `wasBroken` asks for.
    func hold() -> UInt64 {
        let ended = Mailbox<Bool>(capacity: 1)
        let (broken, isRunning) = holds.withLock { holds in
            holds.count += 1
            if holds.isRunning { holds.waiting.append(ended) }
            return (holds.broken, holds.isRunning)
        }
        if isRunning { _ = ended.take() }
        return broken
    }

    /// Whether the log went although it was held since that `hold`.
    func wasBroken(since hold: UInt64) -> Bool { holds.withLock { $0.broken != hold } }

    func release() { holds.withLock { $0.count -= 1 } }

    /// Tells the followers what the log holds after a commit.
    func note(_ commit: Int64, _ connection: Connection) {
        for follower in followers {
            follower.note(commit: commit, frames: connection.framesAfterCommit)
        }
    }

    /// After a batch: copies a long log, empties a very long one. When readers keep it from being
    /// emptied until it is far too long, their snapshots are ended.
    ///
    /// A log that was copied to its end begins anew with the next commit, so followers have to have copied
    /// it before. They are waited for as soon as it is long: the longer, the longer the wait.
    func afterBatch(_ connection: Connection) throws(StorageFailure) {
        let frames = connection.framesAfterCommit
        let mode: CheckpointMode = frames >= limits.truncate ? .truncate : .passive
        guard frames >= limits.passive,
            try begin(frames, mayWait: mode == .truncate || isWorthWaiting(frames))
        else { return }
        defer { end() }
        try run(mode, on: connection)
        let left = connection.framesAfterCommit
        guard left >= limits.readers else { return }
        readers.endSnapshots(
            openFor: .milliseconds(Int(Self.patienceMilliseconds)),
            checksToo: left >= limits.checks)
    }

    /// Whether the log has grown by as much as makes it long since followers were waited for: where a reader
    /// keeps it from beginning anew, not every batch waits.
    private func isWorthWaiting(_ frames: Int64) -> Bool {
        holds.withLock { holds in
            if frames < holds.awaitedAt { holds.awaitedAt = 0 }
            guard frames >= holds.awaitedAt + limits.passive else { return false }
            holds.awaitedAt = frames
            return true
        }
    }

    /// When there is nothing else to do, and at the end: empties the log.
    func whenIdle(_ connection: Connection, isLast: Bool = false) throws(StorageFailure) {
        let frames = connection.framesAfterCommit
        if isLast {
            let patience = MonotonicInstant.now() + Self.lastPatience
            for follower in followers { _ = follower.catchUp(until: patience) }
        }
        guard frames > 0, try begin(frames, mayWait: true) else { return }
        defer { end() }
        try run(.truncate, on: connection)
    }

    /// Whether a checkpoint may begin: nobody needs the log as it is, or it has grown too long.
    private func begin(_ frames: Int64, mayWait: Bool) throws(StorageFailure) -> Bool {
        let isTooLong = frames > limits.hold
        let late = followers.filter { !$0.isCaughtUp }
        if !late.isEmpty {
            guard mayWait else { return false }
            let now = MonotonicInstant.now()
            let isPatient = holds.withLock { $0.impatientUntil <= now }
            let patience = isPatient ? now + Self.copyPatience : now
            for follower in late where !follower.catchUp(until: patience) {
                holds.withLock { $0.impatientUntil = now + Self.copyPause }
                guard isTooLong || follower.lag > limits.holdTime else { return false }
                try follower.letGo()
            }
        }
        return holds.withLock { holds in
            if holds.count > 0 {
                guard isTooLong else { return false }
                holds.broken += 1
            }
            holds.isRunning = true
            return true
        }
    }

    private func end() {
        let waiting = holds.withLock { holds -> [Mailbox<Bool>] in
            holds.isRunning = false
            defer { holds.waiting = [] }
            return holds.waiting
        }
        for mailbox in waiting { _ = mailbox.offer(true) }
    }

    private func run(_ mode: CheckpointMode, on connection: Connection) throws(StorageFailure) {
        connection.setBusyTimeout(milliseconds: Self.patienceMilliseconds)
        defer { connection.setBusyTimeout(milliseconds: 5000) }
        _ = try connection.checkpoint(mode)
        guard connection.framesAfterCommit == 0, !followers.isEmpty else { return }
        let commit = try connection.lastChange()
        for follower in followers { follower.note(commit: commit, frames: 0, wasEmptied: true) }
    }
}

/// How long the write-ahead log may get, in frames of 4,096 bytes and a header of 24.
struct LogLimits: Sendable {
    /// After which a batch is followed by a passive checkpoint.
    var passive: Int64 = 4096
    /// After which readers are waited for and the log is emptied.
    var truncate: Int64 = 16 << 10
    /// How far a hold and followers may let the log grow: 256 MB.
    var hold: Int64 = 64 << 10
    /// How long a follower may keep it.
    var holdTime = Duration.seconds(600)
    /// From where on a reader that keeps the log is ended: 256 MB.
    var readers: Int64 = 64 << 10
    /// From where on a check of the whole file is ended, too: 1 GB.
    var checks: Int64 = 256 << 10
}
