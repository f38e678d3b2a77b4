import HTTP
import Platform

/// The bounded queue between whoever sends events and the loop that owns the connection.
final class EventListener: EventSink {
    private struct State {
        var pending: [[UInt8]] = []
        var pendingBytes = 0
        var isDead = false
        var isEnding = false
        /// Whether the loop was told and has not looked yet.
        var isAnnounced = false
    }

    /// What the loop finds when it looks.
    struct Delivery {
        let events: [[UInt8]]
        /// Nothing follows: it was closed, or fell too far behind.
        let isOver: Bool
    }

    private let token: UInt64
    private let inbox: LoopInbox
    private let bytesMax: Int
    private let state = Lock(State())

    init(token: UInt64, inbox: LoopInbox, bytesMax: Int) {
        self.token = token
        self.inbox = inbox
        self.bytesMax = bytesMax
    }

    func send(_ event: [UInt8]) -> Bool {
        let bytesMax = bytesMax
        let (isTaken, mustAnnounce) = state.withLock { state -> (Bool, Bool) in
            if state.isDead || state.isEnding { return (false, false) }
            if state.pendingBytes + event.count > bytesMax {
                // The listener missed something: it must come back with Last-Event-ID.
                state.isDead = true
                state.pending = []
                return (false, Self.announce(&state))
            }
            state.pending.append(event)
            state.pendingBytes += event.count
            return (true, Self.announce(&state))
        }
        if mustAnnounce { inbox.post(.events(token)) }
        return isTaken
    }

    func close() {
        let mustAnnounce = state.withLock { state in
            state.isEnding = true
            return Self.announce(&state)
        }
        if mustAnnounce { inbox.post(.events(token)) }
    }

    /// The loop takes what there is.
    func take() -> Delivery {
        state.withLock { state in
            let delivery = Delivery(events: state.pending, isOver: state.isDead || state.isEnding)
            state.pending = []
            state.pendingBytes = 0
            state.isAnnounced = false
            return delivery
        }
    }

    /// The connection is gone.
    func die() {
        state.withLock { state in
            state.isDead = true
            state.pending = []
        }
    }

    private static func announce(_ state: inout State) -> Bool {
        if state.isAnnounced { return false }
        state.isAnnounced = true
        return true
    }
}
