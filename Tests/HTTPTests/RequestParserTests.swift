import HTTPReference
import Testing

@testable import HTTP

@Suite struct RequestParserTests {
    static let vectors: [String] = [
        "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /a/b%20c/?q=1+2&r=%C3%A9 HTTP/1.1\r\nHost: EXAMPLE.com:8080\r\nAccept: */*\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello",
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "GET http://Other.example/p?q HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET https://other.example HTTP/1.1\r\nHost: x\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: [::1]:80\r\n\r\n",
        "GET / HTTP/1.9\r\nHost: x\r\nA:b\r\nC: \t d \t\r\nE:\r\n\r\n",
        "GET / HTTP/1.0\r\nHost: x\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\n folded\r\n\r\n",
        "GET / HTTP/1.1\nHost: x\n\n",
        "GET / HTTP/1.1\r\nHost: x\rY: z\r\n\r\n",
        "\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n",
        "get / HTTP/1.1\r\nHost: x\r\n\r\n",
        "TRACE / HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET / HTTP/2.0\r\nHost: x\r\n\r\n",
        "GET /%2e%2e/ HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /?%zz HTTP/1.1\r\nHost: x\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\na",
        "POST / HTTP/1.1\r\nHost: x\r\nExpect: nothing\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nA: caf\u{e9}\r\n\r\n",
    ]

    @Test(arguments: vectors)
    func everySplitGivesTheSameAnswer(_ text: String) {
        let bytes = Array(text.utf8)
        let (result, differing) = everySplit(bytes, read: RequestReading.verdict)
        #expect(differing == [])
        #expect(result == SlowReader(bytes).verdict())
    }

    @Test func pipelinedHeadsComeOneByOne() {
        var parser = RequestParser(isSecure: true)
        let bytes = Array((0..<64).map { "GET /\($0) HTTP/1.1\r\nHost: x\r\n\r\n" }.joined().utf8)
        var position = 0
        for number in 0..<64 {
            let rest = bytes.span.extracting(position..<bytes.count)
            guard case .head(let parsed, let consumed) = parser.parse(rest) else {
                Issue.record("head \(number)")
                return
            }
            #expect(parsed.head.target.segments == ["\(number)"])
            #expect(parsed.head.isSecure)
            position += consumed
        }
        #expect(position == bytes.count)
        #expect(!parser.isInsideHead)
    }

    @Test(arguments: [
        ("/", [""]), ("/a", ["a"]), ("/a/", ["a", ""]),
        ("/api/v1/complaints", ["api", "v1", "complaints"]),
        ("/%C3%A9t%C3%A9/x%20y", ["été", "x y"]), ("//", ["", ""]), ("/%25", ["%"]), ("/+", ["+"]),
    ])
    func pathsBecomeDecodedSegments(_ path: String, _ segments: [String]) {
        #expect(head(path)?.target.segments == segments)
    }

    @Test(arguments: [
        ("", []), ("a=1&b=2", ["a", "1", "b", "2"]), ("a=1&a=2", ["a", "1", "a", "2"]),
        ("q=x+y%2Bz", ["q", "x y+z"]), ("flag", ["flag", ""]), ("a==b", ["a", "=b"]),
        ("&&a=1&", ["a", "1"]), ("=v", ["", "v"]),
    ])
    func queriesAreDecodedOnce(_ query: String, _ expected: [String]) {
        let items = head("/?\(query)")?.target.query.items
        #expect(items?.flatMap { [$0.name, $0.value] } == expected)
    }

    @Test func limitsHoldToTheByte() {
        func request(_ target: Int, _ field: Int, fields: Int) -> Verdict {
            let path = "/" + String(repeating: "x", count: target - 15)
            let lines = (1..<fields).map { _ in "A: " + String(repeating: "y", count: field - 3) }
            let text = (["GET \(path) HTTP/1.1", "Host: x"] + lines).joined(separator: "\r\n")
            return RequestReading.verdict([Array((text + "\r\n\r\n").utf8)])
        }
        func isAccepted(_ verdict: Verdict) -> Bool {
            if case .accepted = verdict { return true }
            return false
        }
        // "GET " + path + " HTTP/1.1" is 14 bytes more than the path.
        #expect(isAccepted(request(8193, 10, fields: 2)))
        #expect(request(8194, 10, fields: 2) == .refused(414))
        #expect(isAccepted(request(100, 8192, fields: 2)))
        #expect(request(100, 8193, fields: 2) == .refused(431))
        #expect(isAccepted(request(100, 10, fields: 100)))
        #expect(request(100, 10, fields: 101) == .refused(431))
        #expect(isAccepted(request(100, 8160, fields: 3)))
        #expect(request(100, 8190, fields: 3) == .refused(431))
    }

    @Test func connectionOptionsAreRead() {
        #expect(keepsAlive("1.1", "") == true)
        #expect(keepsAlive("1.1", "Connection: close\r\n") == false)
        #expect(keepsAlive("1.1", "Connection: Upgrade, CLOSE\r\n") == false)
        #expect(keepsAlive("1.0", "") == false)
        #expect(keepsAlive("1.0", "Connection: Keep-Alive\r\n") == true)
    }

    @Test func everyRefusalHasAClientOrServerErrorStatus() {
        for refusal in ParseRefusal.allCases {
            #expect((400...505).contains(refusal.status.code), "\(refusal)")
        }
    }

    private func head(_ target: String) -> RequestHead? {
        var parser = RequestParser(isSecure: false)
        let bytes = Array("GET \(target) HTTP/1.1\r\nHost: x\r\n\r\n".utf8)
        guard case .head(let parsed, _) = parser.parse(bytes.span) else { return nil }
        return parsed.head
    }

    private func keepsAlive(_ version: String, _ field: String) -> Bool? {
        var parser = RequestParser(isSecure: false)
        let bytes = Array("GET / HTTP/\(version)\r\nHost: x\r\n\(field)\r\n".utf8)
        guard case .head(let parsed, _) = parser.parse(bytes.span) else { return nil }
        return parsed.isKeptAlive
    }
}
