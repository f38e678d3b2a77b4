import Platform

/// One queued write: what to do, and whom to tell.
struct WriteRequest: Sendable {
    /// Called with the commit once the batch is durable and published.
    typealias Completion = @Sendable (Int64) -> Void

    let author: Author
    /// Does the work; what it returns is called with the commit once the batch is published.
    let perform: @Sendable (borrowing WriteTransaction) throws(StorageFailure) -> Completion
    let fail: @Sendable (StorageFailure) -> Void
}

/// The writer's thread and the bounded queue before it.
final class Writer: Sendable {
    static let queueMax = 4096

    private let queue: Mailbox<WriteRequest>
    private let thread: Thread

    /// Starts the thread. `parts` go to it and are used nowhere else.
    init(_ parts: WriterParts) throws(SystemError) {
        let queue = Mailbox<WriteRequest>(capacity: Self.queueMax)
        self.queue = queue
        thread = try Thread.start(name: "writer") {
            WriterLoop(parts, queue: queue).run()
        }
    }

    /// Queues a request; `.busy` when the queue is full, `.readOnly` when the store is closed.
    func submit(_ request: WriteRequest) {
        if !queue.offer(request) { request.fail(.busy) }
    }

    /// How many requests wait.
    var backlog: Int { queue.count }

    /// Takes nothing more, finishes what is queued, checkpoints, ends the thread.
    func close() {
        queue.close()
        thread.join()
    }
}

/// What the writer's thread is given to work with.
struct WriterParts: Sendable {
    let connection: Connection
    let keys: KeyFile
    let zones: ZoneBook
    /// The fields and rules as of the last commit, for whoever prepares a complaint.
    let layout: CurrentLayout
    let clock: WallClock
    let gate: DurabilityGate
    let follower: ChangeFollower
    let health: WriterHealth
    let checkpointer: Checkpointer
    let upkeepJournal: UpkeepJournal
    let ballast: Ballast
}
