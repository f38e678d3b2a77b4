/// A file sealed in chunks, so that any part of it can be opened without the rest: the STREAM
/// construction (Hoang, Reyhanitabar, Rogaway, Vizár, CRYPTO 2015) over AES-256-GCM.
///
/// ```
/// file   := header chunk+
/// header := "ibtool sealed file 1\n", zeros up to 32 bytes; salt (32 random bytes)
/// chunk  := ciphertext (65,536 bytes, the last one 0 to 65,536), tag (16)
/// key    := HMAC-SHA256(the owner's key, "ibtool sealed file\n" salt)
/// nonce  := 0x00000000, the chunk's number from 0 (eight bytes, the most significant first)
/// associated data := 0x01 for the last chunk, 0x00 for every other
/// ```
/// A chunk opens at its own place in its own file only, and a file that was cut does not end with a
/// last chunk. The salt gives each file a key of its own, so that no nonce meets a key twice.
public struct ChunkSealing: Sendable {
    /// Plain bytes in every chunk but the last.
    public static let plainBytes = 64 << 10
    /// What such a chunk takes in the file.
    public static let sealedBytes = plainBytes + Sealing.tagBytes
    public static let headerBytes = 64
    public static let saltBytes = 32
    private static let mark = Array("ibtool sealed file 1\n".utf8)
    private static let markBytes = headerBytes - saltBytes
    private static let purpose = Array("ibtool sealed file\n".utf8)

    private let key: [UInt8]

    /// - Precondition: key and salt have 32 bytes each.
    public init(key: [UInt8], salt: [UInt8]) {
        precondition(key.count == Sealing.keyBytes && salt.count == Self.saltBytes)
        self.key = HMACSHA256.code(Self.purpose + salt, key: key)
    }

    /// What stands before the first chunk.
    public static func header(salt: [UInt8]) -> [UInt8] {
        mark + [UInt8](repeating: 0, count: markBytes - mark.count) + salt
    }

    /// The salt of a header; nil when it is not one of ours.
    public static func salt(of header: [UInt8]) -> [UInt8]? {
        guard header.count >= headerBytes, header.starts(with: mark),
            header[mark.count..<markBytes].allSatisfy({ $0 == 0 })
        else { return nil }
        return Array(header[markBytes..<headerBytes])
    }

    /// How long the file of that many plain bytes is.
    public static func sealedLength(ofPlain length: Int64) -> Int64 {
        Int64(headerBytes) + length + chunkCount(ofPlain: length) * Int64(Sealing.tagBytes)
    }

    /// How many plain bytes a file of that length holds; nil for a length that no file has.
    public static func plainLength(ofSealed length: Int64) -> Int64? {
        let content = length - Int64(headerBytes)
        guard content >= Int64(Sealing.tagBytes) else { return nil }
        let count = (content + Int64(sealedBytes) - 1) / Int64(sealedBytes)
        let plain = content - count * Int64(Sealing.tagBytes)
        guard plain >= 0, sealedLength(ofPlain: plain) == length else { return nil }
        return plain
    }

    /// How many chunks that many plain bytes make: at least one.
    public static func chunkCount(ofPlain length: Int64) -> Int64 {
        max(1, (length + Int64(plainBytes) - 1) / Int64(plainBytes))
    }

    /// Where a chunk begins in the file.
    public static func offset(ofChunk index: Int64) -> Int64 {
        Int64(headerBytes) + index * Int64(sealedBytes)
    }

    /// The sealed bytes of a chunk: as many as were given, and the tag.
    public func seal(
        _ plain: [UInt8], index: Int64, isLast: Bool
    ) throws(CryptoError) -> [UInt8] {
        precondition(plain.count <= Self.plainBytes && (isLast || plain.count == Self.plainBytes))
        var sealer = try Sealer()
        return try sealer.sealWithoutNonce(
            plain.span, key: key, nonce: Self.nonce(index), associated: [isLast ? 1 : 0])
    }

    /// The plain bytes of a chunk; `.notAuthentic` for other bytes, another place, or a chunk that is
    /// the last one where it should not be.
    public func open(
        _ sealed: [UInt8], index: Int64, isLast: Bool
    ) throws(CryptoError) -> [UInt8] {
        guard sealed.count <= Self.sealedBytes, isLast || sealed.count == Self.sealedBytes else {
            throw .notAuthentic
        }
        return try Sealing.open(
            sealed[...], key: key, nonce: Self.nonce(index), associated: [isLast ? 1 : 0])
    }

    private static func nonce(_ index: Int64) -> [UInt8] {
        let places = stride(from: 56, through: 0, by: -8)
        return [0, 0, 0, 0] + places.map { UInt8(truncatingIfNeeded: index >> Int64($0)) }
    }
}
