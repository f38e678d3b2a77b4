public import Platform

/// Why certificates, keys or a context could not be used.
public enum TLSError: Error, Sendable, CustomStringConvertible {
    case unreadable(DurableFile.ReadError)
    /// The file holds no certificate, or one that cannot be parsed.
    case notACertificate(path: String, reason: String)
    /// The file holds no private key, one that cannot be parsed, or one with a passphrase.
    case notAKey(path: String, reason: String)
    /// The key belongs to another certificate.
    case mismatch(certificate: String, key: String)
    /// The library finds the certificate or its key too weak.
    case refused(path: String, reason: String)
    case noClientAuthority(path: String)
    /// The library failed, out of memory or by a bug of ours.
    case failed(operation: String, reason: String)

    public var description: String {
        switch self {
        case .unreadable(let error): error.description
        case .notACertificate(let path, let reason):
            "\(path) holds no certificate in PEM form (\(reason))."
        case .notAKey(let path, let reason):
            "\(path) holds no private key in PEM form without a passphrase (\(reason))."
        case .mismatch(let certificate, let key):
            "The key in \(key) does not belong to the certificate in \(certificate)."
        case .refused(let path, let reason): "\(path) cannot be used for TLS (\(reason))."
        case .noClientAuthority(let path): "\(path) holds no certificate authority in PEM form."
        case .failed(let operation, let reason): "TLS failed to \(operation) (\(reason))."
        }
    }
}
