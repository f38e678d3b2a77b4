import COpenSSL

/// One SSL_CTX, freed with its last owner; sessions made from it keep it alive by themselves.
@safe
final class Context: @unchecked Sendable {
    // Sendable: not changed after it was made, and the library counts references atomically.
    let raw: OpaquePointer

    /// An empty context with this library method.
    init(isServer: Bool) throws(TLSError) {
        Library.prepare()
        Library.forgetErrors()
        let method = unsafe isServer ? TLS_server_method() : TLS_client_method()
        guard let raw = unsafe SSL_CTX_new(method) else {
            throw .failed(operation: "make a context", reason: Library.takeReason())
        }
        unsafe self.raw = raw
        // Partial writes report progress record by record; the queue moves its bytes between tries;
        // idle connections keep no buffers.
        let modes =
            SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER
            | SSL_MODE_RELEASE_BUFFERS | SSL_MODE_AUTO_RETRY
        control(SSL_CTRL_MODE, Int(modes))
        control(SSL_CTRL_SET_SESS_CACHE_MODE, Int(SSL_SESS_CACHE_OFF))
    }

    deinit { unsafe SSL_CTX_free(raw) }

    /// SSL_CTX_ctrl, behind most of the library's macros.
    @discardableResult
    func control(_ command: Int32, _ value: Int) -> Int {
        unsafe SSL_CTX_ctrl(raw, command, value, nil)
    }

    /// Puts certificate, chain and key in.
    func use(_ certificate: Certificate) throws(TLSError) {
        Library.forgetErrors()
        guard let chain = unsafe OPENSSL_sk_new_null() else {
            throw .failed(operation: "hold a chain", reason: "out of memory")
        }
        defer { unsafe OPENSSL_sk_free(chain) }
        for index in unsafe certificate.chain.indices {
            unsafe OPENSSL_sk_push(chain, UnsafeRawPointer(certificate.chain[index]))
        }
        let code = unsafe SSL_CTX_use_cert_and_key(
            raw, certificate.leaf, certificate.key, chain, 1)
        guard code == 1 else {
            throw .refused(path: certificate.files.certificate, reason: Library.takeReason())
        }
    }

    func require(_ isFine: Bool, _ operation: String) throws(TLSError) {
        if !isFine { throw .failed(operation: operation, reason: Library.takeReason()) }
    }
}

extension Context {
    /// A context that serves `certificate` under the server's policy.
    static func serving(
        _ certificate: Certificate, _ clients: ClientAuthorities?, ticketKeys: [UInt8]?
    ) throws(TLSError) -> Context {
        let context = try Context(isServer: true)
        try context.applyPolicy()
        try context.use(certificate)
        try clients?.apply(to: context)
        unsafe SSL_CTX_set_alpn_select_cb(context.raw, chooseProtocol, nil)
        if let ticketKeys { try context.setTicketKeys(ticketKeys) }
        try context.require(
            unsafe SSL_CTX_set_num_tickets(context.raw, ServerPolicy.ticketsAtOnce) == 1,
            "set the number of tickets")
        return context
    }

    private func applyPolicy() throws(TLSError) {
        try require(
            control(SSL_CTRL_SET_MIN_PROTO_VERSION, Int(TLS1_2_VERSION)) == 1, "set a version")
        unsafe SSL_CTX_set_security_level(raw, ServerPolicy.securityLevel)
        // An end without close_notify is an end like any other: HTTP frames its requests by itself,
        // and an incomplete one is never executed.
        unsafe SSL_CTX_set_options(
            raw,
            ibt_ssl_no_renegotiation | ibt_ssl_no_compression | ibt_ssl_server_preference
                | ibt_ssl_prioritize_chacha | ibt_ssl_ignore_unexpected_eof)
        try require(
            unsafe SSL_CTX_set_cipher_list(raw, ServerPolicy.ciphers) == 1, "set ciphers")
        try require(
            unsafe SSL_CTX_set_ciphersuites(raw, ServerPolicy.suites) == 1, "set suites")
        var groups = ServerPolicy.groups.utf8CString.map { $0 }
        try require(
            unsafe SSL_CTX_ctrl(raw, SSL_CTRL_SET_GROUPS_LIST, 0, &groups) == 1, "set groups")
    }

    /// The keys that seal session tickets, drawn by the library when the context was made.
    func ticketKeys() throws(TLSError) -> [UInt8] {
        let length = unsafe SSL_CTX_ctrl(raw, SSL_CTRL_GET_TLSEXT_TICKET_KEYS, 0, nil)
        var keys = [UInt8](repeating: 0, count: length)
        try require(
            unsafe SSL_CTX_ctrl(raw, SSL_CTRL_GET_TLSEXT_TICKET_KEYS, length, &keys) == 1,
            "read ticket keys")
        return keys
    }

    private func setTicketKeys(_ keys: [UInt8]) throws(TLSError) {
        var keys = keys
        try require(
            unsafe SSL_CTX_ctrl(raw, SSL_CTRL_SET_TLSEXT_TICKET_KEYS, keys.count, &keys) == 1,
            "set ticket keys")
    }
}

/// Takes http/1.1 where the client offers it. A client that offers only other protocols is told so:
/// talking on would let one protocol's bytes be read as another's (RFC 7301 section 3.2).
private func chooseProtocol(
    _ session: OpaquePointer?, _ chosen: UnsafeMutablePointer<UnsafePointer<UInt8>?>?,
    _ length: UnsafeMutablePointer<UInt8>?, _ offered: UnsafePointer<UInt8>?,
    _ offeredLength: UInt32, _ argument: UnsafeMutableRawPointer?
) -> Int32 {
    guard let chosen = unsafe chosen, let length = unsafe length, let offered = unsafe offered
    else { return SSL_TLSEXT_ERR_ALERT_FATAL }
    // `chosen` must point into memory that outlives the call: into what the client offered, which the
    // library copies right after.
    var position = 0
    let wanted = ServerPolicy.protocols
    while position + wanted.count <= Int(offeredLength) {
        let start = unsafe offered + position
        if unsafe UnsafeBufferPointer(start: start, count: wanted.count).elementsEqual(wanted) {
            unsafe chosen.pointee = start + 1
            unsafe length.pointee = wanted[0]
            return SSL_TLSEXT_ERR_OK
        }
        position += 1 + Int(unsafe offered[position])
    }
    return SSL_TLSEXT_ERR_ALERT_FATAL
}
