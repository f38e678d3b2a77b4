/// Why a multipart body is refused (400).
public enum MultipartRefusal: Error, Sendable, Equatable {
    case malformedBoundary, malformedPartHead, partHeadTooLong, tooManyParts, truncated
}

/// Takes multipart/form-data apart as it arrives (RFC 7578, RFC 2046 section 5.1). Holds no more than
/// one part head or one delimiter of it.
public struct MultipartParser: Sendable {
    /// What the bytes so far contained.
    public enum Event: Sendable, Equatable {
        case part(PartHead)
        /// Content of the last part.
        case data([UInt8])
        case partEnd
        /// The closing delimiter; what follows is ignored.
        case end
    }

    /// The head of one part.
    public struct PartHead: Sendable, Equatable {
        public let name: String
        /// As the client named it: never a path to open.
        public let fileName: String?
        public let contentType: String?
    }

    public static let partHeadBytesMax = 4 << 10
    public static let partsMax = 64

    private enum State: Equatable { case preamble, delimiterEnd, head, content, finished }

    private let delimiter: [UInt8]
    private var state = State.preamble
    private var parts = 0
    /// Bytes that may be the start of something.
    private var pending: [UInt8]

    /// The parser for a Content-Type value; nil when it is not multipart/form-data or its boundary is
    /// malformed.
    public init?(contentType: String) {
        guard let type = MediaType(contentType), type.essence == "multipart/form-data",
            let boundary = type.parameter("boundary"), (1...70).contains(boundary.utf8.count),
            boundary.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F })
        else { return nil }
        delimiter = Array("\r\n--\(boundary)".utf8)
        // The first delimiter may stand at the very start, without its CRLF.
        pending = [0x0D, 0x0A]
    }

    /// Reads on.
    public mutating func feed(_ bytes: [UInt8]) throws(MultipartRefusal) -> [Event] {
        if state == .finished { return [] }
        pending.append(contentsOf: bytes)
        var events: [Event] = []
        var position = 0
        while try step(&position, &events) {}
        pending.removeFirst(position)
        return events
    }

    /// Tells that the body is over.
    public func finish() throws(MultipartRefusal) {
        guard state == .finished else { throw .truncated }
    }

    /// One step; false when more bytes are needed.
    private mutating func step(
        _ position: inout Int, _ events: inout [Event]
    ) throws(MultipartRefusal) -> Bool {
        switch state {
        case .preamble, .content: return takeContent(&position, &events)
        case .delimiterEnd: return try takeDelimiterEnd(&position, &events)
        case .head: return try takeHead(&position, &events)
        case .finished:
            position = pending.count
            return false
        }
    }

    private mutating func takeContent(_ position: inout Int, _ events: inout [Event]) -> Bool {
        let found = Self.find(delimiter, in: pending, from: position)
        // Without a delimiter, what may be the start of one stays.
        let end = found ?? max(position, pending.count - delimiter.count + 1)
        if state == .content, end > position {
            events.append(.data(Array(pending[position..<end])))
        }
        position = end
        guard found != nil else { return false }
        if state == .content { events.append(.partEnd) }
        position += delimiter.count
        state = .delimiterEnd
        return true
    }

    /// CRLF opens the next part, "--" ends the body.
    private mutating func takeDelimiterEnd(
        _ position: inout Int, _ events: inout [Event]
    ) throws(MultipartRefusal) -> Bool {
        guard pending.count - position >= 2 else { return false }
        let mark = (pending[position], pending[position + 1])
        position += 2
        if mark == (0x2D, 0x2D) {
            state = .finished
            events.append(.end)
        } else if mark == (0x0D, 0x0A) {
            parts += 1
            guard parts <= Self.partsMax else { throw .tooManyParts }
            state = .head
        } else {
            throw .malformedBoundary
        }
        return true
    }

    private mutating func takeHead(
        _ position: inout Int, _ events: inout [Event]
    ) throws(MultipartRefusal) -> Bool {
        guard let end = Self.find([0x0D, 0x0A, 0x0D, 0x0A], in: pending, from: position) else {
            guard pending.count - position < Self.partHeadBytesMax else { throw .partHeadTooLong }
            return false
        }
        guard end - position <= Self.partHeadBytesMax else { throw .partHeadTooLong }
        let text = String(decoding: pending[position..<end], as: UTF8.self)
        guard let head = Self.partHead(text) else { throw .malformedPartHead }
        events.append(.part(head))
        position = end + 4
        state = .content
        return true
    }

    private static func partHead(_ text: String) -> PartHead? {
        var disposition: MediaType.Parameter?
        var fileName: String?
        var contentType: String?
        for line in text.split(separator: "\r\n") {
            guard let colon = line.firstIndex(of: ":") else { return nil }
            let value = line[line.index(after: colon)...]
            switch line[..<colon].lowercased() {
            case "content-disposition":
                let parts = FieldList.parts(value)
                guard parts.first?.lowercased() == "form-data" else { return nil }
                let parameters = parts.dropFirst().compactMap(MediaType.parameter)
                disposition = parameters.first { $0.name == "name" }
                fileName = parameters.first { $0.name == "filename" }?.value
            case "content-type": contentType = FieldList.parts(value).joined(separator: "; ")
            default: break
            }
        }
        guard let disposition else { return nil }
        return PartHead(name: disposition.value, fileName: fileName, contentType: contentType)
    }

    private static func find(_ needle: [UInt8], in hay: [UInt8], from start: Int) -> Int? {
        let last = hay.count - needle.count
        guard start <= last else { return nil }
        let (hay, needle) = (hay.span, needle.span)
        var index = start
        while index <= last {
            if hay[index] == needle[0] {
                var length = 1
                while length < needle.count, hay[index + length] == needle[length] { length += 1 }
                if length == needle.count { return index }
            }
            index += 1
        }
        return nil
    }
}
