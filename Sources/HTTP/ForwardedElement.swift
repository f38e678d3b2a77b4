/// What one proxy says about the request it passed on (Forwarded, RFC 7239 section 4). The proxy
/// nearest to us wrote the last one.
public struct ForwardedElement: Sendable, Equatable {
    /// All elements of a request; more are refused.
    public static let elementsMax = 32

    /// Who sent the request to the proxy.
    public private(set) var sender: ForwardedNode?
    /// Where the proxy received it.
    public private(set) var receiver: ForwardedNode?
    /// The host that the request named there.
    public private(set) var host: Authority?
    /// How it came there, in lower case: "http" or "https".
    public private(set) var scheme: String?

    fileprivate init() {}

    /// Every element of the fields in order; nil when any of them is malformed: where one begins can
    /// then not be told from what a client wrote.
    public static func all(_ values: [String]) -> [ForwardedElement]? {
        var elements: [ForwardedElement] = []
        for value in values {
            var reader = Reader(text: Array(value.utf8))
            guard reader.read(&elements), elements.count <= elementsMax else { return nil }
        }
        return elements
    }

    /// Takes one parameter; false when it is malformed or stands twice. Those that are not known are
    /// passed over.
    fileprivate mutating func take(_ name: String, _ value: String) -> Bool {
        switch name {
        case "for": return Self.fill(&sender, ForwardedNode(value))
        case "by": return Self.fill(&receiver, ForwardedNode(value))
        case "host": return Self.fill(&host, Authority(value))
        case "proto":
            return Self.fill(&scheme, Self.isScheme(value) ? value.lowercased() : nil)
        default: return true
        }
    }

    private static func fill<Value>(_ place: inout Value?, _ value: Value?) -> Bool {
        guard place == nil, let value else { return false }
        place = value
        return true
    }

    /// A letter, then letters, digits, "+", "-" and "." (RFC 3986 section 3.1).
    private static func isScheme(_ text: String) -> Bool {
        guard let first = text.utf8.first, Bytes.lowercased(first) &- 0x61 < 26 else {
            return false
        }
        return text.utf8.allSatisfy { byte in
            Bytes.isDigit(byte) || Bytes.lowercased(byte) &- 0x61 < 26 || byte == 0x2B
                || byte == 0x2D || byte == 0x2E
        }
    }
}

/// Reads one field's value:
///
///     element *( OWS "," OWS element )
///     element = pair *( ";" pair ),  pair = token "=" ( token / quoted-string )
///
/// An element may be empty where a list may have empty ones (RFC 9110 section 5.6.1).
private struct Reader {
    let text: [UInt8]
    var position = 0

    /// Appends the elements; false when the value is malformed.
    mutating func read(_ elements: inout [ForwardedElement]) -> Bool {
        while true {
            skipSpace()
            if position < text.count, text[position] != 0x2C {
                guard elements.count <= ForwardedElement.elementsMax,
                    let element = readElement()
                else { return false }
                elements.append(element)
                skipSpace()
            }
            if position == text.count { return true }
            guard text[position] == 0x2C else { return false }
            position += 1
        }
    }

    private mutating func readElement() -> ForwardedElement? {
        var element = ForwardedElement()
        while true {
            guard let name = readToken()?.lowercased(), isNext(0x3D) else { return nil }
            let value = position < text.count && text[position] == 0x22 ? readQuoted() : readToken()
            guard let value, element.take(name, value) else { return nil }
            if !isNext(0x3B) { return element }
        }
    }

    private mutating func readToken() -> String? {
        let start = position
        while position < text.count, Bytes.isToken(text[position]) { position += 1 }
        return position > start ? String(decoding: text[start..<position], as: UTF8.self) : nil
    }

    /// A quoted string (RFC 9110 section 5.6.4) without its quotes.
    private mutating func readQuoted() -> String? {
        var value: [UInt8] = []
        position += 1
        while position < text.count {
            var byte = text[position]
            position += 1
            if byte == 0x22 { return String(decoding: value, as: UTF8.self) }
            if byte == 0x5C {
                guard position < text.count else { return nil }
                byte = text[position]
                position += 1
            }
            guard byte >= 0x20 && byte != 0x7F || byte == 0x09 else { return nil }
            value.append(byte)
        }
        return nil
    }

    /// Steps over `byte` when it is the next one.
    private mutating func isNext(_ byte: UInt8) -> Bool {
        guard position < text.count, text[position] == byte else { return false }
        position += 1
        return true
    }

    private mutating func skipSpace() {
        while position < text.count, Bytes.isSpace(text[position]) { position += 1 }
    }
}
