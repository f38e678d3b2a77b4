/// Reads the members of a flat JSON object of scalars and lists of texts without making values of them:
/// what documents nearly always are. Written by our own writer, compact and valid; anything else is left to the real
/// parser.
struct GridFlatJSON: ~Escapable {
    /// A list is all its bytes, brackets included.
    enum Scalar { case text, integer, yes, no, null, list }

    private let bytes: Span<UInt8>
    private var position = 0

    @_lifetime(copy bytes)
    init(_ bytes: Span<UInt8>) { self.bytes = bytes }

    /// Calls `visit` with the bytes of each member's name and value. False when there is something
    /// else than text without escapes, lists of it, integers, true, false and null: then nothing counts.
    mutating func visit(
        _ visit: (_ name: Span<UInt8>, _ kind: Scalar, _ value: Span<UInt8>) -> Void
    ) -> Bool {
        guard take(0x7B) else { return false }
        if take(0x7D) { return position == bytes.count }
        repeat {
            guard let name = plainText(), take(0x3A), let (kind, value) = scalar() else {
                return false
            }
            visit(bytes.extracting(name), kind, bytes.extracting(value))
        } while take(0x2C)
        return take(0x7D) && position == bytes.count
    }

    private mutating func scalar() -> (Scalar, Range<Int>)? {
        guard position < bytes.count else { return nil }
        switch bytes[position] {
        case 0x22: return plainText().map { (.text, $0) }
        case 0x74: return word("true").map { (.yes, $0) }
        case 0x66: return word("false").map { (.no, $0) }
        case 0x6E: return word("null").map { (.null, $0) }
        case 0x5B: return list().map { (.list, $0) }
        default: return integer().map { (.integer, $0) }
        }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    /// What stands between the quotes; nil where there is an escape.
    private mutating func plainText() -> Range<Int>? {
        guard take(0x22) else { return nil }
        let start = position
        while position < bytes.count {
            let byte = bytes[position]
            if byte == 0x22 {
                position += 1
                return start..<(position - 1)
            }
            if byte == 0x5C || byte < 0x20 { return nil }
            position += 1
        }
        return nil
    }

    /// A list of texts without escapes, not empty.
    private mutating func list() -> Range<Int>? {
        let start = position
        guard take(0x5B) else { return nil }
        repeat {
            guard plainText() != nil else { return nil }
        } while take(0x2C)
        return take(0x5D) ? start..<position : nil
    }

    private mutating func word(_ word: StaticString) -> Range<Int>? {
        let start = position
        for byte in word.description.utf8 {
            guard take(byte) else { return nil }
        }
        return start..<position
    }

    /// Up to 18 digits with their sign, and nothing of a fraction or exponent behind them.
    private mutating func integer() -> Range<Int>? {
        let start = position
        _ = take(0x2D)
        let digits = position
        while position < bytes.count, (0x30...0x39).contains(bytes[position]) { position += 1 }
        guard position > digits, position - digits <= 18 else { return nil }
        if position < bytes.count, [0x2E, 0x45, 0x65].contains(bytes[position]) { return nil }
        return start..<position
    }

    /// The number that `integer` found.
    static func number(_ digits: Span<UInt8>) -> Int64 {
        var number: Int64 = 0
        var start = 0
        if digits.count > 0, digits[0] == 0x2D { start = 1 }
        for index in start..<digits.count { number = number * 10 + Int64(digits[index] - 0x30) }
        return start == 1 ? -number : number
    }
}
