/// A host and port as Host and absolute-form targets carry them (RFC 3986 section 3.2), without
/// userinfo and without percent-encoding.
public struct Authority: Sendable, Equatable {
    /// The longest host name (RFC 1035 section 2.3.4).
    public static let hostBytesMax = 255

    /// In lower case; an IPv6 address keeps its brackets.
    public let host: String
    public let port: UInt16?

    /// Reads "host", "host:port", "[v6]" or "[v6]:port"; nil for anything else.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        self.init(bytes.span, 0..<bytes.count)
    }

    init?(_ buffer: Span<UInt8>, _ range: Range<Int>) {
        guard let hostEnd = Self.hostEnd(buffer, range), hostEnd > range.lowerBound,
            hostEnd - range.lowerBound <= Self.hostBytesMax
        else { return nil }
        host = buffer.lowercasedText(range.lowerBound..<hostEnd)
        if hostEnd == range.upperBound {
            port = nil
            return
        }
        guard buffer[hostEnd] == 0x3A else { return nil }
        let digits = hostEnd + 1..<range.upperBound
        guard digits.count <= 5 else { return nil }
        var value = 0
        for index in digits {
            guard Bytes.isDigit(buffer[index]) else { return nil }
            value = value * 10 + Int(buffer[index] - 0x30)
        }
        guard value <= 65_535 else { return nil }
        port = digits.isEmpty ? nil : UInt16(value)
    }

    /// Where the host ends: at ":", at the end, or behind "]".
    private static func hostEnd(_ buffer: Span<UInt8>, _ range: Range<Int>) -> Int? {
        guard let first = range.first else { return nil }
        if buffer[first] == 0x5B {
            for index in range.dropFirst() {
                let byte = buffer[index]
                if byte == 0x5D { return index > first + 2 ? index + 1 : nil }
                guard Bytes.hexValue(byte) != nil || byte == 0x3A || byte == 0x2E else {
                    return nil
                }
            }
            return nil
        }
        for index in range {
            let byte = buffer[index]
            if byte == 0x3A { return index }
            let isNameByte =
                Bytes.isDigit(byte) || Bytes.lowercased(byte) &- 0x61 < 26 || byte == 0x2D
                || byte == 0x2E || byte == 0x5F
            guard isNameByte else { return nil }
        }
        return range.upperBound
    }
}
