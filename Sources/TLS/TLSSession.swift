import COpenSSL
public import Platform

/// One TLS connection over a socket that somebody else owns. Belongs to one thread.
///
///     handshaking ─done─▶ established ─finish─▶ ended
///          └───── failed: nothing more is said, the socket is to be closed ─────┘
@safe
public final class TLSSession {
    /// How far a handshake is.
    public enum Handshake: Sendable, Equatable {
        case done
        /// Go on when the socket is readable, or writable where `wantsToSend`.
        case underWay
        /// Over, with the library's reason; a fatal alert was sent where that makes sense.
        case failed(String)
    }

    private enum State { case handshaking, established, broken }
    private enum Direction { case receiving, sending }

    /// What a broken protocol is told as (EPROTO).
    public static let protocolFailure: Int32 = 71
    /// The longest piece of content in one record (RFC 8446 section 5.1).
    public static let recordBytesMax = 16 << 10

    private let session: OpaquePointer
    // The certificate callback looks into it.
    private let credentials: Credentials?
    private let context: Context
    private var state = State.handshaking
    private var hasSaidGoodbye = false
    /// Whether the handshake, or receiving, waits for the socket to take bytes.
    public private(set) var wantsToSend = false

    init(
        _ context: Context, over socket: Int32, isServer: Bool, keeping credentials: Credentials?
    ) throws(TLSError) {
        Library.forgetErrors()
        guard let session = unsafe SSL_new(context.raw) else {
            throw .failed(operation: "begin a session", reason: Library.takeReason())
        }
        unsafe self.session = session
        self.context = context
        self.credentials = credentials
        guard unsafe SSL_set_fd(session, socket) == 1 else {
            throw .failed(operation: "use a socket", reason: Library.takeReason())
        }
        if isServer {
            unsafe SSL_set_accept_state(session)
        } else {
            unsafe SSL_set_connect_state(session)
        }
    }

    deinit { unsafe SSL_free(session) }

    /// Whether the handshake is still to be done.
    public var isHandshaking: Bool { state == .handshaking }

    /// Does as much of the handshake as the socket allows.
    public func handshake() -> Handshake {
        guard state == .handshaking else { return state == .established ? .done : .failed("over") }
        Library.forgetErrors()
        let code = unsafe SSL_do_handshake(session)
        if code == 1 {
            state = .established
            wantsToSend = false
            return .done
        }
        if let direction = wait(after: code) {
            wantsToSend = direction == .sending
            return .underWay
        }
        state = .broken
        wantsToSend = false
        return .failed(Library.takeReason())
    }

    /// Receives decrypted bytes into `buffer` from index `start` on; with room for a whole record
    /// nothing stays behind in the session. Zero bytes are the end of what the peer sends.
    public func receive(into buffer: inout [UInt8], at start: Int) -> Transfer {
        guard state == .established else { return .failed(Self.protocolFailure) }
        Library.forgetErrors()
        var count = 0
        let code = unsafe buffer.withUnsafeMutableBytes {
            // The rebased slice stays inside the buffer, which outlives the call.
            let room = unsafe UnsafeMutableRawBufferPointer(rebasing: $0[start...])
            return unsafe SSL_read_ex(session, room.baseAddress, room.count, &count)
        }
        if code == 1 {
            wantsToSend = false
            return .moved(count)
        }
        if let direction = wait(after: code) {
            wantsToSend = direction == .sending
            return .wouldBlock
        }
        if unsafe SSL_get_error(session, code) == SSL_ERROR_ZERO_RETURN { return .moved(0) }
        return fail()
    }

    /// Sends some of `bytes`, which must not be empty. After `.wouldBlock` the next call must begin
    /// with the same bytes, and as many at least: they are encrypted already.
    public func send(_ bytes: Span<UInt8>) -> Transfer {
        guard state == .established, !hasSaidGoodbye else {
            return .failed(Self.protocolFailure)
        }
        Library.forgetErrors()
        var count = 0
        let code = unsafe bytes.withUnsafeBufferPointer {
            // Borrowed for the call; the library copies what it keeps.
            unsafe SSL_write_ex(session, $0.baseAddress, $0.count, &count)
        }
        if code == 1 { return .moved(count) }
        return wait(after: code) != nil ? .wouldBlock : fail()
    }

    /// Tells the peer that nothing follows (close_notify); receiving goes on.
    ///
    /// - Returns: false when the socket takes no bytes now: call again once it does. After a failure
    ///   there is nothing to say and the answer is true.
    public func finishSending() -> Bool {
        guard state == .established, !hasSaidGoodbye else { return true }
        Library.forgetErrors()
        let code = unsafe SSL_shutdown(session)
        if code < 0, wait(after: code) != nil { return false }
        hasSaidGoodbye = true
        wantsToSend = false
        // A failure here means that the peer is gone.
        Library.forgetErrors()
        return true
    }

    private func fail() -> Transfer {
        state = .broken
        wantsToSend = false
        Library.forgetErrors()
        return .failed(Self.protocolFailure)
    }

    /// What the call that answered `code` waits for; nil when waiting does not help.
    private func wait(after code: Int32) -> Direction? {
        switch unsafe SSL_get_error(session, code) {
        case SSL_ERROR_WANT_READ: .receiving
        case SSL_ERROR_WANT_WRITE: .sending
        default: nil
        }
    }
}

extension TLSSession {
    /// "TLSv1.3" or "TLSv1.2".
    public var version: String {
        guard let text = unsafe SSL_get_version(session) else { return "" }
        // A static string of the library.
        return unsafe String(cString: text)
    }

    /// Whether an earlier session was taken up again, without certificates going over the wire.
    public var isResumed: Bool { unsafe SSL_session_reused(session) == 1 }

    /// The subject of the certificate the peer proved to have, or nil.
    public var peerSubject: String? {
        guard let certificate = unsafe SSL_get0_peer_certificate(session) else { return nil }
        return unsafe CertificateReader.subject(of: certificate)
    }

    /// Why the peer's certificate was not accepted, in the library's words; nil when that was not it.
    public var certificateProblem: String? {
        let code = unsafe SSL_get_verify_result(session)
        // A static string of the library.
        guard code != Int(X509_V_OK), let text = unsafe X509_verify_cert_error_string(code) else {
            return nil
        }
        return unsafe String(cString: text)
    }

    /// The SHA-256 fingerprint of the peer's certificate, or nil.
    public var peerFingerprint: [UInt8]? {
        guard let certificate = unsafe SSL_get0_peer_certificate(session) else { return nil }
        return unsafe CertificateReader.fingerprint(of: certificate)
    }

    /// The library's session, for the client's side in this module.
    func withRaw<Result>(_ body: (OpaquePointer) -> Result) -> Result { unsafe body(session) }
}
