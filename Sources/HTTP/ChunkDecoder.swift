/// Takes chunked content apart as it arrives (RFC 9112 section 7.1). It keeps no bytes.
///
///     size ─▶ extension ─▶ CR ─▶ LF ─▶ data ─▶ CR ─▶ LF ─▶ size …
///                                 └ size 0 ▶ trailers ─▶ CRLF ─▶ finished
public struct ChunkDecoder: Sendable {
    /// One step through the input.
    public enum Step: Sendable, Equatable {
        /// These bytes of the input are content.
        case data(Range<Int>)
        /// The input is used up.
        case needMore
        /// The content is complete; what follows in the input belongs to the next message.
        case finished
    }

    static let sizeDigitsMax = 8
    static let extensionBytesMax = 64
    static let allExtensionsBytesMax = 1024
    static let trailersBytesMax = 4096

    private enum State: Equatable {
        case size, fieldExtension, sizeLineFeed
        case data, dataReturn, dataLineFeed
        case trailerStart, trailer, trailerLineFeed, endLineFeed, finished
    }

    private var state = State.size
    private var digits = 0
    /// Content bytes of the current chunk that are still to come; complete once its size line is.
    private var remaining = 0
    private var extensionBytes = 0
    private var allExtensionsBytes = 0
    private var trailersBytes = 0
    /// Whether the last chunk and its trailers were read.
    public private(set) var isFinished = false

    public init() {}

    /// Content bytes that the current chunk announced and that have not come: enough to refuse a body
    /// that is going to be too large before its bytes are sent.
    public var announcedBytes: Int { state == .data ? remaining : 0 }

    /// Reads from `position` on, moves it past what was used, and stops at the first content.
    public mutating func next(
        _ input: Span<UInt8>, _ position: inout Int
    ) throws(ParseRefusal) -> Step {
        while position < input.count {
            if state == .data {
                let end = min(input.count, position + remaining)
                let range = position..<end
                remaining -= range.count
                position = end
                if remaining == 0 { state = .dataReturn }
                return .data(range)
            }
            let byte = input[position]
            position += 1
            try take(byte)
            if state == .finished {
                isFinished = true
                return .finished
            }
        }
        return .needMore
    }

    private mutating func take(_ byte: UInt8) throws(ParseRefusal) {
        switch state {
        case .size: try takeSize(byte)
        case .fieldExtension: try takeExtension(byte)
        case .sizeLineFeed:
            guard byte == 0x0A else { throw .malformedChunk }
            state = remaining == 0 ? .trailerStart : .data
            (digits, extensionBytes) = (0, 0)
        case .dataReturn:
            guard byte == 0x0D else { throw .malformedChunk }
            state = .dataLineFeed
        case .dataLineFeed:
            guard byte == 0x0A else { throw .malformedChunk }
            state = .size
        case .trailerStart, .trailer: try takeTrailer(byte)
        case .trailerLineFeed:
            guard byte == 0x0A else { throw .malformedChunk }
            state = .trailerStart
        case .endLineFeed:
            guard byte == 0x0A else { throw .malformedChunk }
            state = .finished
        case .data, .finished: preconditionFailure("content is not framing")
        }
    }

    private mutating func takeSize(_ byte: UInt8) throws(ParseRefusal) {
        if let value = Bytes.hexValue(byte) {
            digits += 1
            guard digits <= Self.sizeDigitsMax else { throw .malformedChunk }
            remaining = remaining << 4 | Int(value)
            return
        }
        guard digits > 0 else { throw .malformedChunk }
        switch byte {
        case 0x0D: state = .sizeLineFeed
        case 0x3B:
            state = .fieldExtension
            try countExtension()
        default: throw .malformedChunk
        }
    }

    /// Extensions are read past, within bounds (RFC 9112 section 7.1.1).
    private mutating func takeExtension(_ byte: UInt8) throws(ParseRefusal) {
        if byte == 0x0D {
            state = .sizeLineFeed
            return
        }
        guard byte >= 0x20 || byte == 0x09, byte != 0x7F else { throw .malformedChunk }
        try countExtension()
    }

    private mutating func countExtension() throws(ParseRefusal) {
        extensionBytes += 1
        allExtensionsBytes += 1
        guard extensionBytes <= Self.extensionBytesMax,
            allExtensionsBytes <= Self.allExtensionsBytesMax
        else { throw .chunkExtensionTooLong }
    }

    /// Trailers are read past: nothing we serve has a use for them (RFC 9110 section 6.5.1).
    private mutating func takeTrailer(_ byte: UInt8) throws(ParseRefusal) {
        if byte == 0x0D {
            state = state == .trailerStart ? .endLineFeed : .trailerLineFeed
            return
        }
        guard byte >= 0x20 || byte == 0x09, byte != 0x7F else { throw .malformedChunk }
        trailersBytes += 1
        guard trailersBytes <= Self.trailersBytesMax else { throw .trailersTooLong }
        state = .trailer
    }
}
