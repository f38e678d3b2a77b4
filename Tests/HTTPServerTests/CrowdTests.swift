import HTTP
import Platform
import TLS
import Telemetry
import Testing

@testable import HTTPServer

/// Many connections at once, and those that take more than their share.
@Suite struct CrowdTests {
    private let fast = "GET /fast HTTP/1.1\r\nHost: localhost\r\n\r\n"

    /// What the kernel says of the next connections.
    private final class Door: Sendable {
        let address = Lock(NetworkAddress(bytes: [203, 0, 113, 1]))

        func move(to number: UInt8) {
            address.withLock { $0 = NetworkAddress(bytes: [203, 0, 113, number]) }
        }
    }

    /// Runs `body` with a server whose kernel says that every connection comes from where `body`
    /// has moved the door to.
    private func fromElsewhere(
        metrics: Metrics = Metrics(), configure: (inout ServerConfiguration) -> Void,
        _ body: (Server, Door) throws -> Void
    ) throws {
        let door = Door()
        var configuration = ServerConfiguration(
            listeners: [.tcp(NetworkAddress(bytes: [127, 0, 0, 1]), port: 0)], loopCount: 2,
            workerCount: 1)
        configure(&configuration)
        let server = try Server(
            configuration, application: EchoApplication(), metrics: metrics, log: .silent,
            clock: .system
        ) { listener in
            switch Socket.accept(from: listener) {
            case .connection(let socket, _):
                .connection(socket, .network(door.address.withLock { $0 }))
            case .wouldBlock: .wouldBlock
            case .outOfDescriptors: .outOfDescriptors
            case .failed(let error): .failed(error)
            }
        }
        try server.start()
        defer { server.drain(within: .seconds(5)) }
        try body(server, door)
    }

    private func isServed(_ client: RawClient) throws -> Bool {
        do {
            try client.send(fast)
            return try client.answer().text == "fast"
        } catch is SystemError {
            return false
        }
    }

    @Test func anAddressThatHasItsShareIsTurnedAway() throws {
        func narrow(_ configuration: inout ServerConfiguration) {
            configuration.limits.connectionsPerAddressMax = 3
        }
        try fromElsewhere(configure: narrow) { server, door in
            var clients = try (0..<3).map { _ in try RawClient(server) }
            for client in clients { #expect(try isServed(client)) }
            #expect(try RawClient(server).isAtEnd())
            door.move(to: 2)
            #expect(try isServed(try RawClient(server)))
            door.move(to: 1)
            for client in clients { #expect(try isServed(client)) }
            clients.removeLast()
            #expect(
                eventually {
                    do { return try isServed(try RawClient(server)) } catch { return false }
                })
        }
    }

    @Test func anAddressThatBeginsTooManyHandshakesIsTurnedAwayForASecond() throws {
        let secure = try SecureServer()
        let metrics = Metrics()
        let refused = HandshakeMetrics(metrics).refused
        func narrow(_ configuration: inout ServerConfiguration) {
            configuration.tls = secure.tls
            configuration.limits.handshakesPerSecondMax = 1
        }
        try fromElsewhere(metrics: metrics, configure: narrow) { server, _ in
            let clients = try (0..<50).map { _ in try RawClient(server) }
            #expect(eventually { refused.current > 0 })
            #expect(clients.count == 50)
            #expect(
                eventually {
                    do { return try isServed(try secure.connect(server)) } catch { return false }
                })
        }
    }

    @Test func theKernelTakesLittleForAClientThatReadsNothing() throws {
        let metrics = Metrics()
        let sent = ServerMetrics(metrics).sent
        try withServer(metrics: metrics) { server in
            let client = try RawClient(server)
            let request = "GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n"
            try client.send(String(repeating: request, count: 20))
            #expect(eventually { sent.current > 256 << 10 })
            let other = try RawClient(server)
            for _ in 0..<100 { #expect(try isServed(other)) }
            // 20 MB are asked for; the rest is what the client's own socket has room for.
            #expect(sent.current < 2 << 20)
            for _ in 0..<20 { #expect(try client.answer().body.count == 1 << 20) }
        }
    }

    @Test func aConnectionsStateIsSmall() {
        #expect(MemoryLayout<Connection>.size <= 480)
    }

    @Test(arguments: ["/break", "/file"])
    func anAnswerThatIsCutOverTLSEndsWithoutAGoodbye(_ path: String) throws {
        let secure = try SecureServer()
        try DurableFile.write([1, 2, 3], to: "\(secure.folder.path)/served")
        try secure.run(EchoApplication(directory: secure.folder.path)) { server in
            let raw = try secure.connect(server)
            try raw.send("GET \(path) HTTP/1.1\r\nHost: localhost\r\n\r\n")
            #expect {
                try raw.readToEnd().count
            } throws: { error in
                (error as? SystemError)?.code == TLSSession.protocolFailure
            }
        }
    }
}
