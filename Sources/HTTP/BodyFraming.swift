/// How long a body is: the one place that decides it, for requests (RFC 9112 section 6.3) and for
/// responses (RFC 9110 sections 6.4 and 8.6).
public enum BodyFraming: Sendable, Equatable {
    case none
    case length(Int64)
    case chunked

    /// More digits are refused, so that no sum of lengths overflows.
    static let lengthDigitsMax = 15

    /// The framing of a request body. Anything that two readers might read differently is refused.
    static func ofRequest(
        _ headers: HeaderFields, minorVersion: Int
    ) throws(ParseRefusal) -> BodyFraming {
        var lengthField: String?
        var codingField: String?
        var codingLines = 0
        for field in headers.fields {
            if field.name == "content-length" {
                guard lengthField == nil else { throw .severalLengths }
                lengthField = field.value
            } else if field.name == "transfer-encoding" {
                codingLines += 1
                codingField = field.value
            }
        }
        if let codingField {
            guard lengthField == nil else { throw .lengthWithTransferCoding }
            guard codingLines == 1, minorVersion == 1 else { throw .malformedTransferCoding }
            try requireChunked(codingField)
            return .chunked
        }
        guard let lengthField else { return .none }
        return .length(try length(lengthField))
    }

    private static func length(_ value: String) throws(ParseRefusal) -> Int64 {
        guard !value.isEmpty, value.utf8.count <= lengthDigitsMax else { throw .malformedLength }
        var length: Int64 = 0
        for byte in value.utf8 {
            guard Bytes.isDigit(byte) else { throw .malformedLength }
            length = length * 10 + Int64(byte - 0x30)
        }
        return length
    }

    /// Accepts exactly one "chunked". A well-formed list with a coding we do not have is 501, unless
    /// chunked stands anywhere but last, which no reader may guess about. Bytes are compared, so that no letter outside ASCII
    /// is taken for one inside it.
    private static func requireChunked(_ value: String) throws(ParseRefusal) {
        let names = value.utf8.split(separator: 0x2C, omittingEmptySubsequences: false).map {
            Bytes.trimmed($0).map(Bytes.lowercased)
        }
        let chunked = Array("chunked".utf8)
        if names == [chunked] { return }
        let isWellFormed = names.allSatisfy { name in
            !name.isEmpty && name.allSatisfy(Bytes.isToken)
        }
        guard isWellFormed, !names.dropLast().contains(chunked) else {
            throw .malformedTransferCoding
        }
        throw .unknownTransferCoding
    }
}

/// How a response ends.
public enum ResponseFraming: Sendable, Equatable {
    /// No content and no length, because the status forbids both (204, 304).
    case bodiless
    /// Content-Length; the content follows unless the request was HEAD.
    case length(Int64)
    case chunked
    /// For HTTP/1.0, when the length is not known: the connection ends the body.
    case untilClose

    /// The framing of the answer `response` on a connection of this version.
    public static func of(_ response: Response, minorVersion: Int) -> ResponseFraming {
        switch response.status.code {
        case 204, 304: return .bodiless
        case 205: return .length(0)
        default: break
        }
        switch response.body {
        case .none: return .length(0)
        case .bytes(let bytes): return .length(Int64(bytes.count))
        case .shared(let shared): return .length(Int64(shared.bytes.count))
        case .file(_, _, let length): return .length(length)
        case .stream(let producer):
            if let length = producer.byteCount { return .length(length) }
            return minorVersion == 1 ? .chunked : .untilClose
        case .events: return minorVersion == 1 ? .chunked : .untilClose
        }
    }
}
