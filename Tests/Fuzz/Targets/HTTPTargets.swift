import HTTP
import HTTPReference

/// Whole, byte by byte and cut in the middle gives what the slow reader says.
func requestHead(_ bytes: [UInt8]) throws {
    let expected = SlowReader(bytes).verdict()
    try hold(RequestReading.verdict([bytes]) == expected, "whole: not \(expected)")
    try hold(RequestReading.verdict(bytes.map { [$0] }) == expected, "by bytes: not \(expected)")
    let whole = RequestReading.status([bytes])
    try hold(RequestReading.status(halves(of: bytes)) == whole, "halves: not \(whole)")
}

/// A response head has no line end inside a field, and comes out the same byte by byte.
func responseHead(_ bytes: [UInt8]) throws {
    for isHead in [false, true] {
        let whole = accepted { try ResponseParser.parse(bytes, toHead: isHead) }
        guard case .head(let head, let consumed) = whole else { continue }
        try hold((200...599).contains(head.status.code), "status")
        for field in head.headers.fields { try hold(!isSplit(field.value), "a split field") }
        let exact = accepted {
            try ResponseParser.parse(Array(bytes[..<consumed]), toHead: isHead)
        }
        try hold(exact == whole, "what follows the head matters")
        for end in 0..<consumed {
            let part = accepted { try ResponseParser.parse(Array(bytes[..<end]), toHead: isHead) }
            try hold(part == .needMore, "\(end) of \(consumed) bytes are enough or too many")
        }
    }
}

/// What is written as a field is read back as that field and nothing else.
func responseSplitting(_ bytes: [UInt8]) throws {
    let value = String(decoding: bytes, as: UTF8.self)
    guard !isSplit(value) else { return }
    var headers = HeaderFields()
    headers.append("x-before", "1")
    headers.append("location", value)
    headers.append("x-after", "2")
    var output: [UInt8] = []
    ResponseEncoder.appendHead(
        Response(status: Status(200), headers: headers), framing: .length(0), connection: .stays,
        date: Array("now".utf8), id: nil, to: &output)
    try hold(output.filter { $0 == 0x0A }.count == 7, "line ends")
    guard value.utf8.allSatisfy({ $0 >= 0x20 || $0 == 0x09 }) else { return }
    guard
        case .head(let head, output.count)? = accepted({
            try ResponseParser.parse(output, toHead: false)
        })
    else { throw Broken("the head cannot be read back") }
    let names = head.headers.fields.map(\.name)
    try hold(
        names == ["date", "x-before", "location", "x-after", "content-length"], "\(names)")
}

/// Content and refusals are the slow reader's, whole and byte by byte.
func chunks(_ bytes: [UInt8]) throws {
    let expected = SlowChunkReader.read(bytes)
    try hold(SlowChunkReader.decoded([bytes]) == expected, "whole: not \(expected)")
    try hold(SlowChunkReader.decoded(bytes.map { [$0] }) == expected, "bytes: not \(expected)")
}

/// Parts are the same whole and byte by byte; nothing is held back beyond a head.
func multipart(_ bytes: [UInt8]) throws {
    let contentType = "multipart/form-data; boundary=b"
    try hold(
        parts(contentType, [bytes]) == parts(contentType, bytes.map { [$0] }), "splits matter")
    // The first line as the field's value, the rest as the body.
    let line = bytes.firstIndex(of: 0x0A) ?? bytes.count
    let field = String(decoding: bytes[..<line], as: UTF8.self)
    let body = Array(bytes[line...].dropFirst())
    try hold(parts(field, [body]) == parts(field, halves(of: body)), "halves matter")
}

private func parts(_ contentType: String, _ pieces: [[UInt8]]) -> String? {
    guard var parser = MultipartParser(contentType: contentType) else { return "no multipart" }
    var words = ""
    var content: [UInt8] = []
    do {
        for piece in pieces {
            for event in try parser.feed(piece) {
                if case .data(let data) = event {
                    content += data
                } else {
                    words += "\(content) \(event)\n"
                    content = []
                }
            }
        }
        try parser.finish()
        return words
    } catch {
        // How far one got before the refusal depends on the pieces.
        return nil
    }
}

/// What is decoded has no NUL, and what is written again is read as the same.
func queryAndForm(_ bytes: [UInt8]) throws {
    guard let items = FormDecoder.decode(bytes) else { return }
    try hold(items.items.count <= FormDecoder.itemsMax, "too many")
    for item in items.items {
        try hold(!item.name.utf8.contains(0) && !item.value.utf8.contains(0), "NUL")
    }
    let again = items.items.map { "\(escaped($0.name))=\(escaped($0.value))" }
        .joined(separator: "&")
    let bytes = Array(again.utf8)
    try hold(FormDecoder.decode(bytes) == items, "written again: \(again)")
    let head = RequestReading.status([
        Array("GET /?".utf8) + bytes + Array(" HTTP/1.1\r\nHost: x\r\n\r\n".utf8)
    ])
    try hold(head.status == 200 || bytes.count > 8_000, "a good query is refused: \(again)")
}

private func escaped(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF")
    return text.utf8.map { "%\(digits[Int($0 >> 4)])\(digits[Int($0 & 15)])" }.joined()
}

/// A name that no other pair has gives the bytes between its "=" and the ";".
func cookies(_ bytes: [UInt8]) throws {
    guard let value = fieldValue(bytes) else { return }
    var headers = HeaderFields()
    headers.append("cookie", value)
    let cookies = Cookies(headers)
    try hold(cookies == Cookies(headers), "not the same twice")
    guard value.utf8.allSatisfy({ $0 != 0x3B && $0 != 0x22 }) else { return }
    // In front of it stands another one that must not change.
    var more = HeaderFields()
    more.append("cookie", "session=secret; \(value)")
    if !value.contains("session") {
        try hold(Cookies(more)["session"] == "secret", "another cookie changes: \(value)")
    }
}

/// Range, conditions, dates and Accept: no trap, and what comes out is within bounds.
func conditionalFields(_ bytes: [UInt8]) throws {
    guard let value = fieldValue(bytes) else { return }
    let names = [
        "range", "if-range", "if-match", "if-none-match", "if-modified-since",
        "if-unmodified-since", "accept", "accept-encoding", "accept-language",
    ]
    for name in names {
        var headers = HeaderFields()
        if name == "if-range" { headers.append("range", "bytes=0-9") }
        headers.append(name, value)
        try conditions(
            RequestHead(
                method: .get,
                target: RequestTarget(
                    rawPath: "/", rawQuery: "", segments: [""], query: QueryItems()),
                headers: headers, host: "x", port: nil, isSecure: false))
    }
    if let tag = EntityTag(parsing: value) {
        try hold(EntityTag(parsing: tag.description) == tag, "a tag is read back as another")
    }
    if let seconds = HTTPDate.parse(value, nowSeconds: 1_700_000_000) {
        let text = HTTPDate.format(seconds: seconds)
        try hold(
            HTTPDate.parse(text, nowSeconds: 0) == seconds, "\(value) is written as \(text)")
    }
    if let type = MediaType(value) { try hold(type.essence.contains("/"), "essence") }
}

private func conditions(_ head: RequestHead) throws {
    let tag = EntityTag("abc")
    for length in [Int64(0), 1, 10, 1 << 40] {
        let range = ByteRange.requested(
            head, length: length, tag: tag, modifiedSeconds: 784_111_777)
        if case .part(let part) = range {
            try hold(
                part.lowerBound >= 0 && part.upperBound <= length && !part.isEmpty,
                "\(part) of \(length)")
        }
    }
    _ = Precondition.evaluate(head, tag: tag, modifiedSeconds: 784_111_777)
    _ = Accept.gzip(head.headers)
    let language = Accept.language(head.headers, offered: ["en", "fr"])
    try hold(["en", "fr"].contains(language), "language")
    let types = ["text/html", "application/json"]
    try hold(
        Accept.mediaType(head.headers, offered: types).map(types.contains) ?? true, "media type")
}

/// The bytes as a field's value as the request parser would give it; nil when it would not.
private func fieldValue(_ bytes: [UInt8]) -> String? {
    let line = Array("GET / HTTP/1.1\r\nHost: x\r\nA:".utf8) + bytes + [13, 10, 13, 10]
    var parser = RequestParser(isSecure: false)
    guard case .head(let parsed, line.count) = parser.parse(line.span) else { return nil }
    return parsed.head.headers["a"]
}

private func isSplit(_ value: String) -> Bool {
    value.utf8.contains { $0 == 0x0D || $0 == 0x0A || $0 == 0 }
}

/// The input in two pieces.
func halves(of bytes: [UInt8]) -> [[UInt8]] {
    [Array(bytes[..<(bytes.count / 2)]), Array(bytes[(bytes.count / 2)...])]
}
