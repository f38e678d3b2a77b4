import HTTP
import Platform
import TLS
import Telemetry
import TestSupport
import Testing

@testable import HTTPServer

@Suite struct HandshakeTests {
    private let secure: SecureServer

    init() throws { secure = try SecureServer() }

    private func expectAlive(_ server: Server) throws {
        let raw = try secure.connect(server)
        try raw.send("GET /alive HTTP/1.1\r\nHost: localhost\r\n\r\n")
        #expect(try raw.answer().text == "GET /alive")
    }

    @Test func plainHTTPIsToldWhereItIs() throws {
        try secure.run { server in
            let raw = try RawClient(server)
            try raw.send(
                "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nsome body")
            let answer = try raw.answer()
            #expect(answer.status == 400)
            #expect(answer.head.contains("content-type: text/plain"))
            #expect(answer.text.contains("https://"))
            #expect(try raw.isAtEnd())
            try expectAlive(server)
        }
    }

    @Test func tls11IsRefusedWithItsAlert() throws {
        // ClientHello of TLS 1.1 (RFC 4346 section 7.4.1.2): two CBC suites, no extensions.
        let hello: [UInt8] =
            [1, 0, 0, 43, 3, 2] + [UInt8](repeating: 9, count: 32)
            + [0, 0, 4, 0xC0, 0x13, 0xC0, 0x09, 1, 0]
        try secure.run { server in
            let raw = try RawClient(server)
            try raw.send([22, 3, 1, 0, UInt8(hello.count)] + hello)
            let answer = try raw.readToEnd()
            // An alert, fatal, protocol_version.
            #expect(answer.first == 21 && answer.suffix(2) == [2, 70])
            try expectAlive(server)
        }
    }

    private static let garbage: [[UInt8]] = [
        [UInt8](repeating: 0, count: 100), [22], [22, 3, 1, 0xFF, 0xFF, 1, 0, 0, 0],
        [0x80, 0x2E, 1, 0, 2], Array("get / http/1.1\r\n\r\n".utf8),
        [UInt8](repeating: 22, count: 70_000),
        // Empty handshake records, of which a session takes 32.
        Array([[UInt8]](repeating: [22, 3, 1, 0, 0], count: 200).joined()),
    ]

    @Test(arguments: garbage)
    func garbageEndsItsOwnConnectionOnly(_ bytes: [UInt8]) throws {
        try secure.run { server in
            let raw = try RawClient(server)
            do {
                try raw.send(bytes)
                Socket.finishSending(raw.socket.raw)
                #expect(try raw.readToEnd().count < 64)
            } catch let error as SystemError {
                #expect(error.isDisconnected)
            }
            try expectAlive(server)
        }
    }

    @Test func emptyRecordsWithoutEndAreNotListenedTo() throws {
        try secure.run { server in
            let raw = try RawClient(server)
            do {
                for _ in 0..<40 { try raw.send([22, 3, 1, 0, 0]) }
                // Our side stays open: the server has to end it.
                _ = try raw.readToEnd()
            } catch let error as SystemError {
                #expect(error.isDisconnected)
            }
        }
    }

    @Test func aSlowHandshakeEndsAtItsDeadline() throws {
        func time(_ seconds: Double) -> Connection.Moment {
            let now = MonotonicInstant(nanoseconds: Int64(seconds * 1e9))
            return Connection.Moment(now: now, date: [])
        }
        var configuration = ServerConfiguration(
            listeners: [.tcp(NetworkAddress(bytes: [127, 0, 0, 1]), port: 0)], loopCount: 1,
            workerCount: 1)
        configuration.tls = secure.tls
        let listener = try ListeningSocket(configuration.listeners[0], speaksTLS: true)
        let metrics = Metrics()
        let context = ServerContext(
            configuration: configuration, listeners: [listener], application: EchoApplication(),
            metrics: metrics, log: .silent, clock: .system,
            acceptNext: { Socket.accept(from: $0) })
        let loop = try EventLoop(
            context: context, inbox: try LoopInbox(), number: 0, count: 1)
        guard case .tcp(let address, let port) = listener.address else { return }
        loop.moment = time(100)
        let socket = try Socket.connect(to: address, port: port)
        #expect(
            eventually {
                loop.accept(from: listener)
                return loop.sessionCount == 1
            })
        let session = try #require(loop.sessions[0])
        #expect(loop.deadlines[0] == time(110).now.nanoseconds)
        // A byte now and then does not help: the deadline counts from the acceptance.
        let start: [UInt8] = [22, 3, 1, 0, 90, 1, 0, 0, 86]
        for (index, byte) in start.enumerated() {
            _ = Socket.send(socket.raw, [byte], from: 0)
            loop.moment = time(101.999 + Double(index))
            for number in 0..<loop.poller.wait(timeout: .seconds(10)) {
                let event = loop.poller.event(at: number)
                guard event.token == session.token else { continue }
                loop.turnSecurely(session, event)
            }
            loop.settle(session)
            loop.expire(session)
            #expect(loop.sessionCount == 1)
            #expect(loop.deadlines[0] == time(110).now.nanoseconds)
        }
        loop.moment = time(110)
        loop.expire(session)
        #expect(loop.sessionCount == 0)
        #expect(context.metrics.handshakes.expired.current == 1)
    }

    @Test func aSilentClientIsLeftByARunningServer() throws {
        func hurry(_ configuration: inout ServerConfiguration) {
            configuration.limits.handshakeTime = .milliseconds(50)
        }
        try secure.run(configure: hurry) { server in
            let raw = try RawClient(server)
            #expect(try raw.readToEnd().isEmpty)
        }
    }

    @Test func anAddressHasItsShareOfHandshakesASecond() throws {
        let one = try #require(NetworkAddress("203.0.113.1"))
        let two = try #require(NetworkAddress("203.0.113.2"))
        let home = try #require(NetworkAddress("127.0.0.1"))
        let proxy = try #require(AddressRange("198.51.100.0/24"))
        let rate = HandshakeRate(
            perSecondMax: 3, exempt: Forwarding(trusted: [proxy]))
        let proxied = try #require(NetworkAddress("198.51.100.7"))
        func at(_ seconds: Double) -> MonotonicInstant {
            MonotonicInstant(nanoseconds: Int64(seconds * 1e9))
        }
        for _ in 0..<3 { #expect(rate.admit(one, at(5))) }
        #expect(!rate.admit(one, at(5.999)))
        #expect(rate.admit(two, at(5.999)))
        for _ in 0..<10 { #expect(rate.admit(home, at(5)) && rate.admit(proxied, at(5))) }
        for _ in 0..<3 { #expect(rate.admit(one, at(6))) }
        #expect(!rate.admit(one, at(6)))
    }

    @Test func theDefaultsAreTheDocumentedOnes() {
        let limits = ServerLimits()
        #expect(limits.handshakeTime == .seconds(10))
        #expect(limits.handshakesPerSecondMax == 50)
    }

    @Test func aRequiredClientCertificateIsNoMoreThanAHandshake() throws {
        let folder = try ScratchDirectory()
        let authorities = "\(folder.path)/authorities"
        try DurableFile.write(Array(TestCertificates.authority.utf8), to: authorities)
        let strict = try SecureServer(clients: .required(authorities: authorities))
        try strict.run { server in
            // With TLS 1.3 the client hears of the refusal when it reads.
            let without = try strict.connect(server)
            do {
                try without.send("GET /fast HTTP/1.1\r\nHost: localhost\r\n\r\n")
                _ = try without.answer()
                Issue.record("served without a certificate")
            } catch is SystemError {}
            var policy = ClientPolicy(
                authorities: strict.tls.certificates[0].files.certificate)
            let path = "\(folder.path)/anna"
            try DurableFile.write(Array(TestCertificates.anna.utf8), to: path)
            policy.certificate = try Certificate(CertificateFiles(certificate: path))
            let anna = try RawClient(server)
            try anna.secure(try TLSClient(policy))
            try anna.send("GET /fast HTTP/1.1\r\nHost: localhost\r\n\r\n")
            #expect(try anna.answer().text == "fast")
        }
    }

    @Test func unixSocketsStayPlain() throws {
        let path = "\(secure.folder.path)/socket"
        func onUnixSocket(_ configuration: inout ServerConfiguration) {
            configuration.listeners = [.unix(path: path)]
        }
        try secure.run(configure: onUnixSocket) { server in
            let raw = try RawClient(server)
            try raw.send("GET /fast HTTP/1.1\r\nHost: localhost\r\n\r\n")
            #expect(try raw.answer().text == "fast")
        }
    }
}
