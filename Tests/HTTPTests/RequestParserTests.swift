import Testing

@testable import HTTP

/// Feeds pieces to the parser as a connection does.
func parse(_ pieces: [[UInt8]]) -> Verdict {
    var parser = RequestParser(isSecure: false)
    var buffer: [UInt8] = []
    for piece in pieces {
        buffer += piece
        switch parser.parse(buffer.span) {
        case .needMore: continue
        case .refused(let refusal): return .refused(Int(refusal.status.code))
        case .head(let parsed, _): return verdict(parsed)
        }
    }
    return .incomplete
}

private func verdict(_ parsed: ParsedHead) -> Verdict {
    let framing =
        switch parsed.framing {
        case .none: "none"
        case .length(let length): "\(length)"
        case .chunked: "chunked"
        }
    return .accepted(
        method: parsed.head.method.rawValue, path: parsed.head.target.rawPath,
        query: parsed.head.target.rawQuery,
        fields: parsed.head.headers.fields.map { "\($0.name)=\($0.value)" }, host: parsed.head.host,
        framing: framing, minor: parsed.minorVersion)
}

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
        let (result, differing) = everySplit(bytes, read: parse)
        #expect(differing == [])
        #expect(result == SlowReader(bytes: bytes).verdict())
    }

    @Test func theSlowReaderAgreesOnMutatedRequests() {
        let seed = UInt64.random(in: 0 ... .max)
        print("differential seed \(seed)")
        var random = SeededRandom(seed: seed)
        let seeds = Self.vectors.map { Array($0.utf8) }
        let alphabet = Array(
            "\r\n\t :/?%#&=+@[]\\.,;\0\u{7f}GET HTTP/1.1 chunked 0123456789aZ".utf8)
        for _ in 0..<20_000 {
            var bytes = seeds.randomElement(using: &random) ?? []
            for _ in 0...Int.random(in: 0...3, using: &random) {
                let place = Int.random(in: 0...bytes.count, using: &random)
                let byte = alphabet.randomElement(using: &random) ?? 0
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes.insert(byte, at: place)
                case 1 where place < bytes.count: bytes[place] = byte
                case 2 where place < bytes.count: bytes.remove(at: place)
                case 3:
                    let other = seeds.randomElement(using: &random) ?? []
                    bytes =
                        bytes[..<place]
                        + other.suffix(Int.random(in: 0...other.count, using: &random))
                default: break
                }
            }
            let expected = SlowReader(bytes: bytes).verdict()
            let cut = Int.random(in: 0...bytes.count, using: &random)
            let got = parse([Array(bytes[..<cut]), Array(bytes[cut...])])
            guard got == expected else {
                Issue.record(
                    "seed \(seed): \(String(decoding: bytes, as: UTF8.self).debugDescription): \(got) and not \(expected)"
                )
                return
            }
        }
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
            return parse([Array((text + "\r\n\r\n").utf8)])
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
