import COpenSSL

/// The authorities whose client certificates are accepted, and how strictly they are asked for.
struct ClientAuthorities: Sendable {
    private let path: String
    private let bytes: [UInt8]
    private let isRequired: Bool
    /// Sessions are resumed only under the same rule and the same authorities.
    private let identity: [UInt8]

    /// Nil when no certificate is asked for.
    init?(_ clients: ClientCertificates) throws(TLSError) {
        guard let path = clients.authorities else { return nil }
        self.path = path
        bytes = try Certificate.read(path)
        if case .required = clients { isRequired = true } else { isRequired = false }
        var digest = [UInt8](repeating: 0, count: 32)
        let content = bytes + [isRequired ? 1 : 0]
        unsafe SHA256(content, content.count, &digest)
        identity = digest
    }

    /// Makes the context ask for certificates and check them.
    func apply(to context: Context) throws(TLSError) {
        let authorities: [OpaquePointer]
        do throws(TLSError) {
            unsafe authorities = try CertificateReader.certificates(
                bytes, path: path, countMax: 1024)
        } catch {
            throw .noClientAuthority(path: path)
        }
        defer { for index in unsafe authorities.indices { unsafe X509_free(authorities[index]) } }
        // The store belongs to the context.
        let store = unsafe SSL_CTX_get_cert_store(context.raw)
        for index in unsafe authorities.indices {
            let authority = unsafe authorities[index]
            try context.require(
                unsafe X509_STORE_add_cert(store, authority) == 1, "trust an authority")
            try context.require(
                unsafe SSL_CTX_add_client_CA(context.raw, authority) == 1, "name an authority")
        }
        let mode = SSL_VERIFY_PEER | (isRequired ? SSL_VERIFY_FAIL_IF_NO_PEER_CERT : 0)
        unsafe SSL_CTX_set_verify(context.raw, mode, nil)
        unsafe SSL_CTX_set_session_id_context(context.raw, identity, UInt32(identity.count))
    }
}
