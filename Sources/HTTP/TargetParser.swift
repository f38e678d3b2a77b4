/// Reads a request target: origin form, absolute form, or "*" for OPTIONS (RFC 9112 section 3.2).
enum TargetParser {
    /// Most segments of a path; beyond it the target is malformed.
    static let segmentsMax = 64

    static func parse(
        _ buffer: Span<UInt8>, _ range: Range<Int>, method: Method
    ) throws(ParseRefusal) -> (target: RequestTarget, authority: Authority?) {
        if buffer[range.lowerBound] == 0x2F {
            return (try originForm(buffer, range), nil)
        }
        if range.count == 1, buffer[range.lowerBound] == 0x2A, method == .options {
            let target = RequestTarget(
                rawPath: "*", rawQuery: "", segments: [], query: QueryItems())
            return (target, nil)
        }
        return try absoluteForm(buffer, range)
    }

    private static func absoluteForm(
        _ buffer: Span<UInt8>, _ range: Range<Int>
    ) throws(ParseRefusal) -> (target: RequestTarget, authority: Authority?) {
        let prefix = buffer.lowercasedText(
            range.lowerBound..<min(range.lowerBound + 8, range.upperBound))
        let skipped = prefix.hasPrefix("http://") ? 7 : prefix == "https://" ? 8 : 0
        guard skipped > 0 else { throw .malformedTarget }
        let start = range.lowerBound + skipped
        var end = start
        while end < range.upperBound, buffer[end] != 0x2F, buffer[end] != 0x3F { end += 1 }
        guard let authority = Authority(buffer, start..<end) else { throw .malformedTarget }
        if end == range.upperBound || buffer[end] == 0x3F {
            // An empty path is "/" (RFC 9110 section 4.2.3).
            let query = end == range.upperBound ? end..<end : end + 1..<range.upperBound
            return (try target(buffer, path: "/", segments: [""], query: query), authority)
        }
        return (try originForm(buffer, end..<range.upperBound), authority)
    }

    private static func originForm(
        _ buffer: Span<UInt8>, _ range: Range<Int>
    ) throws(ParseRefusal) -> RequestTarget {
        var pathEnd = range.lowerBound
        var isPlain = true
        while pathEnd < range.upperBound, buffer[pathEnd] != 0x3F {
            let byte = buffer[pathEnd]
            guard isPathByte(byte) else { throw .malformedTarget }
            if byte == 0x25 { isPlain = false }
            pathEnd += 1
        }
        let segments = try segments(buffer, range.lowerBound + 1..<pathEnd, isPlain: isPlain)
        let query = pathEnd == range.upperBound ? pathEnd..<pathEnd : pathEnd + 1..<range.upperBound
        return try target(
            buffer, path: buffer.text(range.lowerBound..<pathEnd), segments: segments, query: query)
    }

    private static func target(
        _ buffer: Span<UInt8>, path: String, segments: [String], query: Range<Int>
    ) throws(ParseRefusal) -> RequestTarget {
        for index in query where !isQueryByte(buffer[index]) { throw .malformedTarget }
        guard let items = FormDecoder.decode(buffer, query) else { throw .malformedTarget }
        return RequestTarget(
            rawPath: path, rawQuery: query.isEmpty ? "" : buffer.text(query), segments: segments,
            query: items)
    }

    /// Splits at "/" and decodes each segment once. A segment that would mean another place once
    /// decoded is refused, not cleaned.
    private static func segments(
        _ buffer: Span<UInt8>, _ range: Range<Int>, isPlain: Bool
    ) throws(ParseRefusal) -> [String] {
        var segments: [String] = []
        segments.reserveCapacity(4)
        var start = range.lowerBound
        for end in range.lowerBound...range.upperBound
        where end == range.upperBound || buffer[end] == 0x2F {
            guard segments.count < segmentsMax else { throw .malformedTarget }
            let text: String
            if isPlain {
                text = buffer.text(start..<end)
            } else if let decoded = PercentDecoder.decode(buffer, start..<end, plusIsSpace: false) {
                text = decoded
            } else {
                throw .malformedTarget
            }
            guard isHonest(text, isPlain: isPlain) else { throw .malformedTarget }
            segments.append(text)
            start = end + 1
        }
        return segments
    }

    private static func isHonest(_ segment: String, isPlain: Bool) -> Bool {
        if segment == "." || segment == ".." { return false }
        if isPlain { return true }
        return segment.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x2F && $0 != 0x5C && $0 != 0x7F }
    }

    /// pchar, "/" and what browsers leave unescaped in a path: "[", "]" and "|".
    private static func isPathByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x21, 0x24...0x3B, 0x3D, 0x40...0x5B, 0x5D, 0x5F, 0x61...0x7A, 0x7C, 0x7E: true
        default: false
        }
    }

    /// Visible ASCII without quote, "#", "<" and ">" (WHATWG URL, query percent-encode set).
    private static func isQueryByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x21, 0x24...0x3B, 0x3D, 0x3F...0x7E: true
        default: false
        }
    }
}
