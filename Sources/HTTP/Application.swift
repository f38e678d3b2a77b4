import Synchronization

/// What a server serves. Values in, values out: an application never sees a socket.
public protocol Application: Sendable {
    /// Decides about a request whose head is complete and whose body is not read yet. Called on an
    /// event loop's thread and must not block: refusals (401, 403, 404, 413, 421 …), cached answers
    /// and assets are given here; everything else names where it runs and how its body is taken.
    ///
    /// `id` names the request; the server sends it as X-Request-Id.
    func admit(_ head: RequestHead, from peer: Peer, id: RequestID) -> Admission
}

/// Answers a request that was admitted, and knows what its admission found.
public protocol Responder: Sendable {
    /// Answers the complete request where its admission said. `reply` may be kept and sent later from
    /// any thread (a write answers after its commit); it must be sent exactly once.
    func respond(to request: Request, reply: Reply)
}

/// What becomes of a request after its head.
public enum Admission: Sendable {
    /// Answered at once; a body that follows is discarded within limits, or the connection closes.
    case answer(Response)
    /// Answered at once, and again for the same head as long as the replay agrees.
    case replayable(Response, any Replay)
    /// Run at `place` by that responder once the body is there.
    case run(place: Place, body: BodyPlan, by: any Responder)
}

/// Where a request runs. The choice is written in the route's row.
public enum Place: Sendable {
    /// On the loop's thread: known to be short (a read by key, handing a write to the writer).
    case loop
    /// On a worker: search, export, import, password hashing.
    case worker
}

/// How a body is taken. Beyond the limit the answer is 413, before the body is read where its length
/// is declared.
public enum BodyPlan: Sendable {
    case refused
    case memory(bytesMax: Int)
    /// Spooled to a new file in `directory` (mode 0600).
    case file(bytesMax: Int64, directory: String)
    /// Handed to the sink as it arrives.
    case sink(bytesMax: Int64, any BodySink)
}

/// Carries one answer back to its connection, from whichever thread has it.
///
/// Dropping it unsent answers 500: a request never hangs. Sending twice is our own bug and stops the
/// process.
public final class Reply: Sendable {
    private let isSent = Atomic<Bool>(false)
    private let deliver: @Sendable (Response) -> Void

    public init(deliver: @escaping @Sendable (Response) -> Void) { self.deliver = deliver }

    /// Sends the answer; the connection takes it up from here.
    public func send(_ response: Response) {
        let wasSent = isSent.exchange(true, ordering: .acquiringAndReleasing)
        precondition(!wasSent, "a reply is sent once")
        deliver(response)
    }

    deinit {
        if !isSent.load(ordering: .acquiring) { deliver(Response(status: Status(500))) }
    }
}
