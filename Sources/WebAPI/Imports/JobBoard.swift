internal import Complaints
internal import Platform
internal import Storage
internal import Synchronization

/// What the job thread and the requests tell each other: who wants what stopped, and how far jobs
/// without a record of their own are.
final class JobBoard: Sendable {
    /// How a job that has no record in the store stands.
    struct Job: Sendable {
        enum State: String, Sendable { case queued, running, done, failed, cancelled }

        let id: Int64
        let kind: String
        var state = State.queued
        var done: Int64 = 0
        let total: Int64
        var failure: Words?
    }

    /// Work with a record in the store, which somebody may ask to be stopped.
    enum Work: Hashable, Sendable {
        case importFile(Int64)
        case bulk(Int64)
    }

    /// The two queues of orders.
    enum Queue: Hashable, Sendable { case orders, bulk }

    static let jobsMax = 1_000

    private struct State {
        var cancelled: Set<Work> = []
        var beyond: Set<Queue> = []
        var jobs: [Int64: Job] = [:]
        var signers: [Int64: Signer] = [:]
        var lastID: Int64 = 0
    }

    private let state = Lock(State())
    private let stopping = Atomic<Bool>(false)

    /// Asks for work to be stopped after its chunk.
    func cancel(_ work: Work) {
        state.withLock { state in _ = state.cancelled.insert(work) }
    }

    /// Whether somebody asked for it; asked once, the wish is taken away by `forget`.
    func isCancelled(_ work: Work) -> Bool {
        state.withLock { state in state.cancelled.contains(work) }
    }

    func forget(_ work: Work) {
        state.withLock { state in
            _ = state.cancelled.remove(work)
            if case .bulk(let id) = work { state.signers[id] = nil }
        }
    }

    /// Keeps who signs what that bulk work makes, in memory alone: a signature holds for the sitting in
    /// which it was given, and no row of a table shall be able to ask for one.
    func keep(_ signer: Signer, for bulk: Int64) {
        state.withLock { state in state.signers[bulk] = signer }
    }

    func signer(ofBulk id: Int64) -> Signer? { state.withLock { state in state.signers[id] } }

    /// Notes that stored work found its queue full: whoever works it off looks at the records then.
    func noteBeyond(_ queue: Queue) {
        state.withLock { state in _ = state.beyond.insert(queue) }
    }

    func isBeyond(_ queue: Queue) -> Bool {
        state.withLock { state in state.beyond.contains(queue) }
    }

    /// To be called before the records are read.
    func forgetBeyond(_ queue: Queue) {
        state.withLock { state in _ = state.beyond.remove(queue) }
    }

    /// Makes a job; the oldest ended one makes room.
    func add(kind: String, total: Int64) -> Job {
        state.withLock { state in
            if state.jobs.count >= Self.jobsMax {
                let ended = state.jobs.values.filter { $0.state != .queued && $0.state != .running }
                if let oldest = ended.min(by: { $0.id < $1.id }) { state.jobs[oldest.id] = nil }
            }
            state.lastID += 1
            let job = Job(id: state.lastID, kind: kind, total: total)
            state.jobs[job.id] = job
            return job
        }
    }

    func job(_ id: Int64) -> Job? { state.withLock { state in state.jobs[id] } }

    func update(_ job: Job) { state.withLock { state in state.jobs[job.id] = job } }

    /// Whether the process is on its way out; a job then ends after its chunk and goes on at the
    /// next start.
    var isStopping: Bool { stopping.load(ordering: .acquiring) }

    func stop() { stopping.store(true, ordering: .releasing) }
}
