import HTTP
import HTTPServer
import Platform
import TLS
import Telemetry
import Testing

@Suite struct SecureServingTests {
    private let secure: SecureServer

    init() throws { secure = try SecureServer() }

    private func get(_ path: String) -> String { "GET \(path) HTTP/1.1\r\nHost: localhost\r\n\r\n" }

    @Test func bothVersionsAreServedAndKnowThatTheyAreSecure() throws {
        try secure.run { server in
            for client in [secure.client, secure.oldClient] {
                let raw = try RawClient(server)
                try raw.secure(client)
                for path in ["/fast", "/loop", "/worker"] {
                    try raw.send(get(path))
                    #expect(try raw.answer().status == 200)
                }
                try raw.send(get("/peer"))
                #expect(try raw.answer().text.hasSuffix(" true"))
            }
        }
    }

    @Test func sixtyFourRequestsInOneRecordAreAnsweredInOrder() throws {
        try secure.run { server in
            let raw = try secure.connect(server)
            let paths = (0..<64).map { ["/a", "/worker/", "/fast/"][$0 % 3] + "\($0)" }
            try raw.send(paths.map { get($0) }.joined())
            for path in paths {
                let text = try raw.answer().text
                #expect(text == (path.hasPrefix("/fast") ? "fast" : "GET \(path)"))
            }
        }
    }

    @Test func aRequestInManyRecordsIsOne() throws {
        try secure.run { server in
            let raw = try secure.connect(server)
            for byte in get("/slowly").utf8 { try raw.send([byte]) }
            #expect(try raw.answer().text == "GET /slowly")
        }
    }

    @Test func largeBodiesGoBothWays() throws {
        let content = (0..<200_000).map { UInt8($0 % 251) }
        try DurableFile.write(content, to: "\(secure.folder.path)/served")
        try secure.run(EchoApplication(directory: secure.folder.path)) { server in
            let raw = try secure.connect(server)
            for _ in 0..<2 {
                try raw.send(get("/large"))
                #expect(try raw.answer().body == EchoApplication.large.bytes)
                try raw.send(get("/file"))
                #expect(try raw.answer().body == Array(content[2..<100_002]))
                try raw.send(get("/stream?n=700"))
                #expect(try raw.answer().body.count == 700_000)
                try raw.send(
                    "POST /upload HTTP/1.1\r\nHost: localhost\r\nContent-Length: 500000\r\n\r\n")
                try raw.send([UInt8](repeating: 7, count: 500_000))
                #expect(try raw.answer().text == "file 500000 3500000")
            }
        }
    }

    @Test func aFileThatIsShorterThanPromisedCutsTheConnection() throws {
        try DurableFile.write([1, 2, 3], to: "\(secure.folder.path)/served")
        try secure.run(EchoApplication(directory: secure.folder.path)) { server in
            let raw = try secure.connect(server)
            try raw.send(get("/file"))
            #expect(throws: SystemError.self) { try raw.answer() }
        }
    }

    @Test func aClientThatReadsLateGetsEverything() throws {
        try secure.run { server in
            let raw = try secure.connect(server)
            for _ in 0..<40 { try raw.send(get("/large")) }
            let other = try secure.connect(server)
            try other.send(get("/"))
            #expect(try other.answer().status == 200)
            for _ in 0..<40 { #expect(try raw.answer().body.count == 1 << 20) }
        }
    }

    @Test(arguments: [true, false])
    func theAnswerReachesAClientThatSendsNoMore(_ saysGoodbye: Bool) throws {
        try secure.run { server in
            let raw = try secure.connect(server)
            try raw.send(get("/worker"))
            if saysGoodbye { #expect(raw.tls?.finishSending() == true) }
            Socket.finishSending(raw.socket.raw)
            #expect(try raw.answer().text == "GET /worker")
            #expect(try raw.isAtEnd())
        }
    }

    @Test func aRefusalReachesAClientThatIsStillSending() throws {
        try secure.run { server in
            for _ in 0..<20 {
                let raw = try secure.connect(server)
                try raw.send(
                    "POST /worker HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60000\r\n\r\n")
                try raw.send([UInt8](repeating: 1, count: 30_000))
                #expect(try raw.answer().status == 413)
                #expect(try raw.isAtEnd())
            }
        }
    }

    @Test func eventsComeAsTheyAreSent() throws {
        let application = EchoApplication()
        try secure.run(application) { server in
            let raw = try secure.connect(server)
            try raw.send(get("/events"))
            _ = try raw.readUntil(Array("retry: 2000\n\n".utf8))
            let sink = application.listeners.withLock { $0[0] }.sink.withLock { $0 }
            #expect(sink?.send(Array("data: hello\n\n".utf8)) == true)
            _ = try raw.readUntil(Array("data: hello\n\n".utf8))
        }
    }

    @Test func sessionsAreResumedAndCounted() throws {
        let metrics = Metrics()
        try secure.run(loops: 2, metrics: metrics) { server in
            let first = try secure.connect(server)
            try first.send(get("/fast"))
            _ = try first.answer()
            let ticket = try #require(first.tls.flatMap { SessionTicket(of: $0) })
            let second = try RawClient(server)
            try second.secure(secure.client, resuming: ticket)
            try second.send(get("/fast"))
            #expect(try second.answer().status == 200)
            #expect(second.tls?.isResumed == true)
        }
        let text = String(decoding: metrics.exposition(), as: UTF8.self)
        #expect(text.contains("tls_handshakes_total{result=\"full\"} 1\n"))
        #expect(text.contains("tls_handshakes_total{result=\"resumed\"} 1\n"))
    }

    @Test func theDrainEndsEveryConnectionInOrder() throws {
        var clients: [RawClient] = []
        try secure.run { server in
            for _ in 0..<8 {
                let raw = try secure.connect(server)
                try raw.send(get("/fast"))
                #expect(try raw.answer().status == 200)
                clients.append(raw)
            }
        }
        for raw in clients { #expect(try raw.isAtEnd()) }
    }

    @Test func aReloadUnderLoadLosesNothing() throws {
        try secure.run(loops: 2) { server in
            let old = secure.tls.certificates
            let failures = Lock<[String]>([])
            let (client, request) = (secure.client, get("/fast"))
            let threads = try (0..<4).map { _ in
                try Thread.start(name: "client") {
                    do {
                        let kept = try RawClient(server)
                        try kept.secure(client)
                        for _ in 0..<40 {
                            let fresh = try RawClient(server)
                            try fresh.secure(client)
                            for raw in [kept, fresh] {
                                try raw.send(request)
                                guard try raw.answer().status == 200 else {
                                    throw SystemError(
                                        code: 5, operation: "get", object: "an answer")
                                }
                            }
                        }
                    } catch {
                        failures.withLock { $0.append("\(error)") }
                    }
                }
            }
            for _ in 0..<200 { try secure.tls.replace(old, clients: .off) }
            for thread in threads { thread.join() }
            #expect(failures.withLock { $0 } == [])
        }
    }
}
