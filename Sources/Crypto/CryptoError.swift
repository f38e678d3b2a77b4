import COpenSSL

/// Why a cryptographic operation did not happen.
public enum CryptoError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The library refused or ran out of memory.
    case failed(operation: String)
    /// The bytes were changed, cut or sealed under another key.
    case notAuthentic
    /// A stored text is not in the form it should have.
    case malformed(String)

    public var description: String {
        switch self {
        case .failed(let operation): "The cryptographic library failed to \(operation)."
        case .notAuthentic:
            "Sealed bytes do not match their key: changed, cut or of another record."
        case .malformed(let what): "\(what) cannot be read."
        }
    }
}

/// The algorithms, fetched once: a fetch an operation costs more than the operation
/// (https://docs.openssl.org/3.0/man7/crypto/, "Performance"). Read-only after that.
@safe
final class Algorithms: @unchecked Sendable {
    // Sendable: OpenSSL counts their references atomically, and they live as long as the program.
    let sha256: OpaquePointer
    let aes256GCM: OpaquePointer

    /// Fetched at first use, without the host's openssl.cnf.
    static let shared = Algorithms()

    private init() {
        OPENSSL_init_crypto(UInt64(OPENSSL_INIT_NO_LOAD_CONFIG), nil)
        guard let sha256 = unsafe EVP_MD_fetch(nil, "SHA256", nil),
            let aes256GCM = unsafe EVP_CIPHER_fetch(nil, "AES-256-GCM", nil)
        else { preconditionFailure("libcrypto was built without SHA-256 or AES-256-GCM") }
        unsafe self.sha256 = sha256
        unsafe self.aes256GCM = aes256GCM
    }
}
