import Crypto

/// Nonces for sealing, drawn from the generator 512 at a time: a draw costs more than a seal.
struct NonceSource {
    private static let noncesInDraw = 512
    private var bytes: [UInt8] = []
    private var position = 0

    /// A nonce that was never given before.
    mutating func next() throws(StorageFailure) -> [UInt8] {
        if position == bytes.count {
            do throws(CryptoError) {
                bytes = try RandomBytes.draw(Self.noncesInDraw * Sealing.nonceBytes)
            } catch {
                throw .failed(.system(error.description))
            }
            position = 0
        }
        defer { position += Sealing.nonceBytes }
        return Array(bytes[position..<position + Sealing.nonceBytes])
    }
}
