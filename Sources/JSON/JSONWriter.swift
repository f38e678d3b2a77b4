/// Writes compact JSON straight into bytes. Commas are automatic; the caller keeps to the grammar:
/// one value a text, a name before each value inside an object, every begin with its end.
public struct JSONWriter: Sendable {
    /// What has been written so far.
    public private(set) var bytes: [UInt8]
    private var needsComma = false

    /// A writer with room for that many bytes before it has to grow.
    public init(reserving: Int = 0) {
        bytes = []
        bytes.reserveCapacity(reserving)
    }

    /// Hands over what has been written since the last time and goes on from there.
    public mutating func take() -> [UInt8] {
        var taken: [UInt8] = []
        swap(&taken, &bytes)
        return taken
    }

    /// Forgets everything written, keeps the room; the next value begins a new text.
    public mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        needsComma = false
    }

    /// Writes `{`.
    public mutating func beginObject() { open(0x7B) }

    /// Writes `}`.
    public mutating func endObject() { close(0x7D) }

    /// Writes `[`.
    public mutating func beginArray() { open(0x5B) }

    /// Writes `]`.
    public mutating func endArray() { close(0x5D) }

    /// Writes a member's name; its value follows.
    @_disfavoredOverload
    public mutating func name(_ name: String) {
        separate()
        quote(name.utf8.span)
        bytes.append(0x3A)
        needsComma = false
    }

    /// Writes a member's name that `quoted(_:)` made; for names that are written over and over.
    public mutating func name(quoted name: [UInt8]) {
        separate()
        bytes.append(contentsOf: name)
        needsComma = false
    }

    /// Writes a member's name out of many that `quoted(_:)` made.
    public mutating func name(quoted name: Span<UInt8>) {
        separate()
        append(name)
        needsComma = false
    }

    /// The bytes of a member's name with its quotes and colon.
    public static func quoted(_ name: String) -> [UInt8] {
        var writer = JSONWriter()
        writer.name(name)
        return writer.bytes
    }

    /// Writes a member's name that stands in the source.
    public mutating func name(_ name: StaticString) {
        separate()
        bytes.append(0x22)
        // The literal lives as long as the program.
        name.withUTF8Buffer { unsafe escape($0.span) }
        bytes.append(0x22)
        bytes.append(0x3A)
        needsComma = false
    }

    /// Writes a string.
    public mutating func string(_ value: String) {
        separate()
        quote(value.utf8.span)
    }

    /// Writes a string from bytes that should be UTF-8; each part that is not becomes U+FFFD.
    public mutating func string(utf8: Span<UInt8>) {
        separate()
        quote(repairing: utf8)
    }

    /// Writes a string from bytes that should be UTF-8; each part that is not becomes U+FFFD.
    ///
    /// The memory is read during the call only.
    public mutating func string(utf8: UnsafeBufferPointer<UInt8>) {
        separate()
        unsafe quote(repairing: utf8.span)
    }

    /// Writes a string from bytes that should be UTF-8; each part that is not becomes U+FFFD.
    public mutating func string(utf8: [UInt8]) {
        separate()
        quote(repairing: utf8.span)
    }

    /// Writes an integer.
    public mutating func integer(_ value: Int64) {
        separate()
        if value < 0 { bytes.append(0x2D) }
        appendDigits(value.magnitude)
    }

    /// Writes the shortest text that reads back as the same double; null for infinities and NaN.
    public mutating func number(_ value: Double) {
        guard let number = JSONNumber(value) else { return null() }
        separate()
        append(number.literal.utf8.span)
    }

    /// Writes true or false.
    public mutating func bool(_ value: Bool) {
        separate()
        append((value ? "true" : "false").utf8.span)
    }

    /// Writes null.
    public mutating func null() {
        separate()
        append("null".utf8.span)
    }

    /// Writes a finished JSON value as it stands; that it is one is the caller's promise.
    public mutating func raw(_ json: [UInt8]) {
        separate()
        bytes.append(contentsOf: json)
    }

    /// Writes a finished JSON value as it stands; that it is one is the caller's promise.
    public mutating func raw(_ json: Span<UInt8>) {
        separate()
        append(json)
    }

    /// Writes a value with everything in it.
    public mutating func value(_ value: JSONValue) {
        switch value {
        case .null: null()
        case .bool(let value): bool(value)
        case .number(let number):
            separate()
            append(number.literal.utf8.span)
        case .string(let value): string(value)
        case .array(let elements):
            beginArray()
            for element in elements { self.value(element) }
            endArray()
        case .object(let object):
            beginObject()
            for member in object.members {
                name(member.name)
                self.value(member.value)
            }
            endObject()
        }
    }

    private mutating func separate() {
        if needsComma { bytes.append(0x2C) }
        needsComma = true
    }

    private mutating func open(_ byte: UInt8) {
        separate()
        bytes.append(byte)
        needsComma = false
    }

    private mutating func close(_ byte: UInt8) {
        bytes.append(byte)
        needsComma = true
    }

    private mutating func appendDigits(_ value: UInt64) {
        var divisor: UInt64 = 1
        while value / divisor >= 10 { divisor *= 10 }
        while divisor > 0 {
            bytes.append(0x30 + UInt8(truncatingIfNeeded: value / divisor % 10))
            divisor /= 10
        }
    }
}

// MARK: - Strings

extension JSONWriter {
    /// Writes text that is known to be UTF-8, in its quotes.
    private mutating func quote(_ text: Span<UInt8>) {
        bytes.append(0x22)
        escape(text)
        bytes.append(0x22)
    }

    /// Writes bytes that should be UTF-8, repaired where they are not, in their quotes.
    private mutating func quote(repairing text: Span<UInt8>) {
        bytes.append(0x22)
        if PlainRun.isPlainASCII(text) {
            append(text)
            bytes.append(0x22)
            return
        }
        do throws(UTF8.ValidationError) {
            _ = try UTF8Span(validating: text)
            escape(text)
        } catch {
            repair(text)
        }
        bytes.append(0x22)
    }

    /// Appends what stands between the quotes. Runs of ordinary bytes are copied whole.
    private mutating func escape(_ text: Span<UInt8>) {
        var start = 0
        while true {
            let end = PlainRun.end(text, from: start)
            append(text.extracting(start..<end))
            if end == text.count { return }
            appendEscape(text[end])
            start = end + 1
        }
    }

    /// Does the same with bytes of which some are not UTF-8.
    private mutating func repair(_ text: Span<UInt8>) {
        var start = 0
        var position = 0
        while position < text.count {
            if text[position] < 0x80 {
                position += 1
                continue
            }
            let sequence = utf8Sequence(text, at: position)
            if !sequence.isValid {
                escape(text.extracting(start..<position))
                append("\u{FFFD}".utf8.span)
                start = position + sequence.length
            }
            position += sequence.length
        }
        escape(text.extracting(start..<position))
    }

    private mutating func appendEscape(_ byte: UInt8) {
        bytes.append(0x5C)
        switch byte {
        case 0x22, 0x5C: bytes.append(byte)
        case 0x0A: bytes.append(0x6E)
        case 0x0D: bytes.append(0x72)
        case 0x09: bytes.append(0x74)
        case 0x08: bytes.append(0x62)
        case 0x0C: bytes.append(0x66)
        default:
            append("u00".utf8.span)
            bytes.append(0x30 + byte >> 4)
            bytes.append(byte & 15 < 10 ? 0x30 + byte & 15 : 0x57 + byte & 15)
        }
    }

    private mutating func append(_ run: Span<UInt8>) {
        // Array has no append of a Span; the pointer stays inside this call.
        unsafe run.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
    }
}

/// The UTF-8 sequence that starts with the non-ASCII byte at `start`: its length and whether it is
/// well formed; of an ill-formed one, the length of its longest valid beginning, at least 1
/// (Unicode 16 section 3.9, substitution of maximal subparts).
private func utf8Sequence(_ text: Span<UInt8>, at start: Int) -> (length: Int, isValid: Bool) {
    let lead = text[start]
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch lead {
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: length = 3
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    case 0xF1...0xF3: length = 4
    default: return (1, false)
    }
    guard start + 1 < text.count, second.contains(text[start + 1]) else { return (1, false) }
    var index = 2
    while index < length {
        guard start + index < text.count, text[start + index] & 0xC0 == 0x80 else {
            return (index, false)
        }
        index += 1
    }
    return (length, true)
}
