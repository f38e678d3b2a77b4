/// The byte classes of RFC 9110 section 5.6 and RFC 3986, and text out of borrowed bytes.
enum Bytes {
    /// tchar (RFC 9110 section 5.6.2).
    static func isToken(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        case 0x21, 0x23...0x27, 0x2A, 0x2B, 0x2D, 0x2E, 0x5E, 0x5F, 0x60, 0x7C, 0x7E: true
        default: false
        }
    }

    static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    static func lowercased(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }

    /// Without the spaces and tabs around.
    static func trimmed(_ text: Substring.UTF8View) -> Substring.UTF8View {
        var rest = text
        while let first = rest.first, isSpace(first) { rest.removeFirst() }
        while let last = rest.last, isSpace(last) { rest.removeLast() }
        return rest
    }

    /// The value of a hexadecimal digit, or nil.
    static func hexValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }
}

extension Span<UInt8> {
    /// The bytes of `range` as text; what is not UTF-8 becomes U+FFFD.
    func text(_ range: Range<Int>) -> String {
        do {
            return String(copying: try UTF8Span(validating: extracting(range)))
        } catch {
            return String(decoding: bytes(range), as: UTF8.self)
        }
    }

    /// The bytes of `range`, owned.
    func bytes(_ range: Range<Int>) -> [UInt8] {
        var copy: [UInt8] = []
        copy.reserveCapacity(range.count)
        for index in range { copy.append(self[index]) }
        return copy
    }

    /// The bytes of `range` as text with ASCII letters in lower case.
    func lowercasedText(_ range: Range<Int>) -> String {
        var hasUpper = false
        for index in range where self[index] &- 0x41 < 26 { hasUpper = true }
        if !hasUpper { return text(range) }
        var lower: [UInt8] = []
        lower.reserveCapacity(range.count)
        for index in range { lower.append(Bytes.lowercased(self[index])) }
        return String(decoding: lower, as: UTF8.self)
    }
}
