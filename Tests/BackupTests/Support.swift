import Backup
import Compression
import Platform
import Testing

/// The header of a file of a test.
func header(
    _ first: UInt64, _ last: UInt64, commit: UInt32, pageBytes: Int = 512,
    milliseconds: Int64 = 1_700_000_000_000, node: UInt64 = 0
) throws -> LTXHeader {
    LTXHeader(
        pageSize: try #require(PageSize(pageBytes)), commit: commit,
        transactions: try #require(TransactionRange(first, last)), milliseconds: milliseconds,
        node: node)
}

/// The bytes of a file.
func encode(_ header: LTXHeader, _ pages: [LTXPage]) throws -> [UInt8] {
    var encoder = LTXEncoder(header)
    for page in pages { try encoder.add(page.number, page.bytes) }
    try encoder.finish()
    return encoder.take()
}

/// The file's header and pages, fed in pieces of that many bytes.
func decode(_ bytes: [UInt8], pieces: Int = 1 << 20) throws -> (LTXHeader, [LTXPage]) {
    var decoder = LTXDecoder()
    var pages: [LTXPage] = []
    for start in stride(from: 0, to: bytes.count, by: pieces) {
        decoder.feed(Array(bytes[start..<min(start + pieces, bytes.count)]))
        while let page = try decoder.next() { pages.append(page) }
    }
    try decoder.finish()
    return (try #require(decoder.header), pages)
}

/// A random generator whose seed is printed with a failure.
struct Seeded: RandomNumberGenerator {
    let seed: UInt64
    private var state: UInt64

    init(_ seed: UInt64 = .random(in: 0 ... .max)) {
        self.seed = seed
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}

func hex(_ text: String) -> [UInt8] {
    let digits = text.filter { !$0.isWhitespace }
    var bytes: [UInt8] = []
    var index = digits.startIndex
    while index < digits.endIndex {
        let next = digits.index(index, offsetBy: 2)
        bytes.append(UInt8(digits[index..<next], radix: 16) ?? 0)
        index = next
    }
    return bytes
}

/// A file as a list would tell of it, `age` before noon.
func file(_ level: Int, _ first: UInt64, _ last: UInt64, stored: Int64 = 0) throws -> LTXFile {
    LTXFile(
        name: LTXName(level: level, try #require(TransactionRange(first, last))), byteCount: 100,
        stored: Timestamp(microseconds: stored * 1_000_000))
}
