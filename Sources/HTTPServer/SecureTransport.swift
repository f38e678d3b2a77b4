import Platform
import TLS

/// The TLS half of a connection.
final class SecureTransport {
    let tls: TLSSession
    /// Whether the first byte was looked at: who speaks plain HTTP is told so.
    var isFirstByteKnown = false
    /// Whether close_notify waits for the socket to take it.
    var owesGoodbye = false
    private let handshakeDeadline: MonotonicInstant

    /// - Parameter handshakeDeadline: counted from the connection's acceptance.
    init(_ tls: TLSSession, handshakeDeadline: MonotonicInstant) {
        self.tls = tls
        self.handshakeDeadline = handshakeDeadline
    }

    /// When the handshake has to be over; nil once it is.
    var deadline: MonotonicInstant? { tls.isHandshaking ? handshakeDeadline : nil }

    /// Whether the session waits for the socket to take bytes, besides the output's.
    var mustSend: Bool { owesGoodbye || tls.wantsToSend }
}
