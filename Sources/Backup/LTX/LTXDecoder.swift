import Compression

/// Reads an LTX file as its bytes come, in pieces of any size, and believes nothing: order, bounds,
/// index and checksum are checked. Pages are handed out before the checksum is known; use them when
/// `finish` has not thrown. Holds the piece last fed and one packed page.
///
/// ```
/// header ─▶ pages ─▶ index ─▶ trailer ─▶ ended
/// ```
public struct LTXDecoder {
    private enum Phase: Equatable {
        case header, pages
        /// So many bytes of the index are still to come; known from the pages.
        case index(left: Int)
        case trailer, ended
    }

    /// The header, once it was read.
    public private(set) var header: LTXHeader?

    private var phase = Phase.header
    private var input: [UInt8] = []
    private var position = 0
    private var checksum = CRC64()
    /// What the index must be: its length and checksum, from the pages as they stood.
    private var indexCount = 1
    private var indexWanted = CRC64()
    private var indexFound = CRC64()
    private var offset = LTXHeader.byteCount
    private var order: PageOrder?

    /// A decoder at the start of a file.
    public init() {}

    /// Whether the file has come to its end.
    public var isComplete: Bool { phase == .ended }

    /// Adds bytes of the file. Take the pages with `next` before feeding more.
    public mutating func feed(_ piece: [UInt8]) {
        if position == input.count {
            input = piece
        } else {
            input.removeSubrange(..<position)
            input += piece
        }
        position = 0
    }

    /// The next page; nil when more bytes are needed or no page follows.
    public mutating func next() throws(LTXError) -> LTXPage? {
        while true {
            switch phase {
            case .header:
                guard try readHeader() else { return nil }
            case .pages:
                guard let step = try readFrame() else { return nil }
                if case .page(let page) = step { return page }
            case .index(let left):
                guard try readIndex(left) else { return nil }
            case .trailer:
                guard try readTrailer() else { return nil }
            case .ended:
                guard available == 0 else { throw .trailingBytes }
                return nil
            }
        }
    }

    /// Says that no more bytes follow.
    ///
    /// - Throws: `truncated` when the file has not come to its end.
    public mutating func finish() throws(LTXError) {
        switch phase {
        case .header: throw .truncated(.header)
        case .pages: throw .truncated(.pages)
        case .index: throw .truncated(.index)
        case .trailer: throw .truncated(.trailer)
        case .ended: if available > 0 { throw .trailingBytes }
        }
    }

    private var available: Int { input.count - position }

    private mutating func readHeader() throws(LTXError) -> Bool {
        guard available >= LTXHeader.byteCount else { return false }
        let bytes = Array(input[position..<position + LTXHeader.byteCount])
        let header = try LTXHeader(bytes)
        self.header = header
        order = PageOrder(header)
        checksum.update(bytes.span)
        position += bytes.count
        phase = .pages
        return true
    }

    private enum Step {
        case page(LTXPage)
        case end
    }

    /// The next frame, or the end of the pages; nil when its bytes have not all come.
    private mutating func readFrame() throws(LTXError) -> Step? {
        guard let header, available >= 6 else { return nil }
        let number = input.bigEndian32(at: position)
        let flags = input.bigEndian16(at: position + 4)
        if number == 0 {
            guard flags == 0 else { throw .invalidPage(0) }
            try endPages()
            return .end
        }
        guard flags == LTXEncoder.packedFlag else {
            throw flags == 0 ? .legacyPage(number) : .corruptPage(number)
        }
        guard available >= LTXEncoder.frameHeaderBytes else { return nil }
        let packed = Int(input.bigEndian32(at: position + 6))
        guard packed <= LZ4Block.bytesMax(of: header.pageSize.bytes) else {
            throw .corruptPage(number)
        }
        let frame = LTXEncoder.frameHeaderBytes + packed
        guard available >= frame else { return nil }
        try order?.take(number)
        let page = try unpack(number, frame, pageBytes: header.pageSize.bytes)
        var entry: [UInt8] = []
        entry.append(variable: UInt64(number))
        entry.append(variable: UInt64(offset))
        entry.append(variable: UInt64(frame))
        indexCount += entry.count
        indexWanted.update(entry.span)
        position += frame
        offset += frame
        return .page(LTXPage(number: number, bytes: page))
    }

    private mutating func unpack(
        _ number: UInt32, _ frame: Int, pageBytes: Int
    ) throws(LTXError) -> [UInt8] {
        let input = self.input
        let bytes = input.span.extracting(position..<position + frame)
        let page: [UInt8]
        do throws(CompressionError) {
            page = try LZ4Block.decompress(
                bytes.extracting(LTXEncoder.frameHeaderBytes..<frame), count: pageBytes)
        } catch {
            throw .corruptPage(number)
        }
        checksum.update(bytes.extracting(first: LTXEncoder.frameHeaderBytes))
        checksum.update(page.span)
        return page
    }

    private mutating func endPages() throws(LTXError) {
        try order?.finish()
        checksum.update([UInt8](repeating: 0, count: 6))
        position += 6
        indexWanted.update([0])
        phase = .index(left: indexCount)
    }

    private mutating func readIndex(_ left: Int) throws(LTXError) -> Bool {
        let count = min(left, available)
        guard count > 0 else { return false }
        let input = self.input
        let bytes = input.span.extracting(position..<position + count)
        checksum.update(bytes)
        indexFound.update(bytes)
        position += count
        phase = count == left ? .trailer : .index(left: left - count)
        if count == left, indexFound != indexWanted { throw .invalidIndex }
        return true
    }

    /// The index's length and the trailer.
    private mutating func readTrailer() throws(LTXError) -> Bool {
        guard available >= 24 else { return false }
        let bytes = Array(input[position..<position + 24])
        guard bytes.bigEndian64(at: 0) == UInt64(indexCount) else { throw .invalidIndex }
        guard bytes.bigEndian64(at: 8) == 0 else { throw .invalidHeader }
        checksum.update(bytes.span.extracting(first: 16))
        guard bytes.bigEndian64(at: 16) == LTXChecksum.marked(checksum.value) else {
            throw .checksumMismatch
        }
        position += 24
        phase = .ended
        return true
    }
}

/// One page of a database.
public struct LTXPage: Sendable, Equatable {
    /// From 1 on.
    public let number: UInt32
    public let bytes: [UInt8]

    public init(number: UInt32, bytes: [UInt8]) {
        self.number = number
        self.bytes = bytes
    }
}
