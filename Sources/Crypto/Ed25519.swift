import COpenSSL

/// Ed25519 (RFC 8032 section 5.1): signatures of 64 bytes that anybody checks with 32 bytes of public key.
public enum Ed25519 {
    public static let keyBytes = 32
    public static let signatureBytes = 64

    /// What stands before the 32 bytes of a key in its DER form (RFC 8410 sections 4 and 7).
    fileprivate static let publicPrefix: [UInt8] = [
        0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00,
    ]
    fileprivate static let privatePrefix: [UInt8] = [
        0x30, 0x2E, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x04, 0x22, 0x04,
        0x20,
    ]
}

/// The secret half of a key pair. Prints nothing of itself.
public struct SigningKey: Sendable, CustomStringConvertible {
    private static let label = "PRIVATE KEY"
    private let seed: [UInt8]
    public let publicKey: VerifyingKey

    /// A key of these 32 bytes.
    ///
    /// - Throws: `.malformed` for another length.
    public init(seed: [UInt8]) throws(CryptoError) {
        guard seed.count == Ed25519.keyBytes else { throw .malformed("An Ed25519 key") }
        self.seed = seed
        let key = try KeyHandle(secret: seed)
        publicKey = try VerifyingKey(raw: try key.publicBytes())
    }

    /// A new key of the system's generator.
    public static func make() throws(CryptoError) -> SigningKey {
        try SigningKey(seed: try RandomBytes.draw(Ed25519.keyBytes))
    }

    /// The key in a PEM text (RFC 7468 section 10, RFC 8410 section 7).
    public init(pem: [UInt8]) throws(CryptoError) {
        let der = PEMText.content(of: pem, label: Self.label)
        guard let der, der.starts(with: Ed25519.privatePrefix) else {
            throw .malformed("The Ed25519 key")
        }
        try self.init(seed: Array(der.dropFirst(Ed25519.privatePrefix.count)))
    }

    /// The key as a PEM text: a secret.
    public var pem: [UInt8] {
        PEMText.text(of: Ed25519.privatePrefix + seed, label: Self.label)
    }

    /// The signature of `message`, 64 bytes; the same each time.
    public func sign(_ message: [UInt8]) throws(CryptoError) -> [UInt8] {
        try KeyHandle(secret: seed).sign(message)
    }

    public var description: String { "redacted" }
}

/// The public half of a key pair.
public struct VerifyingKey: Sendable, Equatable {
    private static let label = "PUBLIC KEY"
    /// 32 bytes.
    public let raw: [UInt8]

    /// A key of these 32 bytes.
    ///
    /// - Throws: `.malformed` for another length.
    public init(raw: [UInt8]) throws(CryptoError) {
        guard raw.count == Ed25519.keyBytes else { throw .malformed("An Ed25519 public key") }
        self.raw = raw
    }

    /// The key in a PEM text (RFC 7468 section 13, RFC 8410 section 4).
    public init(pem: [UInt8]) throws(CryptoError) {
        let der = PEMText.content(of: pem, label: Self.label)
        guard let der, der.starts(with: Ed25519.publicPrefix) else {
            throw .malformed("The Ed25519 public key")
        }
        try self.init(raw: Array(der.dropFirst(Ed25519.publicPrefix.count)))
    }

    /// The key as a PEM text.
    public var pem: [UInt8] {
        PEMText.text(of: Ed25519.publicPrefix + raw, label: Self.label)
    }

    /// Whether `signature` is this key's of `message`. A signature of another length is not.
    public func verifies(_ signature: [UInt8], of message: [UInt8]) throws(CryptoError) -> Bool {
        guard signature.count == Ed25519.signatureBytes else { return false }
        return try KeyHandle(open: raw).verify(signature, of: message)
    }
}

/// Texts of one PEM block (RFC 7468 section 3).
private enum PEMText {
    static func text(of der: [UInt8], label: String) -> [UInt8] {
        // 48 bytes are one line of 64 letters: neither key needs a second.
        Array(
            "-----BEGIN \(label)-----\n\(Base64.encode(der))\n-----END \(label)-----\n".utf8)
    }

    /// The bytes of the one block with that label; nil for anything else.
    static func content(of pem: [UInt8], label: String) -> [UInt8]? {
        guard let text = String(validating: pem, as: UTF8.self) else { return nil }
        let lines = text.split(whereSeparator: \.isNewline)
        guard lines.count >= 3, lines.first == "-----BEGIN \(label)-----",
            lines.last == "-----END \(label)-----"
        else { return nil }
        return Base64.decode(lines.dropFirst().dropLast().joined())
    }
}

/// OpenSSL's own form of a key, for one operation.
@safe
private struct KeyHandle: ~Copyable {
    private let key: OpaquePointer

    init(secret: [UInt8]) throws(CryptoError) {
        _ = Algorithms.shared
        // The length was checked: 32 bytes.
        guard
            let key = unsafe EVP_PKEY_new_raw_private_key(
                EVP_PKEY_ED25519, nil, secret, secret.count)
        else { throw .failed(operation: "read an Ed25519 key") }
        unsafe self.key = key
    }

    init(open: [UInt8]) throws(CryptoError) {
        _ = Algorithms.shared
        // The length was checked: 32 bytes.
        guard
            let key = unsafe EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nil, open, open.count)
        else { throw .failed(operation: "read an Ed25519 public key") }
        unsafe self.key = key
    }

    deinit { unsafe EVP_PKEY_free(key) }

    func publicBytes() throws(CryptoError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: Ed25519.keyBytes)
        var count = bytes.count
        guard unsafe EVP_PKEY_get_raw_public_key(key, &bytes, &count) == 1,
            count == Ed25519.keyBytes
        else { throw .failed(operation: "tell a public key") }
        return bytes
    }

    func sign(_ message: [UInt8]) throws(CryptoError) -> [UInt8] {
        let context = try DigestContext()
        var signature = [UInt8](repeating: 0, count: Ed25519.signatureBytes)
        var count = signature.count
        // Ed25519 hashes by itself: no digest is named, and all of the message comes at once.
        let isSigned = unsafe context.use { context in
            unsafe EVP_DigestSignInit(context, nil, nil, nil, key) == 1
                && EVP_DigestSign(context, &signature, &count, message, message.count) == 1
        }
        guard isSigned, count == Ed25519.signatureBytes else {
            throw .failed(operation: "sign with an Ed25519 key")
        }
        return signature
    }

    func verify(_ signature: [UInt8], of message: [UInt8]) throws(CryptoError) -> Bool {
        let context = try DigestContext()
        let isStarted = unsafe context.use { context in
            unsafe EVP_DigestVerifyInit(context, nil, nil, nil, key) == 1
        }
        guard isStarted else { throw .failed(operation: "check an Ed25519 signature") }
        return unsafe context.use { context in
            unsafe EVP_DigestVerify(
                context, signature, signature.count, message, message.count) == 1
        }
    }
}

/// Room for one signature or check.
@safe
private struct DigestContext: ~Copyable {
    private let context: OpaquePointer

    init() throws(CryptoError) {
        guard let context = unsafe EVP_MD_CTX_new() else {
            throw .failed(operation: "make room for a signature")
        }
        unsafe self.context = context
    }

    deinit { unsafe EVP_MD_CTX_free(context) }

    func use(_ body: (OpaquePointer) -> Bool) -> Bool { unsafe body(context) }
}
