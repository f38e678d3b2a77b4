/// What text a field may hold: no control characters (but tab and line feed in prose), no white
/// space around it, and never more bytes than its limit.
public enum TextRules {
    /// One line, trimmed.
    public static func line(_ text: String, bytesMax: Int) throws(ValueProblem) -> String {
        try checked(trimmed(text), bytesMax: bytesMax) { _ in false }
    }

    /// Many lines, trimmed; CR LF and CR become LF.
    public static func prose(_ text: String, bytesMax: Int) throws(ValueProblem) -> String {
        let unified = text.utf8.contains(0x0D) ? withLineFeeds(text) : text
        return try checked(trimmed(unified), bytesMax: bytesMax) { $0 == 0x09 || $0 == 0x0A }
    }

    /// The text without the white space around it.
    public static func trimmed(_ text: String) -> String {
        guard let first = text.unicodeScalars.first, let last = text.unicodeScalars.last,
            isSpace(first) || isSpace(last)
        else { return text }
        let scalars = text.unicodeScalars
        guard let start = scalars.firstIndex(where: { !isSpace($0) }),
            let end = scalars.lastIndex(where: { !isSpace($0) })
        else { return "" }
        return String(scalars[start...end])
    }

    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        // Below U+0080 without the tables of Unicode: imports come by here for every cell.
        guard scalar.isASCII else { return scalar.properties.isWhitespace }
        return scalar.value == 0x20 || (0x09...0x0D).contains(scalar.value)
    }

    /// Makes foreign text fit for a field: control characters become spaces (tab and line feed stay
    /// when `keepsLines`), then it is trimmed. For importers; what people type is refused instead.
    public static func cleaned(_ text: String, keepsLines: Bool) -> String {
        let unified = text.utf8.contains(0x0D) ? withLineFeeds(text) : text
        let isKept: (UInt8) -> Bool = { keepsLines && ($0 == 0x09 || $0 == 0x0A) }
        guard hasControl(unified, except: isKept) else { return trimmed(unified) }
        var scalars = String.UnicodeScalarView()
        for scalar in unified.unicodeScalars {
            let isControl = scalar.properties.generalCategory == .control
            let isLine = keepsLines && (scalar == "\t" || scalar == "\n")
            scalars.append(isControl && !isLine ? " " : scalar)
        }
        return trimmed(String(scalars))
    }

    /// The text cut to at most that many bytes, between characters.
    public static func prefix(_ text: String, bytesMax: Int) -> String {
        guard text.utf8.count > bytesMax else { return text }
        var bytes = 0
        var end = text.startIndex
        while end < text.endIndex {
            let count = text[end].utf8.count
            if bytes + count > bytesMax { break }
            bytes += count
            end = text.index(after: end)
        }
        return String(text[..<end])
    }

    private static func checked(
        _ text: String, bytesMax: Int, except isKept: (UInt8) -> Bool
    ) throws(ValueProblem) -> String {
        if text.utf8.count > bytesMax {
            throw ValueProblem(.tooLong, argument: String(bytesMax))
        }
        if hasControl(text, except: isKept) { throw ValueProblem(.invalidText) }
        return text
    }

    /// Whether a control character (Unicode Cc: below U+0020, U+007F to U+009F) is in the text.
    private static func hasControl(_ text: String, except isKept: (UInt8) -> Bool) -> Bool {
        var previous: UInt8 = 0
        let bytes = text.utf8.span
        for index in bytes.indices {
            let byte = bytes[index]
            if byte < 0x20 || byte == 0x7F {
                if !isKept(byte) { return true }
            } else if previous == 0xC2, byte < 0xA0 {
                return true
            }
            previous = byte
        }
        return false
    }

    private static func withLineFeeds(_ text: String) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        var previous: UInt8 = 0
        for byte in text.utf8 {
            if byte == 0x0D {
                bytes.append(0x0A)
            } else if byte != 0x0A || previous != 0x0D {
                bytes.append(byte)
            }
            previous = byte
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// What is wrong with a value, wherever it stands.
public struct ValueProblem: Error, Sendable, Equatable {
    public let code: FieldProblem.Code
    /// What makes the sentence complete: a limit, the choices.
    public let argument: String?

    public init(_ code: FieldProblem.Code, argument: String? = nil) {
        self.code = code
        self.argument = argument
    }

    /// The same problem at a place.
    public func at(_ pointer: String) -> FieldProblem {
        FieldProblem(pointer, code, argument: argument)
    }
}
