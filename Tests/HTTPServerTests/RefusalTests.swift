import HTTP
import HTTPServer
import Platform
import Testing

/// One malformed request and the status that answers it.
struct Refusal: Sendable, CustomTestStringConvertible {
    let name: String
    let bytes: [UInt8]
    let status: Int

    init(_ name: String, _ text: String, _ status: Int) {
        self.name = name
        bytes = Array(text.utf8)
        self.status = status
    }

    var testDescription: String { name }

    private static let host = "Host: localhost\r\n"

    private static func post(_ fields: String, _ body: String = "") -> String {
        "POST /x HTTP/1.1\r\n\(host)\(fields)\r\n\r\n\(body)"
    }

    private static func chunked(_ body: String) -> String {
        post("Transfer-Encoding: chunked", body)
    }

    static let framing = [
        Refusal("length and coding", post("Content-Length: 0\r\nTransfer-Encoding: chunked"), 400),
        Refusal("coding and length", post("Transfer-Encoding: chunked\r\nContent-Length: 5"), 400),
        Refusal("two lengths", post("Content-Length: 1\r\nContent-Length: 1", "a"), 400),
        Refusal("different lengths", post("Content-Length: 1\r\nContent-Length: 2", "ab"), 400),
        Refusal("length list", post("Content-Length: 1, 1", "a"), 400),
        Refusal("signed length", post("Content-Length: +1", "a"), 400),
        Refusal("negative length", post("Content-Length: -1"), 400),
        Refusal("hexadecimal length", post("Content-Length: 0x1", "a"), 400),
        Refusal("empty length", post("Content-Length:"), 400),
        Refusal("endless length", post("Content-Length: 1000000000000000"), 400),
        Refusal("spaced length", post("Content-Length: 1 1", "a"), 400),
        Refusal("unknown coding", post("Transfer-Encoding: xchunked"), 501),
        Refusal("coding before chunked", post("Transfer-Encoding: gzip, chunked"), 501),
        Refusal("identity", post("Transfer-Encoding: identity"), 501),
        Refusal("chunked twice", post("Transfer-Encoding: chunked, chunked"), 400),
        Refusal("chunked not last", post("Transfer-Encoding: chunked, gzip"), 400),
        Refusal(
            "two coding lines",
            post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked"), 400),
        Refusal("chunked with a tab", post("Transfer-Encoding: chun\u{b}ked"), 400),
        Refusal("chunked with NUL", post("Transfer-Encoding: chunked\0"), 400),
        Refusal("empty coding", post("Transfer-Encoding: "), 400),
        Refusal("coding parameter", post("Transfer-Encoding: chunked;q=1"), 400),
        Refusal(
            "coding in 1.0", "POST /x HTTP/1.0\r\n\(host)Transfer-Encoding: chunked\r\n\r\n", 400),
        Refusal("too large a body", post("Content-Length: 1001"), 413),
    ]

    static let chunks = [
        Refusal("signed chunk", chunked("+5\r\nhello\r\n0\r\n\r\n"), 400),
        Refusal("spaced chunk", chunked("5 \r\nhello\r\n0\r\n\r\n"), 400),
        Refusal("prefixed chunk", chunked("0x5\r\nhello\r\n0\r\n\r\n"), 400),
        Refusal("nine digits", chunked("000000005\r\nhello\r\n0\r\n\r\n"), 400),
        Refusal("bare LF after size", chunked("5\nhello\r\n0\r\n\r\n"), 400),
        Refusal("bare LF in extension", chunked("5;a\nhello\r\n0\r\n\r\n"), 400),
        Refusal("bare LF after data", chunked("5\r\nhello\n0\r\n\r\n"), 400),
        Refusal("long data", chunked("5\r\nhello!\r\n0\r\n\r\n"), 400),
        Refusal("no size", chunked("\r\nhello\r\n0\r\n\r\n"), 400),
        Refusal(
            "long extension", chunked("5;\(String(repeating: "x", count: 64))\r\nhello"), 400),
        Refusal(
            "long trailers", chunked("0\r\nA: \(String(repeating: "x", count: 4096))\r\n\r\n"), 400),
        Refusal("bare CR in trailers", chunked("0\r\nA: b\rc\r\n\r\n"), 400),
        Refusal(
            "too large chunks",
            chunked("3e9\r\n\(String(repeating: "x", count: 1001))\r\n0\r\n\r\n"), 413),
    ]

    static let fields = [
        Refusal("space before colon", "GET / HTTP/1.1\r\nHost : localhost\r\n\r\n", 400),
        Refusal("tab before colon", "GET / HTTP/1.1\r\n\(host)A\t: b\r\n\r\n", 400),
        Refusal("empty name", "GET / HTTP/1.1\r\n\(host): b\r\n\r\n", 400),
        Refusal("no colon", "GET / HTTP/1.1\r\n\(host)abc\r\n\r\n", 400),
        Refusal("name that is no token", "GET / HTTP/1.1\r\n\(host)A(b: c\r\n\r\n", 400),
        Refusal("folded field", "GET / HTTP/1.1\r\n\(host)A: b\r\n c\r\n\r\n", 400),
        Refusal("bare LF", "GET / HTTP/1.1\nHost: localhost\n\n", 400),
        Refusal("bare LF in fields", "GET / HTTP/1.1\r\n\(host)A: b\nC: d\r\n\r\n", 400),
        Refusal("bare CR", "GET / HTTP/1.1\r\n\(host)A: b\rc\r\n\r\n", 400),
        Refusal("NUL in value", "GET / HTTP/1.1\r\n\(host)A: b\0c\r\n\r\n", 400),
        Refusal("escape in value", "GET / HTTP/1.1\r\n\(host)A: b\u{1b}c\r\n\r\n", 400),
        Refusal("DEL in value", "GET / HTTP/1.1\r\n\(host)A: b\u{7f}c\r\n\r\n", 400),
        Refusal("no host", "GET / HTTP/1.1\r\nA: b\r\n\r\n", 400),
        Refusal("no host in 1.0", "GET / HTTP/1.0\r\n\r\n", 400),
        Refusal("two hosts", "GET / HTTP/1.1\r\n\(host)\(host)\r\n", 400),
        Refusal("user in host", "GET / HTTP/1.1\r\nHost: me@localhost\r\n\r\n", 400),
        Refusal("slash in host", "GET / HTTP/1.1\r\nHost: localhost/x\r\n\r\n", 400),
        Refusal("port too large", "GET / HTTP/1.1\r\nHost: localhost:65536\r\n\r\n", 400),
        Refusal("empty host", "GET / HTTP/1.1\r\nHost:\r\n\r\n", 400),
        Refusal("other expectation", "GET / HTTP/1.1\r\n\(host)Expect: 200-ok\r\n\r\n", 417),
        Refusal(
            "long field",
            "GET / HTTP/1.1\r\n\(host)A: \(String(repeating: "x", count: 8190))\r\n\r\n",
            431),
        Refusal(
            "long header",
            "GET / HTTP/1.1\r\n\(host)"
                + String(repeating: "A: \(String(repeating: "x", count: 4000))\r\n", count: 5)
                + "\r\n", 431),
        Refusal(
            "many fields",
            "GET / HTTP/1.1\r\n\(host)\(String(repeating: "A: b\r\n", count: 100))\r\n", 431),
    ]

    static let lines = [
        Refusal("leading CRLF", "\r\nGET / HTTP/1.1\r\n\(host)\r\n", 400),
        Refusal("double space", "GET  / HTTP/1.1\r\n\(host)\r\n", 400),
        Refusal("trailing space", "GET / HTTP/1.1 \r\n\(host)\r\n", 400),
        Refusal("tab between", "GET\t/ HTTP/1.1\r\n\(host)\r\n", 400),
        Refusal("no version", "GET /\r\n\(host)\r\n", 400),
        Refusal("version 0.9", "GET / HTTP/0.9\r\n\(host)\r\n", 400),
        Refusal("version 2.0", "GET / HTTP/2.0\r\n\(host)\r\n", 505),
        Refusal("preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505),
        Refusal("malformed version", "GET / HTTP/1\r\n\(host)\r\n", 400),
        Refusal("lower-case version", "GET / http/1.1\r\n\(host)\r\n", 400),
        Refusal("lower-case method", "get / HTTP/1.1\r\n\(host)\r\n", 501),
        Refusal("unknown method", "BREW / HTTP/1.1\r\n\(host)\r\n", 501),
        Refusal("malformed method", "G(T / HTTP/1.1\r\n\(host)\r\n", 400),
        Refusal("connect", "CONNECT localhost:80 HTTP/1.1\r\n\(host)\r\n", 405),
        Refusal("trace", "TRACE / HTTP/1.1\r\n\(host)\r\n", 405),
        Refusal("long target", "GET /\(String(repeating: "x", count: 8192)) HTTP/1.1\r\n", 414),
        Refusal("NUL in target", "GET /\0 HTTP/1.1\r\n\(host)\r\n", 400),
        Refusal("high byte in target", "GET /é HTTP/1.1\r\n\(host)\r\n", 400),
        Refusal("encoded NUL", "GET /%00 HTTP/1.1\r\n\(host)\r\n", 400),
        Refusal("encoded slash", "GET /a%2fb HTTP/1.1\r\n\(host)\r\n", 400),
        Refusal("encoded backslash", "GET /a%5cb HTTP/1.1\r\n\(host)\r\n", 400),
        Refusal("backslash", "GET /a\\b HTTP/1.1\r\n\(host)\r\n", 400),
        Refusal("parent", "GET /../x HTTP/1.1\r\n\(host)\r\n", 400),
        Refusal("encoded parent", "GET /%2e%2E/x HTTP/1.1\r\n\(host)\r\n", 400),
        Refusal("broken escape", "GET /%4 HTTP/1.1\r\n\(host)\r\n", 400),
        Refusal("invalid UTF-8", "GET /%ff HTTP/1.1\r\n\(host)\r\n", 400),
        Refusal("fragment", "GET /#x HTTP/1.1\r\n\(host)\r\n", 400),
        Refusal("relative target", "GET x HTTP/1.1\r\n\(host)\r\n", 400),
        Refusal("other scheme", "GET ftp://localhost/ HTTP/1.1\r\n\(host)\r\n", 400),
        Refusal("star for GET", "GET * HTTP/1.1\r\n\(host)\r\n", 400),
    ]

    static let all = framing + chunks + fields + lines
}

@Suite struct RefusalTests {
    /// Refusals on one server, so that the table is one test run.
    @Test func everyRefusalIsExactAndNothingBehindItRuns() throws {
        let application = EchoApplication()
        try withServer(application) { server in
            for refusal in Refusal.all {
                application.executed.withLock { $0 = [] }
                let client = try RawClient(server)
                try client.send(
                    refusal.bytes + Array("GET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8))
                let answer = try client.answer()
                #expect(answer.status == refusal.status, "\(refusal.name)")
                #expect(answer.head.contains("\r\nconnection: close"), "\(refusal.name)")
                #expect(answer.text.contains(#","detail":""#), "\(refusal.name)")
                #expect(try client.isAtEnd(), "\(refusal.name)")
                let executed = application.executed.withLock { $0 }
                #expect(!executed.contains("/smuggled"), "\(refusal.name)")
            }
        }
    }

    @Test func aHugeHeaderGetsItsAnswerAndNoReset() throws {
        try withServer { server in
            let client = try RawClient(server)
            try client.send(
                "GET / HTTP/1.1\r\nHost: localhost\r\nA: \(String(repeating: "x", count: 60_000))")
            #expect(try client.answer().status == 431)
            #expect(try client.isAtEnd())
        }
    }

    @Test func anUnwantedBodyIsReadPastOrEndsTheConnection() throws {
        try withServer { server in
            let client = try RawClient(server)
            try client.send("POST /fast HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello")
            #expect(try client.answer().status == 200)
            try client.send(
                "POST /fast HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "5\r\nhello\r\n0\r\n\r\nGET /after HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(try client.answer().text == "fast")
            #expect(try client.answer().text == "GET /after")
            try client.send("POST /fast HTTP/1.1\r\nHost: x\r\nContent-Length: 99999\r\n\r\n")
            #expect(try client.answer().head.contains("connection: close"))
            #expect(try client.isAtEnd())
        }
    }

    @Test func aRefusedBodyIs413() throws {
        try withServer { server in
            let client = try RawClient(server)
            try client.send("POST /nobody HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n")
            #expect(try client.answer().text == "POST /nobody")
            try client.send("POST /nobody HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\na")
            let answer = try client.answer()
            #expect(answer.status == 413)
            let field = answer.head.split(separator: "\r\n").first {
                $0.hasPrefix("x-request-id: ")
            }
            let id = try #require(field).dropFirst("x-request-id: ".count)
            #expect(answer.text.contains(#""request_id":"\#(id)""#))
        }
    }

    @Test func continueIsSentOnlyWhereTheBodyIsWanted() throws {
        try withServer { server in
            let client = try RawClient(server)
            let head = "HTTP/1.1\r\nHost: x\r\nExpect: 100-Continue\r\nContent-Length: "
            try client.send("POST /x \(head)5\r\n\r\n")
            #expect(try client.answer().status == 100)
            try client.send("hello")
            #expect(try client.answer().text == "/x:hello")
            try client.send("POST /missing \(head)5\r\n\r\n")
            let answer = try client.answer()
            #expect(answer.status == 404)
            #expect(answer.head.contains("connection: close"))
            let other = try RawClient(server)
            try other.send("POST /x \(head)5000\r\n\r\n")
            #expect(try other.answer().status == 413)
            #expect(try other.isAtEnd())
        }
    }
}
