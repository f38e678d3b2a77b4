import HTTPReference
import Testing

@testable import HTTP

private func fields(_ pairs: (String, String)...) -> HeaderFields {
    var headers = HeaderFields()
    for (name, value) in pairs { headers.append(name, value) }
    return headers
}

private func request(_ method: Method = .get, _ headers: HeaderFields) -> RequestHead {
    RequestHead(
        method: method,
        target: RequestTarget(rawPath: "/", rawQuery: "", segments: [""], query: QueryItems()),
        headers: headers, host: "x", port: nil, isSecure: false)
}

@Suite struct ChunkTests {
    /// The content, then how it ended: finished with so many bytes left, a refusal, or incomplete.
    private func decode(_ pieces: [[UInt8]]) -> String {
        var decoder = ChunkDecoder()
        var content: [UInt8] = []
        var left = 0
        for piece in pieces {
            if decoder.isFinished {
                left += piece.count
                continue
            }
            var position = 0
            reading: while true {
                do {
                    switch try decoder.next(piece.span, &position) {
                    case .data(let range): content += piece[range]
                    case .needMore: break reading
                    case .finished:
                        left = piece.count - position
                        break reading
                    }
                } catch {
                    return "\(error)"
                }
            }
        }
        let text = String(decoding: content, as: UTF8.self)
        return decoder.isFinished ? "\(text)|\(left)" : "\(text)…"
    }

    @Test(arguments: [
        ("5\r\nhello\r\n0\r\n\r\n", "hello|0"),
        ("5;a=b\r\nhello\r\n1 \r\n", "malformedChunk"),
        ("A\r\n0123456789\r\n2;x\r\nab\r\n00\r\nT: v\r\nU: w\r\n\r\nGET", "0123456789ab|3"),
        ("00000005\r\nhello\r\n0\r\n\r\n", "hello|0"),
        ("5\r\nhel", "hel…"),
        ("5\r\nhello\r\n0\r\n\r", "hello…"),
        ("5\r\nhelloX", "malformedChunk"),
        ("g\r\n", "malformedChunk"),
        ("\n", "malformedChunk"),
        ("5\n", "malformedChunk"),
        ("-1\r\n", "malformedChunk"),
    ])
    func chunksAreTakenApartAtEverySplit(_ input: String, _ expected: String) {
        let (result, differing) = everySplit(Array(input.utf8), read: decode)
        #expect(result == expected)
        #expect(differing == [])
    }

    @Test func boundsHoldToTheByte() {
        let x = { (count: Int) in String(repeating: "x", count: count) }
        #expect(decode([Array("1;\(x(63))\r\na\r\n0\r\n\r\n".utf8)]) == "a|0")
        #expect(decode([Array("1;\(x(64))\r\na\r\n0\r\n\r\n".utf8)]) == "chunkExtensionTooLong")
        let many = String(repeating: "1;\(x(63))\r\na\r\n", count: 16)
        #expect(
            decode([Array((many + "0\r\n\r\n").utf8)]) == "\(String(repeating: "a", count: 16))|0")
        #expect(decode([Array((many + "0;\r\n\r\n").utf8)]) == "chunkExtensionTooLong")
        #expect(decode([Array("0\r\nT:\(x(4094))\r\n\r\n".utf8)]) == "|0")
        #expect(decode([Array("0\r\nT:\(x(4095))\r\n\r\n".utf8)]) == "trailersTooLong")
    }
}

@Suite struct DateTests {
    @Test(arguments: [
        ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
        ("Tue, 29 Feb 2000 23:59:59 GMT", 951_868_799),
    ])
    func datesAreWrittenAndRead(_ text: String, _ seconds: Int64) {
        #expect(HTTPDate.format(seconds: seconds) == text)
        #expect(HTTPDate.parse(text, nowSeconds: 0) == seconds)
    }

    @Test(arguments: [
        "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
    ])
    func obsoleteFormsAreRead(_ text: String) {
        #expect(HTTPDate.parse(text, nowSeconds: 1_700_000_000) == 784_111_777)
    }

    @Test(arguments: [
        "", "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:00:00 GMT", "now",
        "Sun, 06 Nov 1994 08:49:37 CET", "Sun, 00 Nov 1994 08:49:37 GMT",
    ])
    func otherTextsAreNoDates(_ text: String) {
        #expect(HTTPDate.parse(text, nowSeconds: 0) == nil)
    }
}

@Suite struct ConditionTests {
    @Test(arguments: [
        ("\"a\"", "\"a\"", true, true), ("W/\"a\"", "\"a\"", false, true),
        ("\"a\"", "W/\"a\"", false, true), ("\"a\"", "\"b\"", false, false),
    ])
    func tagsCompareStronglyAndWeakly(_ one: String, _ two: String, _ strong: Bool, _ weak: Bool) {
        guard let one = EntityTag(parsing: one), let two = EntityTag(parsing: two) else {
            Issue.record("unreadable")
            return
        }
        #expect(one.stronglyEquals(two) == strong)
        #expect(one.weaklyEquals(two) == weak)
    }

    @Test(arguments: ["", "a", "\"", "\"a", "w/\"a\"", "\"a\"b\"", "\"a b\""])
    func malformedTagsAreRefused(_ text: String) {
        #expect(EntityTag(parsing: text) == nil)
    }

    @Test(arguments: [
        ("if-match", "\"a\"", Method.patch, Precondition.holds),
        ("if-match", "\"x\", \"a\"", .patch, .holds),
        ("if-match", "W/\"a\"", .patch, .failed),
        ("if-match", "\"b\"", .patch, .failed),
        ("if-match", "*", .patch, .holds),
        ("if-match", "junk", .patch, .failed),
        ("if-none-match", "\"a\"", .get, .notModified),
        ("if-none-match", "W/\"a\"", .get, .notModified),
        ("if-none-match", "\"b\"", .get, .holds),
        ("if-none-match", "*", .put, .failed),
        ("if-none-match", "\"a\"", .put, .failed),
        ("if-modified-since", "Sun, 06 Nov 1994 08:49:37 GMT", .get, .notModified),
        ("if-modified-since", "Sun, 06 Nov 1994 08:49:36 GMT", .get, .holds),
        ("if-unmodified-since", "Sun, 06 Nov 1994 08:49:36 GMT", .put, .failed),
        ("if-unmodified-since", "Sun, 06 Nov 1994 08:49:37 GMT", .put, .holds),
    ])
    func conditionsAreEvaluated(
        _ name: String, _ value: String, _ method: Method, _ expected: Precondition
    ) {
        let head = request(method, fields((name, value)))
        #expect(
            Precondition.evaluate(head, tag: EntityTag("a"), modifiedSeconds: 784_111_777)
                == expected)
    }

    @Test(arguments: [
        ("bytes=0-4", ByteRange.part(0..<5)), ("bytes=5-", .part(5..<10)),
        ("bytes=-3", .part(7..<10)), ("bytes=-30", .part(0..<10)), ("bytes=8-99", .part(8..<10)),
        ("bytes=10-", .unsatisfiable), ("bytes=-0", .unsatisfiable), ("bytes=4-2", .whole),
        ("bytes=0-1,3-4", .whole), ("lines=1-2", .whole), ("bytes=a-b", .whole), ("bytes=", .whole),
    ])
    func rangesAreRead(_ value: String, _ expected: ByteRange) {
        let head = request(.get, fields(("range", value)))
        #expect(ByteRange.requested(head, length: 10, tag: nil) == expected)
    }

    @Test func ifRangeGuardsTheRange() {
        let tag = EntityTag("a")
        func range(_ condition: String) -> ByteRange {
            let head = request(.get, fields(("range", "bytes=0-1"), ("if-range", condition)))
            return ByteRange.requested(head, length: 10, tag: tag, modifiedSeconds: 784_111_777)
        }
        #expect(range("\"a\"") == .part(0..<2))
        #expect(range("W/\"a\"") == .whole)
        #expect(range("\"b\"") == .whole)
        #expect(range("Sun, 06 Nov 1994 08:49:37 GMT") == .part(0..<2))
        #expect(range("Sun, 06 Nov 1994 08:49:38 GMT") == .whole)
        #expect(ByteRange.contentRange(2..<5, length: 9) == "bytes 2-4/9")
    }
}

@Suite struct AcceptTests {
    @Test(arguments: [
        ("gzip", true), ("gzip, deflate, br", true), ("gzip;q=0", false), ("*", true),
        ("*;q=0", false), ("br", false), ("", false), ("identity;q=1, gzip;q=0.5", false),
        ("x-gzip;q=0.8", true), ("GZIP;Q=1.0", true), ("gzip;q=x", false),
    ])
    func gzipIsNegotiated(_ value: String, _ expected: Bool) {
        #expect(Accept.gzip(fields(("accept-encoding", value))) == expected)
    }

    @Test(arguments: [
        ("fr", "fr"), ("fr-CA,fr;q=0.9,en;q=0.8", "fr"), ("de, en;q=0.5, fr;q=0.6", "fr"),
        ("de", "en"), ("", "en"), ("*", "en"), ("fr;q=0, en", "en"), ("en-US,en;q=0.9", "en"),
    ])
    func theBestLanguageIsChosen(_ value: String, _ expected: String) {
        #expect(
            Accept.language(fields(("accept-language", value)), offered: ["en", "fr"]) == expected)
    }

    @Test(
        arguments: [
            ("text/csv", "text/csv"), ("*/*", "application/json"), ("text/*", "text/csv"),
            ("application/json;q=0.1, text/csv", "text/csv"), ("image/png", nil),
        ] as [(String, String?)])
    func theBestMediaTypeIsChosen(_ value: String, _ expected: String?) {
        let offered = ["application/json", "text/csv"]
        #expect(Accept.mediaType(fields(("accept", value)), offered: offered) == expected)
        #expect(Accept.mediaType(HeaderFields(), offered: offered) == "application/json")
    }

    @Test func mediaTypesHaveParameters() {
        let type = MediaType("Text/HTML; Charset=\"utf-8\"; x=a")
        #expect(type?.essence == "text/html")
        #expect(type?.parameter("charset") == "utf-8")
        for text in ["", "text", "text/", "a/b; c", "a/b; c=\"", "a b/c"] {
            #expect(MediaType(text) == nil, "\(text)")
        }
    }

    @Test func cookiesArePartedByBytes() {
        let cookies = Cookies(fields(("cookie", "a=1;\u{301}b=2; c=\u{301}3; \u{301}=4")))
        #expect(cookies["a"] == "1")
        #expect(cookies["\u{301}b"] == "2")
        #expect(cookies["c"] == "\u{301}3")
        #expect(cookies["\u{301}"] == "4")
    }

    @Test func cookiesAreReadAndPlantedTwinsRefused() {
        let cookies = Cookies(fields(("cookie", "a=1; b=\"two\";c=x=y"), ("cookie", "d=4; a=2")))
        #expect(cookies["b"] == "two")
        #expect(cookies["c"] == "x=y")
        #expect(cookies["d"] == "4")
        #expect(cookies["a"] == nil)
        #expect(cookies["e"] == nil)
        let set = SetCookie(name: "s", value: "v", maxAge: .seconds(60), isSecure: true)
        #expect(set.field == "s=v; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=60")
    }

    @Test func formsAreDecodedOrRefused() {
        let form = FormDecoder.decode(Array("a=1&b=%C3%A9+x".utf8))
        #expect(form?["b"] == "é x")
        for text in ["a=%", "a=%f", "a=%00", "a=%ff"] {
            #expect(FormDecoder.decode(Array(text.utf8)) == nil, "\(text)")
        }
        let many = Array(String(repeating: "a&", count: 1000).utf8)
        #expect(FormDecoder.decode(many)?.items.count == 1000)
        #expect(FormDecoder.decode(many + Array("a".utf8)) == nil)
    }
}

@Suite struct MultipartTests {
    private let type = "multipart/form-data; boundary=XX"

    /// The events in words; neighbouring data joined, so that splits do not show.
    private func read(_ pieces: [[UInt8]]) -> [String] {
        guard var parser = MultipartParser(contentType: type) else { return ["no parser"] }
        var words: [String] = []
        var data: [UInt8] = []
        do {
            for piece in pieces {
                for event in try parser.feed(piece) {
                    switch event {
                    case .part(let head):
                        words.append(
                            "\(head.name)/\(head.fileName ?? "-")/\(head.contentType ?? "-")")
                    case .data(let bytes): data += bytes
                    case .partEnd:
                        words.append(String(decoding: data, as: UTF8.self))
                        data = []
                    case .end: words.append("end")
                    }
                }
            }
            try parser.finish()
        } catch {
            words.append("\(error)")
        }
        return words
    }

    @Test func partsAreTakenApartAtEverySplit() {
        let body =
            "preamble\r\n--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\none\r\n--X\r\n"
            + "\r\n--XX\r\ncontent-disposition: form-data; name=f; filename=\"r\u{e9}s \\\"x\\\".csv\"\r\n"
            + "Content-Type: text/csv\r\n\r\n\r\n--XX--\r\nepilogue"
        let (words, differing) = everySplit(Array(body.utf8), read: read)
        #expect(words == ["a/-/-", "one\r\n--X\r\n", "f/r\u{e9}s \"x\".csv/text/csv", "", "end"])
        #expect(differing == [])
    }

    @Test(arguments: [
        ("--XX\r\nContent-Disposition: form-data; name=a\r\n\r\nx", ["a/-/-", "truncated"]),
        ("--XX\r\nA: b\r\n\r\nx\r\n--XX--", ["malformedPartHead"]),
        ("--XXY\r\n", ["malformedBoundary"]),
        ("--XX--", ["end"]),
        ("", ["truncated"]),
    ])
    func brokenBodiesAreRefused(_ body: String, _ expected: [String]) {
        #expect(read([Array(body.utf8)]) == expected)
    }

    @Test func boundariesAndHeadsAreBounded() {
        for type in ["text/plain", "multipart/form-data", "multipart/form-data; boundary=\"\""] {
            #expect(MultipartParser(contentType: type) == nil)
        }
        let long = "--XX\r\nA: \(String(repeating: "x", count: 5000))"
        #expect(read([Array(long.utf8)]) == ["partHeadTooLong"])
        let part = "--XX\r\nContent-Disposition: form-data; name=a\r\n\r\nx\r\n"
        let many = String(repeating: part, count: 65)
        #expect(read([Array(many.utf8)]).last == "tooManyParts")
    }
}

@Suite struct EncoderTests {
    private func encode(
        _ response: Response, minor: Int = 1, connection: ConnectionOption = .stays
    ) -> String {
        var output: [UInt8] = []
        ResponseEncoder.appendHead(
            response, framing: ResponseFraming.of(response, minorVersion: minor),
            connection: connection, date: Array("D".utf8),
            id: RequestID(run: "r", number: 71), to: &output)
        return String(decoding: output, as: UTF8.self)
    }

    @Test func theHeadHasStatusFieldsAndFraming() {
        let response = Response(
            status: Status(200), headers: fields(("etag", "\"a\"")), body: .bytes([1, 2, 3]))
        #expect(
            encode(response, connection: .close)
                == "HTTP/1.1 200 OK\r\ndate: D\r\nx-request-id: r-1z\r\netag: \"a\"\r\ncontent-length: 3\r\n"
                + "connection: close\r\n\r\n")
    }

    @Test func statusesWithoutContentHaveNoLength() {
        for code: UInt16 in [204, 304] {
            #expect(!encode(Response(status: Status(code))).contains("content-length"))
        }
        #expect(encode(Response(status: Status(404))).contains("content-length: 0\r\n"))
    }

    @Test func framingFieldsOfTheApplicationAreLeftOut() {
        let response = Response(
            status: Status(200),
            headers: fields(
                ("content-length", "99"), ("transfer-encoding", "gzip"), ("connection", "upgrade"),
                ("date", "never"), ("x-request-id", "forged"), ("x", "y")))
        #expect(
            encode(response)
                == "HTTP/1.1 200 OK\r\ndate: D\r\nx-request-id: r-1z\r\nx: y\r\n"
                + "content-length: 0\r\n\r\n")
    }

    @Test func chunksAreWritten() {
        var output: [UInt8] = []
        ResponseEncoder.appendChunk([UInt8](repeating: 0x61, count: 26), to: &output)
        ResponseEncoder.appendChunk([], to: &output)
        #expect(output == Array("1a\r\n\(String(repeating: "a", count: 26))\r\n".utf8))
    }

    @Test(arguments: [
        ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX: y\r\n\r\nhello", "200 length(5) 44"),
        ("HTTP/1.1 204 No Content\r\n\r\n", "204 none 27"),
        ("HTTP/1.1 200\r\nTransfer-Encoding: chunked\r\n\r\n", "200 chunked 44"),
        ("HTTP/1.0 200 OK\r\n\r\n", "200 untilClose 19"),
        ("HTTP/1.1 100 Continue\r\n\r\n", "interim 25"),
        ("HTTP/1.1 200 OK\r\n", "needMore"),
        ("HTTP/2 200\r\n\r\n", "malformedStatusLine"),
        ("HTTP/1.1 200 OK\r\nA b\r\n\r\n", "malformedField"),
        ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\n", "malformedFraming"),
    ])
    func ourClientReadsHeads(_ text: String, _ expected: String) {
        let result: String
        do {
            switch try ResponseParser.parse(Array(text.utf8), toHead: false) {
            case .needMore: result = "needMore"
            case .interim(let consumed): result = "interim \(consumed)"
            case .head(let head, let consumed):
                result = "\(head.status.code) \(head.framing) \(consumed)"
            }
        } catch {
            result = "\(error)"
        }
        #expect(result == expected)
    }
}
