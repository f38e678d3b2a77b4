/// One raw block of LZ4 (https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md): sequences of
/// literals and a match, without frame, length or checksum. Pages of databases are packed so.
public enum LZ4Block {
    /// The shortest match; also how many bytes are looked up at once.
    fileprivate static let matchMin = 4
    /// So many bytes at the end are literals.
    fileprivate static let lastLiterals = 5
    /// No match begins in the last so many bytes.
    fileprivate static let matchStartMargin = 12
    fileprivate static let offsetMax = 65_535

    /// The longest block of that many bytes.
    public static func bytesMax(of count: Int) -> Int { count + count / 255 + 16 }

    /// Unpacks a block that holds exactly `count` bytes.
    ///
    /// - Throws: `corrupt` for any other block: it would read before the output or beyond the input,
    ///   or give another length.
    public static func decompress(
        _ block: Span<UInt8>, count: Int
    ) throws(CompressionError) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(count)
        var position = 0
        while true {
            guard position < block.count else { throw .corrupt }
            let token = block[position]
            position += 1
            let literals = try length(Int(token >> 4), block, &position, max: count)
            guard literals <= block.count - position, literals <= count - output.count else {
                throw .corrupt
            }
            for index in position..<position + literals { output.append(block[index]) }
            position += literals
            if position == block.count { break }
            guard block.count - position >= 2 else { throw .corrupt }
            let offset = Int(block[position]) | Int(block[position + 1]) << 8
            position += 2
            let match = try length(Int(token & 15), block, &position, max: count) + matchMin
            guard offset > 0, offset <= output.count, match <= count - output.count else {
                throw .corrupt
            }
            // A match may run into what it writes itself.
            let start = output.count - offset
            for index in start..<start + match { output.append(output[index]) }
        }
        guard output.count == count else { throw .corrupt }
        return output
    }

    /// A length of a token, with the bytes that make it longer.
    private static func length(
        _ nibble: Int, _ block: Span<UInt8>, _ position: inout Int, max: Int
    ) throws(CompressionError) -> Int {
        guard nibble == 15 else { return nibble }
        var length = 15
        while true {
            guard position < block.count, length <= max else { throw .corrupt }
            let more = block[position]
            position += 1
            length += Int(more)
            if more != 255 { return length }
        }
    }
}

/// Packs blocks one after the other; the table of where words were seen is kept between them.
/// Greedy: takes the last place where the next four bytes stood. One thread at a time; 32 KiB.
public struct LZ4Packer: ~Copyable {
    private static let hashBits = 13

    /// Where a hash was seen, counted over all blocks, so that a new block need not clear it.
    private var seen = [UInt32](repeating: 0, count: 1 << LZ4Packer.hashBits)
    /// What the first byte of the next block counts; 0 means never.
    private var base: UInt32 = 1

    /// A packer that has seen nothing.
    public init() {}

    /// Adds the block that unpacks to `bytes`, at most `LZ4Block.bytesMax` of them.
    public mutating func compress(_ bytes: Span<UInt8>, into output: inout [UInt8]) {
        if Int(base) + bytes.count >= Int(UInt32.max) { forget() }
        var anchor = 0
        var position = 0
        let end = bytes.count - LZ4Block.matchStartMargin
        // After many places without a match the next are looked at with gaps: random bytes cost little.
        var misses = 0
        while position <= end {
            let place = Self.hash(bytes, position)
            let candidate = Int(seen[place]) - Int(base)
            seen[place] = base + UInt32(position)
            guard candidate >= 0, position - candidate <= LZ4Block.offsetMax,
                Self.agree(bytes, candidate, position)
            else {
                misses += 1
                position += 1 + misses >> 9
                continue
            }
            misses = 0
            let length = Self.matchLength(bytes, candidate, position)
            Self.put(
                bytes, literals: anchor..<position, offset: position - candidate, length: length,
                into: &output)
            position += length
            anchor = position
        }
        Self.put(bytes, lastLiterals: anchor..<bytes.count, into: &output)
        base += UInt32(bytes.count)
    }

    private mutating func forget() {
        for index in seen.indices { seen[index] = 0 }
        base = 1
    }

    private static func word(_ bytes: Span<UInt8>, _ at: Int) -> UInt32 {
        UInt32(bytes[at]) | UInt32(bytes[at + 1]) << 8 | UInt32(bytes[at + 2]) << 16
            | UInt32(bytes[at + 3]) << 24
    }

    /// Knuth's multiplicative hash of four bytes.
    private static func hash(_ bytes: Span<UInt8>, _ at: Int) -> Int {
        Int((word(bytes, at) &* 2_654_435_761) >> UInt32(32 - hashBits))
    }

    private static func agree(_ bytes: Span<UInt8>, _ left: Int, _ right: Int) -> Bool {
        word(bytes, left) == word(bytes, right)
    }

    private static func matchLength(_ bytes: Span<UInt8>, _ left: Int, _ right: Int) -> Int {
        let most = bytes.count - LZ4Block.lastLiterals - right
        var length = LZ4Block.matchMin
        while length < most, bytes[left + length] == bytes[right + length] { length += 1 }
        return length
    }

    private static func put(
        _ bytes: Span<UInt8>, literals: Range<Int>, offset: Int, length: Int,
        into output: inout [UInt8]
    ) {
        let more = length - LZ4Block.matchMin
        output.append(UInt8(min(literals.count, 15) << 4 | min(more, 15)))
        putRest(of: literals.count, into: &output)
        for index in literals { output.append(bytes[index]) }
        output.append(UInt8(offset & 0xFF))
        output.append(UInt8(offset >> 8))
        putRest(of: more, into: &output)
    }

    private static func put(
        _ bytes: Span<UInt8>, lastLiterals literals: Range<Int>, into output: inout [UInt8]
    ) {
        output.append(UInt8(min(literals.count, 15) << 4))
        putRest(of: literals.count, into: &output)
        for index in literals { output.append(bytes[index]) }
    }

    /// The bytes that say how much more than 15 a length is.
    private static func putRest(of length: Int, into output: inout [UInt8]) {
        guard length >= 15 else { return }
        var rest = length - 15
        while rest >= 255 {
            output.append(255)
            rest -= 255
        }
        output.append(UInt8(rest))
    }
}
