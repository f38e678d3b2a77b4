/// Why a request's bytes are not served. Every case closes the connection after its answer.
public enum ParseRefusal: Error, Sendable, Hashable, CaseIterable {
    // The request line.
    case malformedRequestLine, malformedVersion, unsupportedVersion
    case unknownMethod, refusedMethod
    case requestLineTooLong, malformedTarget
    // The header section.
    case bareLineFeed, bareCarriageReturn, controlByte
    case malformedFieldName, foldedField
    case fieldTooLong, headerTooLong, tooManyFields
    case missingHost, severalHosts, malformedHost
    case unknownExpectation
    // The body's framing.
    case malformedLength, severalLengths, lengthWithTransferCoding
    case malformedTransferCoding, unknownTransferCoding
    case malformedChunk, chunkExtensionTooLong, trailersTooLong
    case bodyTooLarge

    /// The status that answers it (RFC 9110 section 15.5, RFC 9112 sections 2 to 7).
    public var status: Status {
        switch self {
        case .unsupportedVersion: Status(505)
        case .unknownMethod, .unknownTransferCoding: Status(501)
        case .refusedMethod: Status(405)
        case .requestLineTooLong: Status(414)
        case .fieldTooLong, .headerTooLong, .tooManyFields: Status(431)
        case .unknownExpectation: Status(417)
        case .bodyTooLarge: Status(413)
        default: Status(400)
        }
    }

    /// The reason in a few words, for metrics and log lines.
    public var label: String { "\(self)" }
}

/// The bounds of a request head.
public struct ParseLimits: Sendable, Equatable {
    /// Longest request line without its CRLF; beyond it 414.
    public var requestLineBytesMax = 8 << 10
    /// Longest field line without its CRLF; beyond it 431.
    public var fieldBytesMax = 8 << 10
    /// All field lines with their ends, the last one without; beyond it 431.
    public var headerBytesMax = 16 << 10
    /// Number of field lines; beyond it 431.
    public var fieldsMax = 100

    public init() {}

    /// The most that a head within these limits needs in a buffer.
    public var headBytesMax: Int { requestLineBytesMax + 2 + headerBytesMax + 4 }
}
