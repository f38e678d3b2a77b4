/// What the bytes so far amount to.
public enum ParseOutcome: Sendable {
    /// The head is not complete; call again with more bytes behind the same ones.
    case needMore
    /// A complete head of so many bytes; the body, or the next request, follows them.
    case head(ParsedHead, consumed: Int)
    case refused(ParseRefusal)
}

/// A head and what its connection has to know about it.
public struct ParsedHead: Sendable {
    public let head: RequestHead
    public let framing: BodyFraming
    /// The client waits for "100 Continue" before it sends the body.
    public let expectsContinue: Bool
    /// Whether the client wants the connection after this request.
    public let isKeptAlive: Bool
    /// 0 or 1.
    public let minorVersion: Int
}

/// A strict, incremental reader of request heads (RFC 9112). It keeps its place between calls, so
/// that trickled bytes are looked at once; the caller keeps the bytes of the unfinished head.
///
///     request line ── CRLF ──▶ field line ── CRLF ──▶ … ── CRLF CRLF ──▶ head, and back to start
///
/// Stricter than a SHOULD: empty lines before the request line are refused (RFC 9112 section 2.2
/// suggests to skip one), bare LF never ends a line, and HTTP/1.0 needs Host as well.
public struct RequestParser: Sendable {
    private let limits: ParseLimits
    private let isSecure: Bool
    /// Where the line that is being read begins.
    private var lineStart = 0
    /// Up to here the bytes were looked at.
    private var scanned = 0
    /// Where the field lines begin.
    private var fieldsStart = 0
    private var requestLine: RequestLine?
    private var headers = HeaderFields()

    public init(limits: ParseLimits = ParseLimits(), isSecure: Bool) {
        self.limits = limits
        self.isSecure = isSecure
    }

    /// Whether bytes of a head were seen whose end was not.
    public var isInsideHead: Bool { scanned > 0 }

    /// Reads on. `buffer` begins at the head's first byte, and at every call for the same head with
    /// the bytes that were there before. After `head` the parser is ready for the next one.
    public mutating func parse(_ buffer: Span<UInt8>) -> ParseOutcome {
        do {
            while let line = try nextLine(buffer) {
                if requestLine == nil {
                    requestLine = try RequestLine(buffer, line)
                    fieldsStart = lineStart
                } else if line.isEmpty {
                    return try complete()
                } else {
                    try readField(buffer, line)
                }
            }
            return .needMore
        } catch {
            return .refused(error)
        }
    }

    /// The next line without its CRLF, or nil when it is not complete. Refusals depend on a byte's
    /// place alone, never on how the bytes arrived.
    private mutating func nextLine(_ buffer: Span<UInt8>) throws(ParseRefusal) -> Range<Int>? {
        let isRequestLine = requestLine == nil
        let lineEndMax =
            lineStart + (isRequestLine ? limits.requestLineBytesMax : limits.fieldBytesMax)
        let headerEndMax = isRequestLine ? Int.max : fieldsStart + limits.headerBytesMax
        var index = scanned
        while index < buffer.count {
            let byte = buffer[index]
            if byte == 0x0D {
                guard index + 1 < buffer.count else { break }
                guard buffer[index + 1] == 0x0A else { throw .bareCarriageReturn }
                let line = lineStart..<index
                lineStart = index + 2
                scanned = lineStart
                return line
            }
            if index >= lineEndMax { throw isRequestLine ? .requestLineTooLong : .fieldTooLong }
            if index >= headerEndMax { throw .headerTooLong }
            if byte < 0x20, byte != 0x09 { throw byte == 0x0A ? .bareLineFeed : .controlByte }
            if byte == 0x7F { throw .controlByte }
            index += 1
        }
        scanned = index
        return nil
    }

    /// field-name ":" OWS field-value OWS, without folding (RFC 9112 section 5).
    private mutating func readField(
        _ buffer: Span<UInt8>, _ line: Range<Int>
    ) throws(ParseRefusal) {
        guard headers.fields.count < limits.fieldsMax else { throw .tooManyFields }
        if Bytes.isSpace(buffer[line.lowerBound]) { throw .foldedField }
        var colon = line.lowerBound
        while colon < line.upperBound, buffer[colon] != 0x3A {
            guard Bytes.isToken(buffer[colon]) else { throw .malformedFieldName }
            colon += 1
        }
        guard colon > line.lowerBound, colon < line.upperBound else { throw .malformedFieldName }
        var (start, end) = (colon + 1, line.upperBound)
        while start < end, Bytes.isSpace(buffer[start]) { start += 1 }
        while end > start, Bytes.isSpace(buffer[end - 1]) { end -= 1 }
        headers.appendParsed(
            buffer.lowercasedText(line.lowerBound..<colon), buffer.text(start..<end))
    }

    private mutating func complete() throws(ParseRefusal) -> ParseOutcome {
        guard let line = requestLine else { throw .malformedRequestLine }
        let authority = try self.authority(line)
        let framing = try BodyFraming.ofRequest(headers, minorVersion: line.minorVersion)
        let head = RequestHead(
            method: line.method, target: line.target, headers: headers, host: authority.host,
            port: authority.port, isSecure: isSecure)
        let parsed = ParsedHead(
            head: head, framing: framing,
            expectsContinue: try expectsContinue(line), isKeptAlive: isKeptAlive(line),
            minorVersion: line.minorVersion)
        let consumed = lineStart
        self = RequestParser(limits: limits, isSecure: isSecure)
        return .head(parsed, consumed: consumed)
    }

    /// Host is demanded and checked even where an absolute-form target overrules it
    /// (RFC 9112 sections 3.2 and 3.2.2).
    private func authority(_ line: RequestLine) throws(ParseRefusal) -> Authority {
        var host: String?
        for field in headers.fields where field.name == "host" {
            guard host == nil else { throw .severalHosts }
            host = field.value
        }
        guard let host else { throw .missingHost }
        guard let authority = Authority(host) else { throw .malformedHost }
        return line.authority ?? authority
    }

    /// RFC 9110 section 10.1.1: only 100-continue is known, and a 1.0 client cannot mean it.
    private func expectsContinue(_ line: RequestLine) throws(ParseRefusal) -> Bool {
        var isExpected = false
        for field in headers.fields where field.name == "expect" {
            guard field.value.lowercased() == "100-continue" else { throw .unknownExpectation }
            isExpected = true
        }
        return isExpected && line.minorVersion == 1
    }

    private func isKeptAlive(_ line: RequestLine) -> Bool {
        var wantsClose = false
        var wantsKeepAlive = false
        for field in headers.fields where field.name == "connection" {
            for option in FieldList.elements(field.value) {
                switch option.lowercased() {
                case "close": wantsClose = true
                case "keep-alive": wantsKeepAlive = true
                default: break
                }
            }
        }
        return !wantsClose && (line.minorVersion == 1 || wantsKeepAlive)
    }
}
