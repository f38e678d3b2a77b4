import COpenSSL

/// AES-256-GCM (NIST SP 800-38D): sealed bytes are nonce (12), ciphertext, tag (16). A nonce must
/// never meet the same key twice; drawn at random, a key is good for 2^32 seals.
public enum Sealing {
    public static let keyBytes = 32
    public static let nonceBytes = 12
    public static let tagBytes = 16

    /// Seals `plain` under a key of 32 bytes, bound to `associated`, which has to be given again to
    /// open.
    public static func seal(
        _ plain: [UInt8], key: [UInt8], nonce: [UInt8], associated: [UInt8]
    ) throws(CryptoError) -> [UInt8] {
        var sealer = try Sealer()
        return try sealer.seal(plain.span, key: key, nonce: nonce, associated: associated)
    }

    /// The same with a nonce of the system's generator.
    public static func seal(
        _ plain: [UInt8], key: [UInt8], associated: [UInt8]
    ) throws(CryptoError) -> [UInt8] {
        let nonce = try RandomBytes.draw(nonceBytes)
        return try seal(plain, key: key, nonce: nonce, associated: associated)
    }

    /// The plain bytes; `.notAuthentic` when anything differs from what was sealed.
    public static func open(
        _ sealed: [UInt8], key: [UInt8], associated: [UInt8]
    ) throws(CryptoError) -> [UInt8] {
        guard sealed.count >= nonceBytes + tagBytes else { throw .notAuthentic }
        return try open(
            sealed[nonceBytes...], key: key, nonce: Array(sealed[..<nonceBytes]),
            associated: associated)
    }

    /// Opens ciphertext and tag that stand without their nonce.
    static func open(
        _ sealed: ArraySlice<UInt8>, key: [UInt8], nonce: [UInt8], associated: [UInt8]
    ) throws(CryptoError) -> [UInt8] {
        precondition(key.count == keyBytes && nonce.count == nonceBytes, "sizes are fixed")
        guard sealed.count >= tagBytes else { throw .notAuthentic }
        let tagStart = sealed.endIndex - tagBytes
        let context = try CipherContext()
        try context.start(key: key, nonce: nonce)
        try context.associate(associated)
        var plain: [UInt8] = []
        try context.append(Array(sealed[..<tagStart]), to: &plain)
        try context.expect(tag: Array(sealed[tagStart...]))
        do throws(CryptoError) { try context.finish() } catch { throw .notAuthentic }
        return plain
    }
}

/// One run of the cipher, opening.
@safe
private struct CipherContext: ~Copyable {
    private let context: OpaquePointer

    init() throws(CryptoError) {
        guard let context = unsafe EVP_CIPHER_CTX_new() else {
            throw .failed(operation: "make room for a cipher")
        }
        unsafe self.context = context
    }

    deinit { unsafe EVP_CIPHER_CTX_free(context) }

    borrowing func start(key: [UInt8], nonce: [UInt8]) throws(CryptoError) {
        // The sizes were checked: 32 and 12 bytes, the cipher's own.
        let code = unsafe EVP_CipherInit_ex2(
            context, Algorithms.shared.aes256GCM, key, nonce, 0, nil)
        guard code == 1 else { throw .failed(operation: "start a cipher") }
    }

    borrowing func associate(_ bytes: [UInt8]) throws(CryptoError) {
        var count: Int32 = 0
        // Without an output buffer the bytes are authenticated only.
        let code = unsafe EVP_CipherUpdate(context, nil, &count, bytes, Int32(bytes.count))
        guard code == 1 else { throw .failed(operation: "authenticate associated bytes") }
    }

    borrowing func append(_ bytes: [UInt8], to output: inout [UInt8]) throws(CryptoError) {
        var isFine = true
        // GCM is a stream: as many bytes come out as go in.
        let produced = unsafe [UInt8](unsafeUninitializedCapacity: bytes.count) { buffer, count in
            var written: Int32 = 0
            isFine =
                unsafe EVP_CipherUpdate(
                    context, buffer.baseAddress, &written, bytes, Int32(bytes.count)) == 1
            count = Int(written)
        }
        guard isFine else { throw .failed(operation: "decrypt") }
        output += produced
    }

    borrowing func finish() throws(CryptoError) {
        var count: Int32 = 0
        var rest = [UInt8](repeating: 0, count: Sealing.tagBytes)
        let code = unsafe EVP_CipherFinal_ex(context, &rest, &count)
        guard code == 1 else { throw .failed(operation: "finish a cipher") }
    }

    borrowing func expect(tag: [UInt8]) throws(CryptoError) {
        var tag = tag
        let code = unsafe EVP_CIPHER_CTX_ctrl(
            context, EVP_CTRL_AEAD_SET_TAG, Int32(Sealing.tagBytes), &tag)
        guard code == 1 else { throw .failed(operation: "set a tag") }
    }
}
