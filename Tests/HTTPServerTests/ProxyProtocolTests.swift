import HTTP
import Platform
import TLS
import Telemetry
import TestSupport
import Testing

@testable import HTTPServer

private let line = "PROXY TCP4 203.0.113.9 198.51.100.7 56324 443\r\n"
private let ask = "GET /peer HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 192.0.2.66\r\n"
private let get = ask + "X-Forwarded-Proto: https\r\n\r\n"

/// Connections that a proxy announces.
@Suite struct ProxyProtocolTests {
    private static let signature: [UInt8] = [13, 10, 13, 10, 0, 13, 10, 0x51, 0x55, 0x49, 0x54, 10]
    private static let four: [UInt8] = [203, 0, 113, 9, 198, 51, 100, 7, 0xDC, 0x04, 0x01, 0xBB]

    /// Version 2 over IPv4, without or with the word that the client came by TLS.
    private static func binary(command: UInt8 = 0x21, isSecure: Bool = false) -> [UInt8] {
        let content = four + (isSecure ? [0x20, 0, 5, 1, 0, 0, 0, 0] : [])
        return signature + [command, 0x11, 0, UInt8(content.count)] + content
    }

    private func behindLoopback(_ configuration: inout ServerConfiguration) {
        configuration.trustedProxies = ["127.0.0.1", "192.0.2.0/24"].compactMap { AddressRange($0) }
        configuration.takesProxyHeaders = true
    }

    private func peer(_ address: String, _ isSecure: Bool = false) -> String {
        "network(address: \"\(address)\", isLoopback: \(address.hasPrefix("127."))) \(isSecure)"
    }

    @Test(arguments: [
        (Array(line.utf8), "203.0.113.9", false), (binary(), "203.0.113.9", false),
        (binary(isSecure: true), "203.0.113.9", true), (binary(command: 0x20), "127.0.0.1", false),
        (Array("PROXY UNKNOWN\r\n".utf8), "127.0.0.1", false),
        // Another proxy of ours: it says who asks.
        (Array("PROXY TCP4 192.0.2.5 198.51.100.7 1 443\r\n".utf8), "192.0.2.66", true),
    ])
    func theHeaderSaysWhoAsks(_ header: [UInt8], _ address: String, _ isSecure: Bool) throws {
        try withServer(configure: behindLoopback) { server in
            let client = try RawClient(server)
            try client.send(header + Array((get + get).utf8))
            for _ in 0..<2 { #expect(try client.answer().text == peer(address, isSecure)) }
        }
    }

    @Test(arguments: [Array(line.utf8), binary()])
    func aHeaderMayComeInPieces(_ header: [UInt8]) throws {
        try withServer(configure: behindLoopback) { server in
            for cut in 1..<header.count {
                let client = try RawClient(server)
                try client.send(Array(header[..<cut]))
                try client.send(Array(header[cut...]) + Array(get.utf8))
                #expect(try client.answer().text == peer("203.0.113.9"))
            }
            let client = try RawClient(server)
            for byte in header + Array(get.utf8) { try client.send([byte]) }
            #expect(try client.answer().text == peer("203.0.113.9"))
        }
    }

    @Test(arguments: [Array(line.utf8), binary()])
    func aHandshakeMayFollow(_ header: [UInt8]) throws {
        let secure = try SecureServer()
        try secure.run(configure: behindLoopback) { server in
            for isSplit in [false, true] {
                let client = try RawClient(server)
                if isSplit {
                    for byte in header { try client.send([byte]) }
                } else {
                    try client.send(header)
                }
                try client.secure(secure.client)
                try client.send(get)
                #expect(try client.answer().text == peer("203.0.113.9", true))
            }
        }
    }

    @Test(arguments: [
        get, "\u{16}\u{3}\u{1}", "PROXY TCP4 a b 1 2\r\n" + get, "PROXY UNKNOWN\n" + get,
        "\r\n\r\nG",
    ])
    func whoSendsNoHeaderIsCut(_ text: String) throws {
        let application = EchoApplication()
        let metrics = Metrics()
        try withServer(application, metrics: metrics, configure: behindLoopback) { server in
            let client = try RawClient(server)
            try client.send(text)
            #expect(isCut(client))
            #expect(application.executed.withLock { $0 }.isEmpty)
        }
        let shown = String(decoding: metrics.exposition(), as: UTF8.self)
        #expect(shown.contains("http_refusals_total{reason=\""))
    }

    @Test func aHeaderThatEndsEarlyIsCut() throws {
        try withServer(configure: behindLoopback) { server in
            let client = try RawClient(server)
            try client.send("PROXY TCP4 ")
            Socket.finishSending(client.socket.raw)
            #expect(isCut(client))
        }
    }

    @Test func aHeaderHasItsTime() throws {
        func hurried(_ configuration: inout ServerConfiguration) {
            behindLoopback(&configuration)
            configuration.limits.proxyHeaderTime = .milliseconds(50)
        }
        try withServer(configure: hurried) { server in
            let client = try RawClient(server)
            try client.send("PROXY TCP4 ")
            #expect(isCut(client))
        }
    }

    @Test func onlyATrustedProxyMaySendOne() throws {
        func elsewhere(_ configuration: inout ServerConfiguration) {
            configuration.takesProxyHeaders = true
            configuration.trustedProxies = [AddressRange("192.0.2.0/24")].compactMap { $0 }
        }
        let application = EchoApplication()
        try withServer(application, configure: elsewhere) { server in
            let client = try RawClient(server)
            do { try client.send(line + get) } catch { return }
            #expect(isCut(client))
            #expect(application.executed.withLock { $0 }.isEmpty)
        }
    }

    @Test func unixSocketsAreAnnouncedAndTheOperatorsIsNot() throws {
        let scratch = try ScratchDirectory()
        for (door, header) in [
            (ListenAddress.unix(path: scratch.path(of: "a")), line),
            (.operatorSocket(path: scratch.path(of: "b")), ""),
        ] {
            func atADoor(_ configuration: inout ServerConfiguration) {
                configuration.listeners = [door]
                configuration.takesProxyHeaders = true
            }
            try withServer(configure: atADoor) { server in
                let client = try RawClient(server)
                try client.send(header + get)
                let expected =
                    header.isEmpty
                    ? "local(userID: \(ProcessEnvironment.userID)) false" : peer("203.0.113.9")
                #expect(try client.answer().text == expected)
            }
        }
    }

    @Test func theAnnouncedAddressHasItsShareOfConnections() throws {
        func narrow(_ configuration: inout ServerConfiguration) {
            behindLoopback(&configuration)
            configuration.limits.connectionsPerAddressMax = 1
        }
        try withServer(configure: narrow) { server in
            let first = try RawClient(server)
            try first.send(line + get)
            #expect(try first.answer().status == 200)
            let second = try RawClient(server)
            try second.send(line + get)
            #expect(isCut(second))
            let other = try RawClient(server)
            try other.send("PROXY TCP4 203.0.113.10 198.51.100.7 1 443\r\n" + get)
            #expect(try other.answer().status == 200)
        }
    }

    @Test(
        arguments: [
            (Standing.proxyHere, nil, false, Standing.relayedHere),
            (.proxyElsewhere, nil, false, .relayedElsewhere),
            (.proxyHere, "203.0.113.9", false, .relayedHere),
            (.proxyElsewhere, "203.0.113.9", false, .relayedElsewhere),
            (.proxyElsewhere, "127.0.0.1", false, .relayedElsewhere),
            (.proxyElsewhere, "127.0.0.1", true, .proxyElsewhere),
            (.proxyHere, "127.0.0.1", true, .proxyHere),
            (.proxyHere, "10.0.0.1", true, .proxyElsewhere),
        ] as [(Standing, String?, Bool, Standing)])
    func whatIsAnnouncedStandsBehindItsProxy(
        _ proxy: Standing, _ address: String?, _ isTrusted: Bool, _ expected: Standing
    ) {
        let network = address.flatMap { NetworkAddress($0) }
        #expect(proxy.announced(network, trusted: isTrusted) == expected)
    }

    /// Whether the server closed without a word; a reset is how the kernel says that it did not read.
    private func isCut(_ client: RawClient) -> Bool {
        do { return try client.isAtEnd() } catch { return true }
    }
}
