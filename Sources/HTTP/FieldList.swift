/// Comma-separated field values (RFC 9110 section 5.6.1).
enum FieldList {
    /// The elements without surrounding white space; empty ones are skipped. Commas inside quoted
    /// strings do not separate.
    static func elements(_ value: String) -> [Substring] {
        split(value[...], at: 0x2C)
    }

    /// The parameters of an element: what stands between semicolons, the first part first.
    static func parts(_ element: Substring) -> [Substring] {
        split(element, at: 0x3B)
    }

    /// A quality (RFC 9110 section 12.4.2) in thousandths: "0.5" is 500; nil when malformed.
    static func quality(_ text: Substring) -> Int? {
        let bytes = Array(text.utf8)
        guard let first = bytes.first, first == 0x30 || first == 0x31, bytes.count <= 5 else {
            return nil
        }
        if bytes.count > 1, bytes[1] != 0x2E { return nil }
        var value = Int(first - 0x30) * 1000
        var scale = 100
        for byte in bytes.dropFirst(2) {
            guard Bytes.isDigit(byte) else { return nil }
            value += Int(byte - 0x30) * scale
            scale /= 10
        }
        return value <= 1000 ? value : nil
    }

    /// An element's value and its quality: "fr;q=0.8" is ("fr", 800). Malformed qualities are 0, so
    /// that what nobody understands is not chosen.
    static func weighted(_ element: Substring) -> (value: Substring, quality: Int) {
        let parts = parts(element)
        var quality = 1000
        for part in parts.dropFirst() {
            let text = part.lowercased()
            if text.hasPrefix("q=") { quality = self.quality(text.dropFirst(2)) ?? 0 }
        }
        return (parts.first ?? "", quality)
    }

    private static func split(_ value: Substring, at separator: UInt8) -> [Substring] {
        let text = value.utf8
        var elements: [Substring] = []
        var start = text.startIndex
        var index = start
        var isQuoted = false
        while index < text.endIndex {
            let byte = text[index]
            if isQuoted, byte == 0x5C {
                index = text.index(after: index)
                if index == text.endIndex { break }
            } else if byte == 0x22 {
                isQuoted.toggle()
            } else if byte == separator, !isQuoted {
                append(value[start..<index], to: &elements)
                start = text.index(after: index)
            }
            index = text.index(after: index)
        }
        append(value[start...], to: &elements)
        return elements
    }

    private static func append(_ part: Substring, to elements: inout [Substring]) {
        var rest = part
        while let first = rest.utf8.first, Bytes.isSpace(first) { rest = rest.dropFirst() }
        while let last = rest.utf8.last, Bytes.isSpace(last) { rest = rest.dropLast() }
        if !rest.isEmpty { elements.append(rest) }
    }
}
