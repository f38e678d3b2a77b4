import HTTP
import Platform
import Synchronization

/// What other threads tell an event loop.
enum LoopMessage: Sendable {
    case answer(UInt64, Response)
    /// The next piece of a streamed body, nil at its end.
    case produced(UInt64, any BodyProducer, [UInt8]?)
    case productionFailed(UInt64, any BodyProducer, reason: String)
    /// An event stream has something to send.
    case events(UInt64)
    case drain(deadline: MonotonicInstant)

    /// Nobody is there to handle it: whoever makes content is told to stop.
    func discard() {
        switch self {
        case .produced(_, let producer, _), .productionFailed(_, let producer, _):
            producer.cancel()
        case .answer(_, let response):
            if case .stream(let producer) = response.body { producer.cancel() }
        case .events, .drain: break
        }
    }
}

/// The way to a loop from any thread: a list and a wake-up. Bounded by what it carries: one answer a
/// request, one piece a stream, one note an event stream.
final class LoopInbox: Sendable {
    private struct State {
        var messages: [LoopMessage] = []
        var isClosed = false
    }

    let wake: Wake
    private let state = Lock(State())
    /// Whether the loop sleeps, or is about to: only then a signal is needed.
    private let isSleeping = Atomic<Bool>(false)

    init() throws(SystemError) { wake = try Wake() }

    /// Leaves a message; discarded when the loop has ended.
    func post(_ message: LoopMessage) {
        let isClosed = state.withLock { state in
            if !state.isClosed { state.messages.append(message) }
            return state.isClosed
        }
        if isClosed { return message.discard() }
        if isSleeping.exchange(false, ordering: .sequentiallyConsistent) { wake.signal() }
    }

    /// The loop is about to sleep; false when there is a message to handle first.
    func prepareToSleep() -> Bool {
        isSleeping.store(true, ordering: .sequentiallyConsistent)
        if state.withLock({ $0.messages.isEmpty }) { return true }
        isSleeping.store(false, ordering: .sequentiallyConsistent)
        return false
    }

    func woke() { isSleeping.store(false, ordering: .sequentiallyConsistent) }

    /// All messages so far, in order.
    func take() -> [LoopMessage] {
        state.withLock { state in
            let taken = state.messages
            state.messages = []
            return taken
        }
    }

    /// The loop has ended: what waits and what still comes is discarded.
    func close() {
        let left = state.withLock { state in
            let messages = state.messages
            state.isClosed = true
            state.messages = []
            return messages
        }
        for message in left { message.discard() }
    }
}
