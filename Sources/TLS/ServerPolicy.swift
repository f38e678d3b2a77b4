/// Which clients may connect.
public enum ClientCertificates: Sendable, Equatable {
    /// None is asked for.
    case off
    /// Asked for; who sends none is served, who sends one of another authority is not.
    case optional(authorities: String)
    /// Only who has one of these authorities is served. The paths are PEM files.
    case required(authorities: String)

    /// The file of the authorities, or nil.
    public var authorities: String? {
        switch self {
        case .off: nil
        case .optional(let path), .required(let path): path
        }
    }
}

/// What is negotiated: TLS 1.2 with forward secrecy and authenticated encryption, and TLS 1.3.
enum ServerPolicy {
    /// TLS 1.2 (RFC 9325 section 4.2).
    static let ciphers =
        "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:"
        + "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:"
        + "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305"
    /// TLS 1.3 (RFC 8446 appendix B.4).
    static let suites =
        "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256"
    static let groups = "X25519:P-256:P-384"
    /// 112 bits: RSA of 2048 bits and more, no SHA-1.
    static let securityLevel: Int32 = 2
    /// Session tickets after a full handshake; each resumption brings a new one (RFC 8446 section 4.6.1). Every
    /// ticket costs the server as much as a small request.
    static let ticketsAtOnce = 1
    /// The one protocol spoken (ALPN, RFC 7301), with its length before it.
    static let protocols: [UInt8] = [8] + Array("http/1.1".utf8)
}
