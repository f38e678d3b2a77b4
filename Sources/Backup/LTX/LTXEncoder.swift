import Compression

/// Writes an LTX file page by page, in ascending order. The caller takes the bytes as they come; what
/// stays in memory is the index, about eight bytes a page.
///
/// ```
/// init(header) ─▶ add(page) … ─▶ finish
///        bytes that are due: `take()` at any time
/// ```
public struct LTXEncoder: ~Copyable {
    /// The frame's flag: a size and one LZ4 block follow.
    static let packedFlag: UInt16 = 1
    static let frameHeaderBytes = 10

    private let header: LTXHeader
    private var packer = LZ4Packer()
    private var checksum = CRC64()
    private var index: [UInt8] = []
    private var due: [UInt8] = []
    private var order: PageOrder
    /// Bytes of the file so far.
    public private(set) var byteCount = 0

    /// Begins the file.
    public init(_ header: LTXHeader) {
        self.header = header
        order = PageOrder(header)
        append(header.bytes)
    }

    /// Adds a page of the header's size.
    ///
    /// - Throws: `invalidPage` or `missingPage` when it must not stand there.
    public mutating func add(_ number: UInt32, _ page: [UInt8]) throws(LTXError) {
        precondition(page.count == header.pageSize.bytes)
        try order.take(number)
        var frame: [UInt8] = []
        frame.reserveCapacity(page.count + page.count / 255 + 32)
        frame.append(bigEndian: number)
        frame.append(bigEndian: Self.packedFlag)
        frame.append(bigEndian: UInt32(0))
        packer.compress(page.span, into: &frame)
        let packed = UInt32(frame.count - Self.frameHeaderBytes)
        for (place, shift) in zip(6..<10, [24, 16, 8, 0]) {
            frame[place] = UInt8(truncatingIfNeeded: packed >> UInt32(shift))
        }
        // The checksum is of the page, not of how it was packed.
        checksum.update(frame.span.extracting(first: Self.frameHeaderBytes))
        checksum.update(page.span)
        index.append(variable: UInt64(number))
        index.append(variable: UInt64(byteCount))
        index.append(variable: UInt64(frame.count))
        byteCount += frame.count
        due += frame
    }

    /// Ends the file.
    ///
    /// - Throws: `missingPage` when a snapshot does not hold every page.
    public mutating func finish() throws(LTXError) {
        try order.finish()
        append([UInt8](repeating: 0, count: 6))
        index.append(0)
        append(index)
        var end: [UInt8] = []
        end.append(bigEndian: UInt64(index.count))
        // No checksum of the whole database.
        end.append(bigEndian: UInt64(0))
        append(end)
        var last: [UInt8] = []
        last.append(bigEndian: LTXChecksum.marked(checksum.value))
        byteCount += last.count
        due += last
        index = []
    }

    /// What was added since the last call, to be written behind it.
    public mutating func take() -> [UInt8] {
        let bytes = due
        due.removeAll(keepingCapacity: false)
        return bytes
    }

    /// How many bytes wait to be taken.
    public var dueCount: Int { due.count }

    private mutating func append(_ bytes: [UInt8]) {
        checksum.update(bytes.span)
        byteCount += bytes.count
        due += bytes
    }
}

/// Checksums as the format writes them.
public enum LTXChecksum {
    static func marked(_ value: UInt64) -> UInt64 { value | 1 << 63 }

    /// The checksum of one page, its number before it.
    public static func page(_ number: UInt32, _ bytes: [UInt8]) -> UInt64 {
        var head: [UInt8] = []
        head.append(bigEndian: number)
        var checksum = CRC64(of: head)
        checksum.update(bytes.span)
        return marked(checksum.value)
    }

    /// Adds a page to the checksum of a database, or takes it out again; 0 is that of no page.
    public static func fold(_ sum: UInt64, _ page: UInt64) -> UInt64 { marked(sum ^ page) }
}

/// The rule of which pages may stand in a file, and in what order.
struct PageOrder {
    private let commit: UInt32
    private let lockPage: UInt32
    private let isSnapshot: Bool
    private var last: UInt32 = 0

    init(_ header: LTXHeader) {
        commit = header.commit
        lockPage = header.pageSize.lockPage
        isSnapshot = header.isSnapshot
    }

    /// Takes the next page's number.
    mutating func take(_ number: UInt32) throws(LTXError) {
        guard number > last, number <= commit, number != lockPage else {
            throw .invalidPage(number)
        }
        if isSnapshot, number != next { throw .missingPage(next) }
        last = number
    }

    /// Says that no page follows.
    func finish() throws(LTXError) {
        // A database may be so long that the lock page is its last one.
        guard !isSnapshot || next > commit else { throw .missingPage(next) }
    }

    /// The page that a snapshot needs next.
    private var next: UInt32 { last + 1 == lockPage ? last + 2 : last + 1 }
}
