import COpenSSL
import Platform

/// Makes the server's side of TLS sessions, from any thread. Certificates are replaced while it is
/// used: sessions under way keep what they began with, and tickets given out stay good.
public final class TLSServer: Sendable {
    /// Certificates served at most.
    public static let certificatesMax = 64

    private struct Current: Sendable {
        var credentials: Credentials
        var clients: ClientCertificates
        var ticketKeys: [UInt8]
    }

    private let current: Lock<Current>

    /// - Parameters:
    ///   - certificates: at least one, at most `certificatesMax`; the first is for clients that name
    ///     no host or an unknown one.
    public init(
        _ certificates: [Certificate], clients: ClientCertificates = .off
    ) throws(TLSError) {
        let credentials = try Credentials(certificates, clients, ticketKeys: nil)
        current = Lock(
            Current(
                credentials: credentials, clients: clients,
                ticketKeys: try credentials.contexts[0].ticketKeys()))
    }

    /// Serves these from the next handshake on; when they cannot be used nothing changes.
    public func replace(
        _ certificates: [Certificate], clients: ClientCertificates
    ) throws(TLSError) {
        let ticketKeys = current.withLock { $0.ticketKeys }
        let credentials = try Credentials(certificates, clients, ticketKeys: ticketKeys)
        current.withLock { current in
            current.credentials = credentials
            current.clients = clients
        }
    }

    /// Seals tickets with new keys from the next handshake on. Whoever comes with an older ticket makes
    /// a full handshake; who learns the keys later reads no session that began before the change
    /// (RFC 5077 section 5.5). One caller at a time, and not beside `replace`.
    public func changeTicketKeys() throws(TLSError) {
        let (certificates, clients) = current.withLock { ($0.credentials.certificates, $0.clients) }
        let credentials = try Credentials(certificates, clients, ticketKeys: nil)
        let ticketKeys = try credentials.contexts[0].ticketKeys()
        current.withLock { current in
            current.credentials = credentials
            current.ticketKeys = ticketKeys
        }
    }

    /// What is served now.
    public var certificates: [Certificate] { current.withLock { $0.credentials.certificates } }

    /// The server's side of a session over a connected, non-blocking socket, which has to outlive it.
    public func session(over socket: Int32) throws(TLSError) -> TLSSession {
        let credentials = current.withLock { $0.credentials }
        return try TLSSession(
            credentials.contexts[0], over: socket, isServer: true, keeping: credentials)
    }
}

/// One generation of certificates, each with its context. Immutable.
@safe
final class Credentials: Sendable {
    let certificates: [Certificate]
    let contexts: [Context]
    private let names: NameTable

    init(
        _ certificates: [Certificate], _ clients: ClientCertificates, ticketKeys: [UInt8]?
    ) throws(TLSError) {
        precondition((1...TLSServer.certificatesMax).contains(certificates.count))
        let authorities = try ClientAuthorities(clients)
        self.certificates = certificates
        names = NameTable(certificates.map(\.names))
        var contexts: [Context] = []
        for certificate in certificates {
            contexts.append(
                try Context.serving(certificate, authorities, ticketKeys: ticketKeys))
        }
        self.contexts = contexts
        guard contexts.count > 1 else { return }
        // The callback borrows this object: every session made here keeps it alive.
        let borrowed = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe ibt_ssl_set_servername_callback(contexts[0].raw, chooseCertificate, borrowed)
    }

    /// The context for the name a client asks for.
    func context(for host: String) -> Context { contexts[names.index(for: host)] }
}

/// Called in the handshake when the client named a host.
private func chooseCertificate(
    _ session: OpaquePointer?, _ alert: UnsafeMutablePointer<Int32>?,
    _ argument: UnsafeMutableRawPointer?
) -> Int32 {
    guard let session = unsafe session, let argument = unsafe argument,
        let name = unsafe SSL_get_servername(session, TLSEXT_NAMETYPE_host_name)
    else { return SSL_TLSEXT_ERR_OK }
    // The session's owner keeps these credentials for as long as there are callbacks.
    let credentials = unsafe Unmanaged<Credentials>.fromOpaque(argument).takeUnretainedValue()
    // A C string of the library, without NUL inside (checked when the extension was parsed).
    let host = unsafe String(cString: name)
    unsafe SSL_set_SSL_CTX(session, credentials.context(for: host).raw)
    return SSL_TLSEXT_ERR_OK
}
