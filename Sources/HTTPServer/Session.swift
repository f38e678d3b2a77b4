import HTTP
import Platform

/// One connection as its loop holds it: the socket, the state machine and what hangs on them.
final class Session {
    let socket: FileDescriptor
    let token: UInt64
    /// Who connected; a trusted proxy may speak for somebody else.
    var peer: Peer
    /// Whose share of connections it takes; nil at unix sockets.
    var address: NetworkAddress?
    var standing: Standing
    /// Whether requests come by TLS, ours or the announcing proxy's.
    var isSecure: Bool
    var machine: Connection
    /// Nil once it is known whose connection it is.
    var announcement: Announcement?
    /// Nil on plain connections.
    var secure: SecureTransport?
    var output = OutputQueue()
    /// Bytes received and not used yet: an unfinished head, or requests behind the one that runs.
    var rest: [UInt8] = []
    /// What the poller watches.
    var armed: Poller.Interest = [.readable, .peerClosed]
    var current: CurrentRequest?
    var spool: Spool?
    /// Takes the body in the spool's place.
    var sink: (any BodySink)?
    var producer: (any BodyProducer)?
    /// Whether a worker makes a piece now.
    var isProducing = false
    var source: (any EventSource)?
    var listener: EventListener?

    /// All that decides, besides its bytes, what a request is.
    struct Kind: Equatable {
        let isSecure: Bool
        let standing: Standing
    }

    /// What kind of connection it is to a replayed answer; nil where none is replayed.
    var kind: Kind? {
        switch standing {
        case .localOperator, .stranger: nil
        case .client, .proxyHere, .proxyElsewhere, .relayedHere, .relayedElsewhere:
            Kind(isSecure: isSecure, standing: standing)
        }
    }

    /// The request that is being answered.
    struct CurrentRequest {
        let head: RequestHead
        let peer: Peer
        let id: RequestID
        let started: MonotonicInstant
        /// Who answers it once its body is there.
        var responder: (any Responder)?
    }

    init(
        socket: consuming FileDescriptor, token: UInt64, peer: Peer, address: NetworkAddress?,
        standing: Standing, isSecure: Bool, machine: Connection
    ) {
        self.socket = socket
        self.token = token
        self.peer = peer
        self.address = address
        self.standing = standing
        self.isSecure = isSecure
        self.machine = machine
    }
}

/// Names a connection in a loop: slot and generation, so that an answer for a connection that is gone
/// never reaches the one that took its place. Generation zero is the loop's own descriptors.
enum SessionToken {
    static let wake = UInt64(UInt32.max)

    static func make(slot: Int, generation: UInt32) -> UInt64 {
        UInt64(generation) << 32 | UInt64(UInt32(slot))
    }

    static func slot(_ token: UInt64) -> Int { Int(token & 0xFFFF_FFFF) }
    static func generation(_ token: UInt64) -> UInt32 { UInt32(token >> 32) }
}
