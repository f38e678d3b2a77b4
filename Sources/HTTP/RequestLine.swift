/// The three parts of a request line (RFC 9112 section 3).
struct RequestLine: Sendable {
    let method: Method
    let target: RequestTarget
    /// The authority of an absolute-form target, which counts instead of Host.
    let authority: Authority?
    /// 0 or 1; a higher minor version is served as 1.1 (RFC 9110 section 2.5).
    let minorVersion: Int

    /// Reads the line in `range`, one space between its parts and nothing else.
    init(_ buffer: Span<UInt8>, _ range: Range<Int>) throws(ParseRefusal) {
        guard let methodEnd = Self.firstSpace(buffer, range) else {
            throw .malformedRequestLine
        }
        let rest = methodEnd + 1..<range.upperBound
        guard methodEnd > range.lowerBound, let targetEnd = Self.firstSpace(buffer, rest),
            targetEnd > rest.lowerBound
        else { throw .malformedRequestLine }
        for index in range.lowerBound..<methodEnd where !Bytes.isToken(buffer[index]) {
            throw .malformedRequestLine
        }
        minorVersion = try Self.minorVersion(buffer, targetEnd + 1..<range.upperBound)
        method = try Self.method(buffer, range.lowerBound..<methodEnd)
        let parts = try TargetParser.parse(buffer, rest.lowerBound..<targetEnd, method: method)
        target = parts.target
        authority = parts.authority
    }

    private static func firstSpace(_ buffer: Span<UInt8>, _ range: Range<Int>) -> Int? {
        for index in range where buffer[index] == 0x20 { return index }
        return nil
    }

    /// "HTTP/" DIGIT "." DIGIT, nothing else.
    private static func minorVersion(
        _ buffer: Span<UInt8>, _ range: Range<Int>
    ) throws(ParseRefusal) -> Int {
        let start = range.lowerBound
        guard range.count == 8, buffer[start] == 0x48, buffer[start + 1] == 0x54,
            buffer[start + 2] == 0x54, buffer[start + 3] == 0x50, buffer[start + 4] == 0x2F,
            Bytes.isDigit(buffer[start + 5]), buffer[start + 6] == 0x2E,
            Bytes.isDigit(buffer[start + 7]), buffer[start + 5] != 0x30
        else { throw .malformedVersion }
        guard buffer[start + 5] == 0x31 else { throw .unsupportedVersion }
        return buffer[start + 7] == 0x30 ? 0 : 1
    }

    private static func method(
        _ buffer: Span<UInt8>, _ range: Range<Int>
    ) throws(ParseRefusal) -> Method {
        guard range.count <= 8 else { throw .unknownMethod }
        var word: UInt64 = 0
        for index in range { word = word << 8 | UInt64(buffer[index]) }
        switch word {
        case 0x47_4554: return .get
        case 0x4845_4144: return .head
        case 0x504F_5354: return .post
        case 0x50_5554: return .put
        case 0x50_4154_4348: return .patch
        case 0x4445_4C45_5445: return .delete
        case 0x4F_5054_494F_4E53: return .options
        case 0x434F_4E4E_4543_54, 0x54_5241_4345: throw .refusedMethod
        default: throw .unknownMethod
        }
    }
}
