/// Why a response cannot be read.
public enum ResponseRefusal: Error, Sendable, Equatable {
    case malformedStatusLine, malformedField, headTooLong, malformedFraming
}

/// A response's head, as a client reads it.
public struct ResponseHead: Sendable, Equatable {
    /// How the content ends.
    public enum Framing: Sendable, Equatable {
        case none
        case length(Int64)
        case chunked
        case untilClose
    }

    public let status: Status
    public let headers: HeaderFields
    public let framing: Framing
    /// Whether another request may follow on the connection (RFC 9112 section 9.3).
    public let isPersistent: Bool
}

/// Reads response heads, for our own client (RFC 9112 sections 4 and 6.3).
public enum ResponseParser {
    /// What the bytes so far amount to.
    public enum Outcome: Sendable, Equatable {
        case needMore
        /// An interim answer (1xx) of so many bytes; the real one follows.
        case interim(consumed: Int)
        case head(ResponseHead, consumed: Int)
    }

    /// The longest head.
    public static let headBytesMax = 64 << 10

    /// Reads a head from the start of `buffer`.
    public static func parse(
        _ buffer: [UInt8], toHead isHead: Bool
    ) throws(ResponseRefusal) -> Outcome {
        guard let end = endOfHead(buffer) else {
            guard buffer.count < headBytesMax else { throw .headTooLong }
            return .needMore
        }
        let bytes = buffer.span
        var lines: [Range<Int>] = []
        var start = 0
        for index in 0..<end where buffer[index] == 0x0A {
            guard index > start, buffer[index - 1] == 0x0D else { throw .malformedField }
            lines.append(start..<index - 1)
            start = index + 1
        }
        let (code, isVersion11) = try statusLine(bytes, lines[0])
        if code < 200 { return .interim(consumed: end) }
        var headers = HeaderFields()
        for line in lines.dropFirst().dropLast() { try readField(bytes, line, &headers) }
        let framing = try framing(headers, code: code, isHead: isHead)
        let isPersistent = isVersion11 && framing != .untilClose && !saysClose(headers)
        return .head(
            ResponseHead(
                status: Status(code), headers: headers, framing: framing,
                isPersistent: isPersistent), consumed: end)
    }

    private static func endOfHead(_ buffer: [UInt8]) -> Int? {
        guard buffer.count >= 4 else { return nil }
        for index in 3..<buffer.count
        where buffer[index] == 0x0A && buffer[index - 1] == 0x0D && buffer[index - 2] == 0x0A {
            return index + 1
        }
        return nil
    }

    private static func saysClose(_ headers: HeaderFields) -> Bool {
        headers.all("connection").contains { value in
            value.utf8.split(separator: 0x2C).contains {
                Bytes.trimmed($0).map(Bytes.lowercased) == Array("close".utf8)
            }
        }
    }

    private static func statusLine(
        _ bytes: Span<UInt8>, _ line: Range<Int>
    ) throws(ResponseRefusal) -> (code: UInt16, isVersion11: Bool) {
        let text = bytes.text(line)
        guard text.hasPrefix("HTTP/1."), line.count >= 12 else { throw .malformedStatusLine }
        let parts = text.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count >= 2, parts[1].utf8.count == 3, let code = UInt16(parts[1]),
            (100...599).contains(code)
        else { throw .malformedStatusLine }
        return (code, parts[0] == "HTTP/1.1")
    }

    private static func readField(
        _ bytes: Span<UInt8>, _ line: Range<Int>, _ headers: inout HeaderFields
    ) throws(ResponseRefusal) {
        var colon = line.lowerBound
        while colon < line.upperBound, Bytes.isToken(bytes[colon]) { colon += 1 }
        guard colon > line.lowerBound, colon < line.upperBound, bytes[colon] == 0x3A else {
            throw .malformedField
        }
        var (start, end) = (colon + 1, line.upperBound)
        while start < end, Bytes.isSpace(bytes[start]) { start += 1 }
        while end > start, Bytes.isSpace(bytes[end - 1]) { end -= 1 }
        for index in start..<end where bytes[index] < 0x20 && bytes[index] != 0x09 {
            throw .malformedField
        }
        headers.appendParsed(bytes.lowercasedText(line.lowerBound..<colon), bytes.text(start..<end))
    }

    private static func framing(
        _ headers: HeaderFields, code: UInt16, isHead: Bool
    ) throws(ResponseRefusal) -> ResponseHead.Framing {
        if isHead || code == 204 || code == 304 { return .none }
        if let coding = headers["transfer-encoding"] {
            // Two readers might see two ends (RFC 9112 section 6.3, 3).
            guard headers["content-length"] == nil, headers.all("transfer-encoding").count == 1
            else {
                throw .malformedFraming
            }
            guard coding.utf8.map(Bytes.lowercased) == Array("chunked".utf8) else {
                throw .malformedFraming
            }
            return .chunked
        }
        let lengths = headers.all("content-length")
        guard let first = lengths.first else { return .untilClose }
        guard lengths.count == 1, first.utf8.count <= BodyFraming.lengthDigitsMax,
            first.utf8.allSatisfy(Bytes.isDigit), let length = Int64(first)
        else { throw .malformedFraming }
        return .length(length)
    }
}
