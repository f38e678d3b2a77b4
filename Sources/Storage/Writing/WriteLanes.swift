import Platform

/// What waits for the writer: people's requests in one lane, the chunks of jobs in another, so that a
/// person waits for one chunk at most, however many are queued.
struct WriteLanes {
    /// How many requests stand in the lanes at a time; the rest wait in the bounded queue.
    static let requestsMax = 512

    private let queue: Mailbox<WriteRequest>
    private var people: ArraySlice<WriteRequest> = []
    private var jobs: ArraySlice<WriteRequest> = []

    init(_ queue: Mailbox<WriteRequest>) { self.queue = queue }

    var isEmpty: Bool { people.isEmpty && jobs.isEmpty }

    var hasPeople: Bool { !people.isEmpty }

    /// Waits until something is there or `deadline` has passed; false when nothing came.
    mutating func wait(until deadline: MonotonicInstant?) -> Bool {
        if isEmpty { sort(queue.takeAll(countMax: Self.requestsMax, until: deadline)) }
        return !isEmpty
    }

    /// Takes in what has arrived, without waiting.
    mutating func fill() {
        let room = Self.requestsMax - people.count - jobs.count
        guard room > 0, queue.count > 0 else { return }
        sort(queue.takeAll(countMax: room, until: MonotonicInstant(nanoseconds: 0)))
    }

    /// The oldest request of a person.
    mutating func nextPerson() -> WriteRequest? { Self.pop(&people) }

    /// The oldest chunk of a job.
    mutating func nextJob() -> WriteRequest? { Self.pop(&jobs) }

    /// The oldest request of either lane, people first.
    mutating func next() -> WriteRequest? { nextPerson() ?? nextJob() }

    /// A slice keeps alive what was popped: an empty lane lets go of it, and of what requests hold.
    private static func pop(_ lane: inout ArraySlice<WriteRequest>) -> WriteRequest? {
        let first = lane.popFirst()
        if lane.isEmpty { lane = [] }
        return first
    }

    private mutating func sort(_ requests: [WriteRequest]) {
        for request in requests {
            if request.author.isJob { jobs.append(request) } else { people.append(request) }
        }
    }
}
