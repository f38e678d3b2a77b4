import Platform

/// The only place that checkpoints, on the writer's thread alone. A backup that still needs the
/// write-ahead log holds it back, up to a limit.
final class Checkpointer: Sendable {
    /// Frames of 4,096 bytes after which a batch is followed by a passive checkpoint.
    static let passiveFrames: Int64 = 4096
    /// Frames after which readers are waited for and the log is emptied.
    static let truncateFrames: Int64 = 16 << 10
    /// How far a hold may let the log grow.
    static let holdFramesMax: Int64 = 64 << 10
    /// How long the writer waits for readers to let the log go.
    static let patienceMilliseconds: Int32 = 200

    private let holds = Lock(0)

    /// Keeps the log as it is until `release`, or until it has grown beyond the limit.
    func hold() { holds.withLock { $0 += 1 } }

    func release() { holds.withLock { $0 -= 1 } }

    /// After a batch: copies a long log, empties a very long one.
    func afterBatch(_ connection: Connection) throws(StorageFailure) {
        let frames = connection.framesAfterCommit
        guard frames >= Self.passiveFrames, mayRun(frames) else { return }
        try run(frames >= Self.truncateFrames ? .truncate : .passive, on: connection)
    }

    /// When there is nothing else to do, and at the end: empties the log.
    func whenIdle(_ connection: Connection) throws(StorageFailure) {
        let frames = connection.framesAfterCommit
        guard frames > 0, mayRun(frames) else { return }
        try run(.truncate, on: connection)
    }

    private func mayRun(_ frames: Int64) -> Bool {
        holds.withLock { $0 } == 0 || frames > Self.holdFramesMax
    }

    private func run(_ mode: CheckpointMode, on connection: Connection) throws(StorageFailure) {
        connection.setBusyTimeout(milliseconds: Self.patienceMilliseconds)
        defer { connection.setBusyTimeout(milliseconds: 5000) }
        _ = try connection.checkpoint(mode)
    }
}
