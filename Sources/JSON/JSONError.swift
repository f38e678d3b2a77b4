/// Why a text is not accepted, and at which byte (counted from 0).
public enum JSONError: Error, Equatable, Sendable {
    case unexpectedEnd(offset: Int)
    case unexpectedByte(UInt8, offset: Int)
    case trailingBytes(offset: Int)
    case invalidNumber(offset: Int)
    case invalidEscape(offset: Int)
    case loneSurrogate(offset: Int)
    case controlCharacter(offset: Int)
    case invalidUTF8(offset: Int)
    case byteOrderMark(offset: Int)
    case duplicateName(String, offset: Int)
    case tooDeep(max: Int, offset: Int)
    case tooManyBytes(max: Int, offset: Int)
    case tooManyNodes(max: Int, offset: Int)

    /// The byte at which the text went wrong, counted from 0.
    public var offset: Int {
        switch self {
        case .unexpectedEnd(let offset), .unexpectedByte(_, let offset), .trailingBytes(let offset),
            .invalidNumber(let offset), .invalidEscape(let offset), .loneSurrogate(let offset),
            .controlCharacter(let offset), .invalidUTF8(let offset), .byteOrderMark(let offset),
            .duplicateName(_, let offset), .tooDeep(_, let offset), .tooManyBytes(_, let offset),
            .tooManyNodes(_, let offset):
            offset
        }
    }
}

extension JSONError: CustomStringConvertible {
    /// One sentence for the person who sent the text.
    public var description: String {
        "\(cause) at byte \(offset)."
    }

    private var cause: String {
        switch self {
        case .unexpectedEnd: "The JSON text ends too early"
        case .unexpectedByte(let byte, _): "The JSON text has an unexpected \(Self.shown(byte))"
        case .trailingBytes: "The JSON text goes on after its value"
        case .invalidNumber: "The JSON text has a malformed number"
        case .invalidEscape: "A JSON string has a malformed escape"
        case .loneSurrogate: "A JSON string escapes half of a surrogate pair"
        case .controlCharacter: "A JSON string has an unescaped control character"
        case .invalidUTF8: "The JSON text is not valid UTF-8"
        case .byteOrderMark: "The JSON text begins with a byte order mark"
        case .duplicateName(let name, _): "A JSON object repeats the name \"\(name)\""
        case .tooDeep(let max, _): "The JSON text is nested deeper than \(max) levels"
        case .tooManyBytes(let max, _): "The JSON text is longer than \(max) bytes"
        case .tooManyNodes(let max, _): "The JSON text has more than \(max) values"
        }
    }

    private static func shown(_ byte: UInt8) -> String {
        if byte > 0x20, byte < 0x7F { return "\"\(Character(UnicodeScalar(byte)))\"" }
        return "byte 0x" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }
}
