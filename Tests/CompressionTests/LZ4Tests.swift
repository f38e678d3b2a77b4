import Compression
import Testing

@Suite struct LZ4Tests {
    private func pack(_ bytes: [UInt8]) -> [UInt8] {
        var packer = LZ4Packer()
        var packed: [UInt8] = []
        packer.compress(bytes.span, into: &packed)
        return packed
    }

    private func unpack(_ block: [UInt8], _ count: Int) throws -> [UInt8] {
        try LZ4Block.decompress(block.span, count: count)
    }

    @Test func thePolynomialIsTheKnownOne() {
        #expect(CRC64(of: Array("123456789".utf8)).value == 0xb909_56c7_75a4_1001)
        #expect(CRC64().value == 0)
    }

    @Test func aChecksumInPiecesIsTheSame() {
        let bytes = (0..<100).map { UInt8($0) }
        for cut in 0...100 {
            var checksum = CRC64(of: Array(bytes[..<cut]))
            checksum.update(Array(bytes[cut...]))
            #expect(checksum == CRC64(of: bytes))
        }
    }

    @Test func zerosAreTheKnownBlock() {
        let block: [UInt8] =
            [0x1F, 0, 1, 0] + [UInt8](repeating: 0xFF, count: 15) + [0xF6, 0x50, 0, 0, 0, 0, 0]
        #expect(pack([UInt8](repeating: 0, count: 4096)) == block)
    }

    @Test(arguments: [0, 1, 4, 5, 11, 12, 13, 14, 15, 16, 255, 270, 512, 4096, 65_536])
    func whatIsPackedUnpacksToTheSame(_ count: Int) throws {
        var packer = LZ4Packer()
        for kind in [1, 2, 4, 256] {
            for _ in 0..<20 {
                let bytes = (0..<count).map { _ in UInt8(Int.random(in: 0..<kind)) }
                var packed: [UInt8] = []
                packer.compress(bytes.span, into: &packed)
                #expect(packed.count <= LZ4Block.bytesMax(of: count))
                #expect(try unpack(packed, count) == bytes)
            }
        }
    }

    @Test func aLiteralRunIsRead() throws {
        let page = (0..<512).map { UInt8($0 & 255) }
        #expect(try unpack([0xF0, 0xFF, 0xF2] + page, 512) == page)
    }

    @Test(
        arguments: [
            [], [0xF0], [0xF0, 0xFF], [0x40, 1, 2, 3], [0x10, 1, 0, 0], [0x10, 1, 2, 0],
            [0x1F, 1, 1, 0], [0x10, 1, 1], [0x50, 1, 2, 3, 4, 5, 6], [0x30, 1, 2, 3],
            [0x10, 1, 1, 0, 0x50, 1, 2, 3, 4, 5],
        ] as [[UInt8]])
    func otherBlocksAreRefused(_ block: [UInt8]) {
        #expect(throws: CompressionError.corrupt) { try unpack(block, 4) }
    }

    @Test func everyCutIsRefused() {
        let bytes = (0..<300).map { UInt8($0 % 7) } + (0..<100).map { UInt8($0) }
        let block = pack(bytes)
        for end in 0..<block.count {
            #expect(throws: CompressionError.corrupt) { try unpack(Array(block[..<end]), 400) }
        }
        #expect(throws: CompressionError.corrupt) { try unpack(block, 399) }
        #expect(throws: CompressionError.corrupt) { try unpack(block, 401) }
    }
}
