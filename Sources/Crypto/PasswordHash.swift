import COpenSSL

/// Password hashes by scrypt (RFC 7914), in one text with their parameters:
/// `scrypt$15$8$3$SALT$KEY`: log2 N, r, p, salt and key in base64url.
public enum PasswordHash {
    /// The cost of a hash.
    public struct Cost: Sendable, Equatable {
        /// log2 of N.
        public let logN: Int
        public let blockSize: Int
        public let parallelism: Int

        public init(logN: Int, blockSize: Int, parallelism: Int) {
            self.logN = logN
            self.blockSize = blockSize
            self.parallelism = parallelism
        }

        /// What one hash takes of memory: 128 · N · r (RFC 7914 section 2).
        public var memoryBytes: Int { 128 * blockSize << logN }

        /// N = 2^15, r = 8, p = 3: 32 MiB and about 0.3 s.
        public static let current = Cost(logN: 15, blockSize: 8, parallelism: 3)

        /// Bounds on what a stored text may ask of us.
        fileprivate var isAcceptable: Bool {
            (1...20).contains(logN) && (1...32).contains(blockSize)
                && (1...16).contains(parallelism)
        }
    }

    /// The library's own bound is too small for N = 2^15: its working memory may go to this.
    private static let memoryBytesMax: UInt64 = 256 << 20
    private static let saltBytes = 16
    private static let keyBytes = 32

    /// Hashes a password with a fresh salt. Takes 0.3 s: never on a loop's thread.
    public static func make(
        _ password: [UInt8], cost: Cost = .current
    ) throws(CryptoError) -> String {
        let salt = try RandomBytes.draw(saltBytes)
        let key = try derive(password, salt: salt, cost: cost, keyBytes: keyBytes)
        let numbers = "\(cost.logN)$\(cost.blockSize)$\(cost.parallelism)"
        return "scrypt$\(numbers)$\(Base64URL.encode(salt))$\(Base64URL.encode(key))"
    }

    /// Whether the password is the one that was hashed.
    public static func verify(_ password: [UInt8], against text: String) throws(CryptoError) -> Bool
    {
        let stored = try Stored(text)
        let key = try derive(
            password, salt: stored.salt, cost: stored.cost, keyBytes: stored.key.count)
        return isEqualInConstantTime(key, stored.key)
    }

    /// Whether the text was made at another cost than today's: hash again at the next sign-in.
    public static func needsRehash(_ text: String, cost: Cost = .current) -> Bool {
        do throws(CryptoError) { return try Stored(text).cost != cost } catch { return true }
    }

    /// scrypt itself.
    static func derive(
        _ password: [UInt8], salt: [UInt8], cost: Cost, keyBytes: Int
    ) throws(CryptoError) -> [UInt8] {
        var key = [UInt8](repeating: 0, count: keyBytes)
        // Touching the algorithms first keeps the host's openssl.cnf out.
        _ = Algorithms.shared
        let code = unsafe password.withUnsafeBytes { bytes in
            let start = unsafe bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
            // An empty password still needs an address; the salt's is never read beyond length 0.
            return unsafe EVP_PBE_scrypt(
                start, bytes.count, salt, salt.count, UInt64(1) << UInt64(cost.logN),
                UInt64(cost.blockSize), UInt64(cost.parallelism), memoryBytesMax, &key, keyBytes)
        }
        guard code == 1 else { throw .failed(operation: "derive a password hash") }
        return key
    }

    private struct Stored {
        let cost: Cost
        let salt: [UInt8]
        let key: [UInt8]

        init(_ text: String) throws(CryptoError) {
            let parts = text.split(separator: "$", omittingEmptySubsequences: false)
            guard parts.count == 6, parts[0] == "scrypt", let logN = Int(parts[1]),
                let blockSize = Int(parts[2]), let parallelism = Int(parts[3]),
                let salt = Base64URL.decode(String(parts[4])),
                let key = Base64URL.decode(String(parts[5])), key.count >= 16
            else { throw .malformed("A password hash") }
            cost = Cost(logN: logN, blockSize: blockSize, parallelism: parallelism)
            guard cost.isAcceptable else { throw .malformed("A password hash's cost") }
            self.salt = salt
            self.key = key
        }
    }
}
