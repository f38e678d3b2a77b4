/// A number as it was written, so that nothing is lost on the way through (RFC 8259 section 6).
public struct JSONNumber: Sendable, Equatable {
    /// The text of the number, a valid JSON number.
    public let literal: String

    /// The number when it is written as an integer and fits; nil for `1.0`, `1e3` and what is
    /// larger.
    public var int64: Int64? {
        Int64(literal)
    }

    /// The nearest double; nil when the number is larger than any finite double.
    public var double: Double? {
        guard let value = Double(literal), value.isFinite else { return nil }
        return value
    }

    /// The number written in decimal.
    public init(_ int: Int64) {
        literal = String(int)
    }

    /// The shortest text that reads back as the same double; nil for infinities and NaN, which JSON
    /// cannot say.
    public init?(_ double: Double) {
        guard double.isFinite else { return nil }
        let text = double.description
        literal = text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    /// Takes a text that is a JSON number and nothing else; nil for anything else.
    public init?(literal: String) {
        let span = literal.utf8.span
        guard jsonNumberEnd(span, from: 0) == span.count else { return nil }
        self.literal = literal
    }

    /// Takes a text that the parser has already checked.
    init(checked literal: String) {
        self.literal = literal
    }
}

/// The offset after the JSON number that starts at `start`; nil when none starts there.
func jsonNumberEnd(_ bytes: Span<UInt8>, from start: Int) -> Int? {
    var position = start
    func digitsEnd(_ from: Int) -> Int {
        var end = from
        while end < bytes.count, bytes[end] &- 0x30 < 10 { end += 1 }
        return end
    }
    if position < bytes.count, bytes[position] == 0x2D { position += 1 }
    let integerEnd = digitsEnd(position)
    guard integerEnd > position else { return nil }
    if bytes[position] == 0x30, integerEnd > position + 1 { return nil }
    position = integerEnd
    if position < bytes.count, bytes[position] == 0x2E {
        let end = digitsEnd(position + 1)
        guard end > position + 1 else { return nil }
        position = end
    }
    if position < bytes.count, bytes[position] | 0x20 == 0x65 {
        position += 1
        if position < bytes.count, bytes[position] == 0x2B || bytes[position] == 0x2D {
            position += 1
        }
        let end = digitsEnd(position)
        guard end > position else { return nil }
        position = end
    }
    return position
}
