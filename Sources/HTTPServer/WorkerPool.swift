import Platform

/// Threads for what may take long. The queue of requests is bounded; pieces of streamed bodies, one a
/// connection at most, always find room.
final class WorkerPool: Sendable {
    typealias Job = @Sendable () -> Void

    private let queueMax: Int
    private let jobs: Mailbox<Job>
    private let threads: Lock<[Thread]> = Lock([])

    init(queueMax: Int, connectionsMax: Int) {
        self.queueMax = queueMax
        jobs = Mailbox(capacity: queueMax + connectionsMax)
    }

    func start(count: Int) throws(SystemError) {
        let jobs = jobs
        for number in 1...count {
            let thread = try Thread.start(name: "worker \(number)", stackBytes: 4 << 20) {
                while let job = jobs.take() { job() }
            }
            threads.withLock { $0.append(thread) }
        }
    }

    /// How many jobs wait.
    var depth: Int { jobs.count }

    /// Queues a request; false when too many wait.
    func submit(_ job: @escaping Job) -> Bool { jobs.count < queueMax && jobs.offer(job) }

    /// Queues the next piece of a body whose answer is under way; false once the pool is closed.
    func submitPiece(_ job: @escaping Job) -> Bool { jobs.offer(job) }

    /// Ends the threads after what is queued; does not wait for a job that runs long.
    func close() { jobs.close() }
}
