import Crypto

/// Seals what the writer stores, with one cipher for all of it.
struct RecordSealer: ~Copyable {
    private var sealer: Sealer

    init() throws(StorageFailure) {
        do throws(CryptoError) {
            sealer = try Sealer()
        } catch {
            throw .failed(.system(error.description))
        }
    }

    /// Seals `plain`, bound to `purpose`.
    mutating func seal(
        _ plain: Span<UInt8>, key: [UInt8], nonce: [UInt8], for purpose: [UInt8]
    ) throws(StorageFailure) -> [UInt8] {
        do throws(CryptoError) {
            return try sealer.seal(plain, key: key, nonce: nonce, associated: purpose)
        } catch {
            throw .failed(.system(error.description))
        }
    }
}
