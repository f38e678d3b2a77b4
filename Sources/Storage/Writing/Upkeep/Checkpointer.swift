import Platform

/// The only place that checkpoints, on the writer's thread alone. A backup that still needs the
/// write-ahead log holds it back, up to a limit.
final class Checkpointer: Sendable {
    /// How long the writer waits for readers to let the log go.
    static let patienceMilliseconds: Int32 = 200

    private let limits: LogLimits
    private let readers: ReaderPool
    private let holds = Lock(0)

    init(_ limits: LogLimits, readers: ReaderPool) {
        self.limits = limits
        self.readers = readers
    }

    /// Keeps the log as it is until `release`, or until it has grown beyond the limit.
    func hold() { holds.withLock { $0 += 1 } }

    func release() { holds.withLock { $0 -= 1 } }

    /// After a batch: copies a long log, empties a very long one. When readers keep it from being
    /// emptied until it is far too long, their snapshots are ended.
    func afterBatch(_ connection: Connection) throws(StorageFailure) {
        let frames = connection.framesAfterCommit
        guard frames >= limits.passive, mayRun(frames) else { return }
        try run(frames >= limits.truncate ? .truncate : .passive, on: connection)
        let left = connection.framesAfterCommit
        guard left >= limits.readers else { return }
        readers.endSnapshots(
            openFor: .milliseconds(Int(Self.patienceMilliseconds)),
            checksToo: left >= limits.checks)
    }

    /// When there is nothing else to do, and at the end: empties the log.
    func whenIdle(_ connection: Connection) throws(StorageFailure) {
        let frames = connection.framesAfterCommit
        guard frames > 0, mayRun(frames) else { return }
        try run(.truncate, on: connection)
    }

    private func mayRun(_ frames: Int64) -> Bool {
        holds.withLock { $0 } == 0 || frames > limits.hold
    }

    private func run(_ mode: CheckpointMode, on connection: Connection) throws(StorageFailure) {
        connection.setBusyTimeout(milliseconds: Self.patienceMilliseconds)
        defer { connection.setBusyTimeout(milliseconds: 5000) }
        _ = try connection.checkpoint(mode)
    }
}

/// How long the write-ahead log may get, in frames of 4,096 bytes and a header of 24.
struct LogLimits: Sendable {
    /// After which a batch is followed by a passive checkpoint.
    var passive: Int64 = 4096
    /// After which readers are waited for and the log is emptied.
    var truncate: Int64 = 16 << 10
    /// How far a hold may let the log grow: 256 MB.
    var hold: Int64 = 64 << 10
    /// From where on a reader that keeps the log is ended: 256 MB.
    var readers: Int64 = 64 << 10
    /// From where on a check of the whole file is ended, too: 1 GB.
    var checks: Int64 = 256 << 10
}
