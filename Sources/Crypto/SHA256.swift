import COpenSSL

/// SHA-256 (FIPS 180-4), over what is fed to it.
@safe
public struct SHA256: ~Copyable, @unchecked Sendable {
    // Sendable: the context has one owner, and only its owner changes it.
    /// Bytes in a digest.
    public static let byteCount = 32

    private let context: OpaquePointer

    /// An empty input.
    public init() {
        guard let context = unsafe EVP_MD_CTX_new() else {
            preconditionFailure("out of memory for a digest")
        }
        unsafe self.context = context
        start()
    }

    deinit { unsafe EVP_MD_CTX_free(context) }

    /// Adds bytes to the input.
    public mutating func update(_ bytes: [UInt8]) { update(bytes.span) }

    /// Adds bytes to the input.
    public mutating func update(_ bytes: Span<UInt8>) {
        let code = unsafe bytes.withUnsafeBufferPointer {
            unsafe EVP_DigestUpdate(context, $0.baseAddress, $0.count)
        }
        precondition(code == 1, "a digest in memory cannot fail")
    }

    /// The digest of everything so far; the input is empty again after it.
    public mutating func finish() -> [UInt8] {
        let digest = unsafe [UInt8](unsafeUninitializedCapacity: Self.byteCount) { buffer, count in
            // The buffer has room for the 32 bytes that SHA-256 writes.
            let code = unsafe EVP_DigestFinal_ex(context, buffer.baseAddress, nil)
            precondition(code == 1, "a digest in memory cannot fail")
            count = Self.byteCount
        }
        start()
        return digest
    }

    /// The digest of these bytes.
    public static func hash(_ bytes: [UInt8]) -> [UInt8] {
        var hash = SHA256()
        hash.update(bytes)
        return hash.finish()
    }

    private func start() {
        let code = unsafe EVP_DigestInit_ex2(context, Algorithms.shared.sha256, nil)
        precondition(code == 1, "a digest in memory cannot fail")
    }
}

/// HMAC with SHA-256 (RFC 2104).
public enum HMACSHA256 {
    /// The code of `message` under `key`, 32 bytes.
    public static func code(_ message: [UInt8], key: [UInt8]) -> [UInt8] {
        let blockBytes = 64
        var padded = key.count > blockBytes ? SHA256.hash(key) : key
        padded += [UInt8](repeating: 0, count: blockBytes - padded.count)
        var hash = SHA256()
        hash.update(padded.map { $0 ^ 0x36 })
        hash.update(message)
        let inner = hash.finish()
        hash.update(padded.map { $0 ^ 0x5C })
        hash.update(inner)
        return hash.finish()
    }
}
