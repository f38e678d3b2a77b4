import Testing

@testable import Crypto

@Suite struct ChunkSealingTests {
    private static let key = [UInt8](repeating: 7, count: 32)
    private static let salt = [UInt8](repeating: 9, count: 32)
    private let sealing = ChunkSealing(key: key, salt: salt)

    /// A file's chunks, from the content on.
    private func chunks(_ plain: [UInt8]) throws -> [[UInt8]] {
        let count = Int(ChunkSealing.chunkCount(ofPlain: Int64(plain.count)))
        return try (0..<count).map { index in
            let start = index * ChunkSealing.plainBytes
            let end = min(start + ChunkSealing.plainBytes, plain.count)
            return try sealing.seal(
                Array(plain[start..<end]), index: Int64(index), isLast: index == count - 1)
        }
    }

    @Test(arguments: [0, 1, 65_535, 65_536, 65_537, 131_072, 200_000])
    func `Lengths agree both ways, and what is sealed opens again`(_ length: Int) throws {
        let plain = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let sealed = try chunks(plain)
        let bytes = ChunkSealing.header(salt: Self.salt) + sealed.flatMap { $0 }
        #expect(Int64(bytes.count) == ChunkSealing.sealedLength(ofPlain: Int64(length)))
        #expect(ChunkSealing.plainLength(ofSealed: Int64(bytes.count)) == Int64(length))
        #expect(ChunkSealing.salt(of: bytes) == Self.salt)
        var opened: [UInt8] = []
        for (index, chunk) in sealed.enumerated() {
            opened += try sealing.open(
                chunk, index: Int64(index), isLast: index == sealed.count - 1)
        }
        #expect(opened == plain)
    }

    @Test func `No file has a length between`() {
        for length in [0, 63, 64, 79, 64 + 65_552 + 1, 64 + 65_552 + 16] as [Int64] {
            #expect(ChunkSealing.plainLength(ofSealed: length) == nil, "\(length)")
        }
        #expect(ChunkSealing.plainLength(ofSealed: 80) == 0)
        #expect(ChunkSealing.plainLength(ofSealed: 64 + 65_552 + 17) == 65_537)
    }

    @Test func `A chunk opens at its own place, in its own file, whole and as what it is`() throws {
        let sealed = try chunks([UInt8](repeating: 1, count: 150_000))
        #expect(throws: CryptoError.notAuthentic) {
            try sealing.open(sealed[1], index: 0, isLast: false)
        }
        // The file cut after a whole chunk.
        #expect(throws: CryptoError.notAuthentic) {
            try sealing.open(sealed[1], index: 1, isLast: true)
        }
        #expect(throws: CryptoError.notAuthentic) {
            try sealing.open(sealed[2], index: 2, isLast: false)
        }
        let other = ChunkSealing(key: Self.key, salt: [UInt8](repeating: 8, count: 32))
        #expect(throws: CryptoError.notAuthentic) {
            try other.open(sealed[0], index: 0, isLast: false)
        }
        let stranger = ChunkSealing(key: [UInt8](repeating: 1, count: 32), salt: Self.salt)
        #expect(throws: CryptoError.notAuthentic) {
            try stranger.open(sealed[0], index: 0, isLast: false)
        }
        for position in [0, 100, sealed[2].count - 1] {
            var changed = sealed[2]
            changed[position] ^= 1
            #expect(throws: CryptoError.notAuthentic) {
                try sealing.open(changed, index: 2, isLast: true)
            }
        }
        #expect(throws: CryptoError.notAuthentic) {
            try sealing.open([1, 2, 3], index: 0, isLast: true)
        }
    }

    @Test func `A header that is not ours has no salt`() {
        var header = ChunkSealing.header(salt: Self.salt)
        #expect(ChunkSealing.salt(of: Array(header.dropLast())) == nil)
        header[31] = 1
        #expect(ChunkSealing.salt(of: header) == nil)
        header[31] = 0
        header[0] = 0
        #expect(ChunkSealing.salt(of: header) == nil)
    }

    /// The construction put together by hand, so that the page that documents it stays true.
    @Test func `The bytes are those of the documented construction`() throws {
        let key = HMACSHA256.code(Array("ibtool sealed file\n".utf8) + Self.salt, key: Self.key)
        let nonce: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2]
        let expected = try Sealing.seal(
            [1, 2, 3], key: key, nonce: nonce, associated: [1])
        let sealed = try sealing.seal([1, 2, 3], index: 258, isLast: true)
        #expect(sealed == Array(expected.dropFirst(12)))
    }
}
