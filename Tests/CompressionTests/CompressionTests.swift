import Compression
import Testing

@Suite struct CompressionTests {
    static let samples: [[UInt8]] = [
        [], [0], Array("hello hello hello".utf8), Array(repeating: 7, count: 300_000),
        (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 13) },
    ]

    @Test(arguments: samples, [CompressedFormat.rawDeflate, .zlib, .gzip])
    func whatIsPackedUnpacksToTheSame(_ bytes: [UInt8], _ format: CompressedFormat) throws {
        var deflater = try Deflater(format, level: 6)
        var packed: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 70_000) {
            packed += try deflater.feed(Array(bytes[start..<min(start + 70_000, bytes.count)]))
        }
        packed += try deflater.finish()
        #expect(try unpack([packed], format) == bytes)
        let half = packed.count / 2
        #expect(try unpack([Array(packed[..<half]), Array(packed[half...])], format) == bytes)
    }

    @Test func unpackingWorksByteByByteAndInSmallPieces() throws {
        let bytes = Array("A complaint, a complaint, my file for a complaint.".utf8)
        let packed = try Gzip.compress(bytes)
        #expect(try unpack(packed.map { [$0] }, .gzip) == bytes)
        #expect(try unpack(packed.map { [$0] }, .gzip, piece: 1) == bytes)
        #expect(try Gzip.decompress(packed, bytesMax: 50) == bytes)
    }

    @Test(arguments: [1, 6, 9])
    func theSameBytesPackTheSameWay(_ level: Int) throws {
        let bytes = Self.samples[4]
        #expect(try Gzip.compress(bytes, level: level) == Gzip.compress(bytes, level: level))
    }

    @Test func aFlushedPieceCanBeReadAtOnce() throws {
        var writer = try GzipWriter()
        let packed = try writer.feed(Array("first ".utf8)) + writer.flush(Array("second".utf8))
        var inflater = try Inflater(.gzip, outputBytesMax: 100)
        inflater.feed(packed)
        var output: [UInt8] = []
        while let piece = try inflater.next() { output += piece }
        #expect(String(decoding: output, as: UTF8.self) == "first second")
        inflater.feed(try writer.finish())
        #expect(try inflater.next() == nil)
        try inflater.finish()
    }

    @Test func membersOfOneGzipFollowEachOtherAndPaddingIsPassedOver() throws {
        let one = try Gzip.compress(Array("one".utf8))
        let two = try Gzip.compress(Array("two".utf8))
        let zeros: [UInt8] = [0, 0, 0]
        #expect(try Gzip.decompress(one + two + zeros, bytesMax: 10) == Array("onetwo".utf8))
        #expect(try unpack((one + two + zeros).map { [$0] }, .gzip) == Array("onetwo".utf8))
    }

    @Test func theBoundHoldsAtItsValueAndFailsOneBeyond() throws {
        let packed = try Gzip.compress(Array(repeating: 1, count: 1_000))
        #expect(try Gzip.decompress(packed, bytesMax: 1_000).count == 1_000)
        #expect(throws: CompressionError.tooLarge(bytesMax: 999)) {
            try Gzip.decompress(packed, bytesMax: 999)
        }
    }

    @Test func aBombEndsAtTheBoundWithoutBeingHeld() throws {
        let packed = try Gzip.compress(Array(repeating: 0, count: 50 << 20), level: 9)
        #expect(packed.count < 60_000)
        var inflater = try Inflater(.gzip, outputBytesMax: 1 << 20)
        inflater.feed(packed)
        var largest = 0
        var error: CompressionError?
        do throws(CompressionError) {
            while let piece = try inflater.next() { largest = max(largest, piece.count) }
        } catch let thrown {
            error = thrown
        }
        #expect(error == .tooLarge(bytesMax: 1 << 20))
        #expect(largest <= 64 << 10)
        #expect(inflater.outputCount <= 1 << 20 + 1)
    }

    @Test func damagedBytesAreRefusedAndNeverCrash() throws {
        let bytes = Array("A complaint, a complaint, my file for a complaint.".utf8)
        let packed = try Gzip.compress(bytes)
        for index in packed.indices {
            var damaged = packed
            damaged[index] ^= 0x55
            // A flipped bit in the header's time or system leaves the content as it is.
            if let output = try? Gzip.decompress(damaged, bytesMax: 1 << 20) {
                #expect(output == bytes, "byte \(index)")
            }
            #expect(throws: CompressionError.truncated) {
                try Gzip.decompress(Array(packed[..<index]), bytesMax: 1 << 20)
            }
        }
        #expect(throws: CompressionError.corrupt) {
            try Gzip.decompress(Array("plain text".utf8), bytesMax: 100)
        }
    }

    @Test(arguments: [("", 0), ("123456789", 0xCBF4_3926), ("a", 0xE8B7_BE43)])
    func checksumsAreTheKnownOnes(_ text: String, _ value: UInt32) {
        #expect(CRC32(of: Array(text.utf8)).value == value)
        var sum = CRC32()
        for byte in text.utf8 { sum.update([byte]) }
        #expect(sum.value == value)
    }

    private func unpack(
        _ pieces: [[UInt8]], _ format: CompressedFormat, piece: Int = 64 << 10
    ) throws -> [UInt8] {
        var inflater = try Inflater(format, outputBytesMax: 1 << 30)
        var output: [UInt8] = []
        for bytes in pieces {
            inflater.feed(bytes)
            while let next = try inflater.next(max: piece) { output += next }
        }
        try inflater.finish()
        let isComplete = inflater.isComplete
        #expect(isComplete)
        return output
    }
}
