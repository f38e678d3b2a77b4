import COpenSSL

/// Seals many texts, each under its own key, with one cipher: making one costs more than a short seal.
@safe
public struct Sealer: ~Copyable {
    private let context: OpaquePointer

    public init() throws(CryptoError) {
        guard let context = unsafe EVP_CIPHER_CTX_new() else {
            throw .failed(operation: "make room for a cipher")
        }
        unsafe self.context = context
    }

    deinit { unsafe EVP_CIPHER_CTX_free(context) }

    /// Seals `plain` under a key of 32 bytes, bound to `associated` (`Sealing`).
    public mutating func seal(
        _ plain: Span<UInt8>, key: [UInt8], nonce: [UInt8], associated: [UInt8]
    ) throws(CryptoError) -> [UInt8] {
        try start(key: key, nonce: nonce, associated: associated)
        return try finish(plain, behind: nonce)
    }

    /// Ciphertext and tag without the nonce, for who knows it from elsewhere.
    mutating func sealWithoutNonce(
        _ plain: Span<UInt8>, key: [UInt8], nonce: [UInt8], associated: [UInt8]
    ) throws(CryptoError) -> [UInt8] {
        try start(key: key, nonce: nonce, associated: associated)
        return try finish(plain, behind: [])
    }

    private func start(
        key: [UInt8], nonce: [UInt8], associated: [UInt8]
    ) throws(CryptoError) {
        precondition(
            key.count == Sealing.keyBytes && nonce.count == Sealing.nonceBytes, "sizes are fixed")
        // The sizes were checked: 32 and 12 bytes, the cipher's own.
        var code = unsafe EVP_CipherInit_ex2(
            context, Algorithms.shared.aes256GCM, key, nonce, 1, nil)
        guard code == 1 else { throw .failed(operation: "start a cipher") }
        var count: Int32 = 0
        // Without an output buffer the bytes are authenticated only.
        code = unsafe EVP_CipherUpdate(context, nil, &count, associated, Int32(associated.count))
        guard code == 1 else { throw .failed(operation: "authenticate associated bytes") }
    }

    /// What is to stand before them, ciphertext and tag in one piece.
    private func finish(_ plain: Span<UInt8>, behind nonce: [UInt8]) throws(CryptoError) -> [UInt8]
    {
        var isFine = true
        let bytesMax = nonce.count + plain.count + Sealing.tagBytes
        let sealed = unsafe [UInt8](unsafeUninitializedCapacity: bytesMax) { buffer, count in
            guard let start = buffer.baseAddress else {
                isFine = false
                return
            }
            for index in nonce.indices { unsafe start[index] = nonce[index] }
            let text = unsafe start + nonce.count
            var written: Int32 = 0
            var rest: Int32 = 0
            // GCM is a stream: as many bytes come out as go in, then the 16 of the tag; the buffer
            // has room for both.
            var code = unsafe plain.withUnsafeBufferPointer {
                unsafe EVP_CipherUpdate(context, text, &written, $0.baseAddress, Int32($0.count))
            }
            let end = unsafe text + Int(written)
            code &= unsafe EVP_CipherFinal_ex(context, end, &rest)
            code &= unsafe EVP_CIPHER_CTX_ctrl(
                context, EVP_CTRL_AEAD_GET_TAG, Int32(Sealing.tagBytes), end)
            isFine = code == 1
            count = isFine ? nonce.count + Int(written) + Sealing.tagBytes : 0
        }
        guard isFine else { throw .failed(operation: "encrypt") }
        return sealed
    }
}
