import HTTP
import Platform
import ScriptedServer
import TLS
import TestSupport
import Testing

@testable import HTTPClient

/// Runs `body` with a client of a server that follows a script.
func withServer(
    _ script: [[Act]], deadlines: ClientDeadlines = ClientDeadlines(), idleMax: Int = 8,
    _ body: (HTTPClient, ScriptedServer) throws -> Void
) throws {
    let server = try ScriptedServer(inOrder: script)
    defer { server.stop() }
    try body(
        HTTPClient(
            .tcp(host: "localhost", port: server.port), deadlines: deadlines,
            connectionsIdleMax: idleMax), server)
}

private func content(_ client: HTTPClient, _ target: String) throws -> String {
    String(decoding: try client.request(.get, target).body, as: UTF8.self)
}

@Suite struct ConnectionTests {
    @Test func aConnectionServesManyRequests() throws {
        let chunks =
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
        try withServer([
            [.answer(200, [], "one")], [.send(Array(chunks.utf8))], [.answer(204)],
            [.answer(404, [], "four")],
        ]) { client, server throws in
            #expect(try content(client, "/1") == "one")
            #expect(try content(client, "/2") == "abcde")
            #expect(try client.request(.delete, "/3").body.isEmpty)
            #expect(try client.request(.get, "/4?a=b").head.status.code == 404)
            #expect(server.requests.map(\.connection) == [0, 0, 0, 0])
            #expect(server.requests.map(\.target) == ["/1", "/2", "/3", "/4?a=b"])
            #expect(server.requests[0].headers["host"] == "localhost:\(server.port)")
        }
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 1\r\n\r\na",
        "HTTP/1.0 200 OK\r\ncontent-length: 1\r\n\r\na",
        "HTTP/1.1 200 OK\r\nconnection: x, Close\r\ncontent-length: 1\r\n\r\na",
    ])
    func aConnectionThatEndsIsNotUsedAgain(_ answer: String) throws {
        try withServer([[.send(Array(answer.utf8))], [.answer(200, [], "b")]]) {
            client, server throws in
            #expect(try content(client, "/") == "a")
            #expect(try content(client, "/") == "b")
            #expect(server.requests.map(\.connection) == [0, 1])
        }
    }

    @Test func aConnectionThatTheServerClosedIsNotUsedAgain() throws {
        try withServer([[.answer(200, [], "a"), .close], [.answer(200, [], "b")]]) {
            client, server throws in
            #expect(try content(client, "/") == "a")
            // The end arrives right behind the answer.
            #expect(server.requests.count == 1)
            var answer = ""
            for _ in 0..<1000 where answer.isEmpty {
                do { answer = try content(client, "/") } catch {
                    // Sent before the end was seen.
                }
            }
            #expect(answer == "b" || answer == "the script is over")
            #expect(server.requests.last?.connection ?? 0 > 0)
        }
    }

    @Test func anAnswerThatIsLetGoOfClosesItsConnection() throws {
        try withServer([
            [.answer(200, [], [UInt8](repeating: 1, count: 300_000))], [.answer(200, [], "b")],
        ]) { client, server throws in
            var answer: ClientAnswer? = try client.send(ClientRequest(.get, "/"))
            #expect(try answer?.next()?.isEmpty == false)
            answer = nil
            #expect(try content(client, "/") == "b")
            #expect(server.requests.map(\.connection) == [0, 1])
        }
    }

    @Test func withoutAPoolEachRequestSaysClose() throws {
        try withServer([[.answer(200)], [.answer(200)]], idleMax: 0) { client, server throws in
            for _ in 0..<2 { try client.request(.get, "/") }
            #expect(server.requests.map { $0.headers["connection"] } == ["close", "close"])
            #expect(server.requests.map(\.connection) == [0, 1])
        }
    }

    @Test func redirectsAreAnswersLikeAnyOther() throws {
        try withServer([[.answer(301, [("location", "http://127.0.0.1:1/")], "")]]) {
            client, server throws in
            #expect(try client.request(.get, "/").head.status.code == 301)
            #expect(server.requests.count == 1)
        }
    }
}

@Suite struct BodyTests {
    @Test func bodiesOfEveryKindArriveWhole() throws {
        let scratch = try ScratchDirectory()
        let large = (0..<500_000).map { UInt8(truncatingIfNeeded: $0 &* 13) }
        try DurableFile.write(large, to: scratch.path(of: "file"))
        try withServer([[.answer(200)], [.answer(200)], [.answer(200)], [.answer(200)]]) {
            client, server throws in
            try client.request(.put, "/", body: .bytes(large))
            try client.request(.put, "/", body: .file(path: scratch.path(of: "file")))
            var pieces = [Array(large[..<100_000]), Array(large[100_000...])]
            try client.request(
                .put, "/",
                body: .stream(byteCount: 500_000) { pieces.isEmpty ? nil : pieces.removeFirst() })
            try client.request(.put, "/", body: .bytes([]))
            #expect(server.requests.map { $0.body == large } == [true, true, true, false])
            #expect(server.requests[3].headers["content-length"] == "0")
        }
    }

    @Test(arguments: [99, 101])
    func aStreamOfAnotherLengthIsNotPassedOff(_ count: Int) throws {
        try withServer([[.answer(200)]]) { client, server throws in
            var pieces = [[UInt8](repeating: 1, count: count)]
            #expect(throws: ClientError.self) {
                try client.request(
                    .put, "/",
                    body: .stream(byteCount: 100) { pieces.isEmpty ? nil : pieces.removeFirst() })
            }
            #expect(server.requests.allSatisfy { $0.body.count == 100 })
        }
    }

    @Test func leaveIsAskedForAndARefusalSparesTheBody() throws {
        try withServer([[.answer(200)], [.answer(403, [], "no")], [.answer(200)]]) {
            client, server throws in
            var request = ClientRequest(.put, "/", body: .bytes([1, 2, 3]))
            request.asksBeforeBody = true
            #expect(try client.send(request).collect(bytesMax: 10) == [])
            request.headers.append("x-test-refuse", "yes")
            let answer = try client.send(request)
            #expect(answer.head.status.code == 403)
            #expect(try answer.collect(bytesMax: 10) == Array("no".utf8))
            try client.request(.get, "/")
            #expect(server.requests.map(\.body) == [[1, 2, 3], [], []])
            // What was announced and not sent leaves the connection of no use.
            #expect(server.requests.map(\.connection) == [0, 0, 1])
        }
    }

    @Test func anEarlyAnswerIsReadThoughTheServerStopsListening() throws {
        let large = [UInt8](repeating: 7, count: 20_000_000)
        let server = try ScriptedServer { _ in [.answer(200)] }
        defer { server.stop() }
        let client = HTTPClient(.tcp(host: "127.0.0.1", port: server.port))
        #expect(try client.request(.put, "/", body: .bytes(large)).head.status.code == 200)
    }

    @Test func answersAreBounded() throws {
        try withServer([[.answer(200, [], "12345")], [.answer(200, [], "123456")]]) {
            client, _ throws in
            #expect(try client.request(.get, "/", bytesMax: 5).body.count == 5)
            #expect(throws: ClientError.self) { try client.request(.get, "/", bytesMax: 5) }
        }
    }
}

@Suite struct TroubleTests {
    @Test(arguments: [
        "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nabc",
        "HTTP/1.1 200 OK\r\ncontent-le", "",
    ])
    func anAnswerCutShortIsAFailure(_ start: String) throws {
        for end in [Act.close, .reset] {
            try withServer([[.send(Array(start.utf8)), end]]) { client, _ throws in
                let error = #expect(throws: ClientError.self) { try client.request(.get, "/") }
                #expect(error?.mayHaveArrived == true)
            }
        }
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\ncontent-length: 0\n\n",
        "HTTP/1.1 200 OK\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 1\r\n\r\na",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: gzip\r\n\r\n", "SSH-2.0-x\r\n\r\n",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nxyz\r\n",
    ])
    func whatIsNotHTTPIsRefused(_ answer: String) throws {
        try withServer([[.send(Array(answer.utf8)), .close]]) { client, _ throws in
            #expect(throws: ClientError.self) { try client.request(.get, "/") }
        }
    }

    @Test func everyWaitEnds() throws {
        var deadlines = ClientDeadlines()
        deadlines.read = .milliseconds(50)
        let half = Array("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc".utf8)
        for script in [[Act.hang], [.send(half), .hang]] {
            try withServer([script], deadlines: deadlines) { client, _ throws in
                let error = #expect(throws: ClientError.self) { try client.request(.get, "/") }
                #expect(error?.isTimeout == true)
            }
        }
        deadlines = ClientDeadlines()
        deadlines.total = .milliseconds(50)
        try withServer([[.hang]], deadlines: deadlines) { client, _ throws in
            let error = #expect(throws: ClientError.self) { try client.request(.get, "/") }
            #expect(error?.isTimeout == true)
        }
        deadlines = ClientDeadlines()
        deadlines.write = .milliseconds(50)
        try withServer([[.stall]], deadlines: deadlines) { client, server throws in
            // The double reads all of a body; without one it reads nothing more.
            let body = ClientBody.stream(byteCount: 1 << 40) {
                [UInt8](repeating: 0, count: 1 << 16)
            }
            var request = ClientRequest(.put, "/", body: body)
            request.headers.append("x-test-refuse", "yes")
            request.headers.append("expect", "100-continue")
            let error = #expect(throws: ClientError.self) { try client.send(request) }
            #expect(error?.isTimeout == true || error?.mayHaveArrived == true)
            #expect(server.requests.count == 1)
        }
    }

    @Test func nobodyThereIsKnownBeforeAnythingWasSent() throws {
        let server = try ScriptedServer { _ in [] }
        server.stop()
        for endpoint in [
            Endpoint.tcp(host: "127.0.0.1", port: 1), .tcp(host: "no-such-host.invalid", port: 80),
            .unix(path: "/nowhere/socket"),
        ] {
            var deadlines = ClientDeadlines()
            deadlines.connect = .seconds(5)
            let client = HTTPClient(endpoint, deadlines: deadlines)
            let error = #expect(throws: ClientError.self) { try client.request(.get, "/") }
            #expect(error?.mayHaveArrived == false, "\(endpoint)")
        }
    }
}

@Suite struct SecureClientTests {
    private let folder: ScratchDirectory
    private let now = WallClock.system.now()

    init() throws { folder = try ScratchDirectory() }

    private func certificate(_ names: [String], _ moment: Timestamp) throws -> Certificate {
        let path = folder.path(of: "\(names[0])-\(moment.seconds).pem")
        try DurableFile.write(try SelfSigned.make(for: names, now: moment), to: path)
        return try Certificate(CertificateFiles(certificate: path))
    }

    private func client(
        _ server: ScriptedServer, host: String, trusting certificate: Certificate
    ) throws -> HTTPClient {
        let tls = try TLSClient(ClientPolicy(authorities: certificate.files.certificate))
        return HTTPClient(.tls(host: host, port: server.port, tls))
    }

    @Test func aTrustedServerIsSpokenTo() throws {
        let certificate = try certificate(["localhost", "127.0.0.1"], now)
        let server = try ScriptedServer(tls: try TLSServer([certificate])) { request in
            [.answer(200, [], "\(request.body.count)")]
        }
        defer { server.stop() }
        for host in ["localhost", "127.0.0.1"] {
            let client = try client(server, host: host, trusting: certificate)
            let large = [UInt8](repeating: 1, count: 3_000_000)
            for _ in 0..<3 {
                let answer = try client.request(.put, "/", body: .bytes(large)).body
                #expect(answer == Array("3000000".utf8))
            }
        }
        #expect(Set(server.requests.map(\.connection)) == [0, 1])
    }

    @Test func strangersOldAndOtherNamesAreRefused() throws {
        let good = try certificate(["localhost"], now)
        let other = try certificate(["elsewhere.example"], now)
        let old = try certificate(["localhost"], now + .seconds(-800 * 86_400))
        for (served, trusted) in [(good, other), (other, other), (old, old)] {
            let server = try ScriptedServer(tls: try TLSServer([served])) { _ in [.answer(200)] }
            defer { server.stop() }
            let client = try client(server, host: "localhost", trusting: trusted)
            let error = #expect(throws: ClientError.self) { try client.request(.get, "/") }
            guard case .untrusted = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
            #expect(server.requests.isEmpty)
        }
    }

    @Test func aServerWithoutTLSIsRefused() throws {
        let certificate = try certificate(["localhost"], now)
        let server = try ScriptedServer { _ in [.answer(200)] }
        defer { server.stop() }
        let tls = try TLSClient(ClientPolicy(authorities: certificate.files.certificate))
        var deadlines = ClientDeadlines()
        deadlines.connect = .milliseconds(300)
        let client = HTTPClient(
            .tls(host: "localhost", port: server.port, tls), deadlines: deadlines)
        let error = #expect(throws: ClientError.self) { try client.request(.get, "/") }
        #expect(error?.mayHaveArrived == false)
    }

    @Test func rootsAreLookedForWhereTheyAreSaidToBe() throws {
        let certificate = try certificate(["localhost"], now)
        let path = certificate.files.certificate
        _ = try TrustedRoots.client(given: path, environment: ["SSL_CERT_FILE": "/nowhere"])
        _ = try TrustedRoots.client(given: nil, environment: ["SSL_CERT_FILE": path])
        #expect(throws: TLSError.self) {
            _ = try TrustedRoots.client(given: "/nowhere", environment: [:])
        }
    }
}
