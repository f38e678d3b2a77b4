import Platform

/// An upload that waits for the store.
struct Upload: Sendable, Equatable {
    let transactions: TransactionRange
    let byteCount: Int64
    let milliseconds: Int64
    /// The last change-log row in it; 0 when it is of an earlier run.
    let commit: Int64
}

/// The uploads of a destination that wait, between the thread that makes them and the one that puts
/// them. Bounded in bytes; what is beyond is not taken.
final class Outbox: Sendable {
    private struct State {
        var uploads: [Upload] = []
        var byteCount: Int64 = 0
        /// Whether uploads may go: not before the snapshot that they build on.
        var isOpen = false
        /// Counts what was thrown away: an upload under way is then of no use.
        var generation = 0
        var isClosed = false
    }

    let bytesMax: Int64
    private let state = Lock(State())
    private let wake = Mailbox<Bool>(capacity: 1)

    init(bytesMax: Int64) { self.bytesMax = bytesMax }

    var byteCount: Int64 { state.withLock { $0.byteCount } }
    var count: Int { state.withLock { $0.uploads.count } }
    var isEmpty: Bool { count == 0 }

    /// When the oldest that waits was made, in milliseconds since 1970.
    var oldest: Int64? { state.withLock { $0.uploads.first?.milliseconds } }

    /// Adds an upload; false when it is too much.
    func add(_ upload: Upload) -> Bool {
        let isTaken = state.withLock { state in
            guard state.byteCount + upload.byteCount <= bytesMax else { return false }
            state.uploads.append(upload)
            state.byteCount += upload.byteCount
            return true
        }
        _ = wake.offer(true)
        return isTaken
    }

    /// Throws away what waits and keeps back what comes, until `open`.
    func reset() {
        state.withLock { state in
            state.uploads = []
            state.byteCount = 0
            state.isOpen = false
            state.generation += 1
        }
    }

    /// Whether uploads may go.
    var isOpen: Bool { state.withLock { $0.isOpen } }

    /// Lets uploads go.
    func open() {
        state.withLock { $0.isOpen = true }
        _ = wake.offer(true)
    }

    /// After what waits nothing comes.
    func close() {
        state.withLock { $0.isClosed = true }
        _ = wake.offer(true)
    }

    /// The first that may go, with the generation it is of; waits for one until the deadline. Nil also
    /// when it is closed and nothing can go.
    func first(until deadline: MonotonicInstant) -> (upload: Upload, generation: Int)? {
        while true {
            let (first, isOver) = state.withLock { state -> ((Upload, Int)?, Bool) in
                guard state.isOpen, let upload = state.uploads.first else {
                    return (nil, state.isClosed)
                }
                return ((upload, state.generation), false)
            }
            if let first { return first }
            if isOver || wake.take(until: deadline) == nil { return nil }
        }
    }

    /// Waits before another try, less long once it is closed.
    func wait(until deadline: MonotonicInstant) {
        let isClosed = state.withLock { $0.isClosed }
        let soon = MonotonicInstant.now() + .milliseconds(500)
        let limit = isClosed ? min(deadline, soon) : deadline
        while wake.take(until: limit) != nil {
            if !isClosed, state.withLock({ $0.isClosed }) { return }
        }
    }

    /// Whether nothing will ever go.
    var isOver: Bool {
        state.withLock { $0.isClosed && ($0.uploads.isEmpty || !$0.isOpen) }
    }

    /// Takes the first away: the store has it. False when it was thrown away meanwhile.
    ///
    /// - Parameter noting: called with when the oldest of the rest was made, before anybody sees that it is
    ///   gone; must not ask the outbox.
    func remove(
        _ upload: Upload, of generation: Int, noting: (_ oldest: Int64?) -> Void
    ) -> Bool {
        state.withLock { state in
            guard state.generation == generation, state.uploads.first == upload else {
                return false
            }
            state.uploads.removeFirst()
            state.byteCount -= upload.byteCount
            noting(state.uploads.first?.milliseconds)
            return true
        }
    }
}
