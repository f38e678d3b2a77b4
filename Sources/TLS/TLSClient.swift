import COpenSSL
import Platform

/// What a client trusts and shows.
public struct ClientPolicy: Sendable {
    /// The PEM file of the authorities that are trusted, or a directory of such files by hash.
    public var authorities: String
    /// What is shown to servers that ask.
    public var certificate: Certificate?
    /// Whether TLS 1.3 is offered besides 1.2.
    public var allowsVersion13 = true
    /// Protocols offered in the handshake (ALPN), best first; none offers none.
    public var protocols: [String] = ["http/1.1"]

    /// - Parameter authorities: the PEM file of the authorities that are trusted.
    public init(authorities: String) { self.authorities = authorities }
}

/// Makes the client's side of TLS sessions: the server's chain and host name are checked, always.
public final class TLSClient: Sendable {
    private let context: Context

    public init(_ policy: ClientPolicy) throws(TLSError) {
        context = try Context(isServer: false)
        let raw = unsafe context.raw
        // An end without close_notify stays a failure: the answer may have been cut by anybody.
        unsafe SSL_CTX_set_options(raw, ibt_ssl_no_renegotiation)
        context.control(SSL_CTRL_SET_MIN_PROTO_VERSION, Int(TLS1_2_VERSION))
        if !policy.allowsVersion13 {
            context.control(SSL_CTRL_SET_MAX_PROTO_VERSION, Int(TLS1_2_VERSION))
        }
        guard unsafe Self.trust(policy.authorities, raw) == 1 else {
            throw .failed(operation: "trust \(policy.authorities)", reason: Library.takeReason())
        }
        unsafe SSL_CTX_set_verify(raw, SSL_VERIFY_PEER, nil)
        if let certificate = policy.certificate { try context.use(certificate) }
        let offered = policy.protocols.flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) }
        if !offered.isEmpty {
            // Answers zero for success, unlike its neighbours.
            try context.require(
                unsafe SSL_CTX_set_alpn_protos(raw, offered, UInt32(offered.count)) == 0,
                "offer protocols")
        }
    }

    /// A file of certificates, or a directory of them by hash (openssl-rehash(1)).
    private static func trust(_ path: String, _ raw: OpaquePointer) -> Int32 {
        let isDirectory: Bool
        do throws(SystemError) {
            isDirectory = try DurableFile.status(path)?.kind == .directory
        } catch {
            // The library says what is wrong with it.
            isDirectory = false
        }
        return unsafe isDirectory
            ? SSL_CTX_load_verify_locations(raw, nil, path)
            : SSL_CTX_load_verify_locations(raw, path, nil)
    }

    /// The client's side of a session with `host`, over a connected socket that has to outlive it.
    ///
    /// - Parameter ticket: of an earlier session with the same host, to be taken up again.
    public func session(
        with host: String, over socket: Int32, resuming ticket: SessionTicket? = nil
    ) throws(TLSError) -> TLSSession {
        let session = try TLSSession(context, over: socket, isServer: false, keeping: nil)
        var name = host.utf8CString.map { $0 }
        let isFine = unsafe session.withRaw { raw in
            if let ticket, unsafe SSL_set_session(raw, ticket.session) != 1 { return false }
            if NetworkAddress(host) != nil {
                return unsafe X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(raw), host) == 1
            }
            let kind = Int(TLSEXT_NAMETYPE_host_name)
            return unsafe SSL_ctrl(raw, SSL_CTRL_SET_TLSEXT_HOSTNAME, kind, &name) == 1
                && SSL_set1_host(raw, host) == 1
        }
        try context.require(isFine, "expect \(host)")
        return session
    }
}

/// What a client needs to take a session up again.
@safe
public final class SessionTicket: @unchecked Sendable {
    // Sendable: the library counts references atomically, and nothing is changed after init.
    let session: OpaquePointer

    /// Of a session that is established; with TLS 1.3 the ticket comes with the first bytes read.
    public init?(of session: TLSSession) {
        guard let taken = unsafe session.withRaw({ unsafe SSL_get1_session($0) }) else {
            return nil
        }
        unsafe self.session = taken
    }

    deinit { unsafe SSL_SESSION_free(session) }
}
