import HTTP
import Platform
import TestSupport
import Testing

@testable import HTTPServer

/// Who stands at which listener, and what is made of them.
@Suite struct DoorTests {
    private func address(_ text: String) throws -> NetworkAddress {
        try #require(NetworkAddress(text))
    }

    @Test func theOperatorsSocketKnowsItsUser() throws {
        let scratch = try ScratchDirectory()
        let path = "\(scratch.path)/socket"
        func atTheOperatorsDoor(_ configuration: inout ServerConfiguration) {
            configuration.listeners = [.operatorSocket(path: path)]
        }
        try withServer(configure: atTheOperatorsDoor) { server in
            #expect(try DurableFile.status(path)?.permissions == 0o600)
            let client = try RawClient(server)
            try client.send(
                "GET /peer HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 203.0.113.9\r\n\r\n")
            #expect(
                try client.answer().text == "local(userID: \(ProcessEnvironment.userID)) false")
        }
        #expect(try DurableFile.status(path) == nil)
    }

    @Test func atAnyOtherUnixSocketStandsAProxyOfThisMachine() throws {
        let scratch = try ScratchDirectory()
        let path = "\(scratch.path)/socket"
        func atASocket(_ configuration: inout ServerConfiguration) {
            configuration.listeners = [.unix(path: path)]
        }
        try withServer(configure: atASocket) { server in
            #expect(try DurableFile.status(path)?.permissions == 0o660)
            let client = try RawClient(server)
            try client.send("GET /peer HTTP/1.1\r\nHost: localhost\r\n\r\n")
            #expect(
                try client.answer().text == "network(address: \"unix\", isLoopback: true) false")
            try client.send(
                "GET /peer HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-Proto: https\r\n"
                    + "X-Forwarded-For: 203.0.113.9\r\n\r\n")
            #expect(
                try client.answer().text
                    == "network(address: \"203.0.113.9\", isLoopback: false) true")
        }
        #expect(try DurableFile.status(path) == nil)
    }

    @Test func textNeverNamesTheOperatorsSocket() {
        #expect(ListenAddress("unix:/run/x") == .unix(path: "/run/x"))
        #expect(ListenAddress("/data/ibtool.sock") == .unix(path: "/data/ibtool.sock"))
    }

    @Test(arguments: [
        // address, trusted, shielded
        ("127.0.0.1", false, false, Standing.client), ("127.0.0.1", true, false, .proxyHere),
        ("10.0.0.1", true, false, .proxyElsewhere), ("10.0.0.1", false, true, .client),
        ("10.0.0.1", false, false, .stranger), ("::1", false, false, .client),
    ])
    func aPeerIsWhatItsAddressAndListenerSay(
        _ text: String, _ isTrusted: Bool, _ isShielded: Bool, _ expected: Standing
    ) throws {
        #expect(
            Standing.of(try address(text), trusted: isTrusted, isShielded: isShielded) == expected)
    }

    /// A server open to the network, and a peer that the kernel says came from `address`.
    private func asking(
        from text: String, strangers: Bool = false,
        _ body: (RawClient, EchoApplication) throws -> Void
    ) throws {
        let peer = try address(text)
        let application = EchoApplication()
        var configuration = ServerConfiguration(
            listeners: [.tcp(NetworkAddress(bytes: [0, 0, 0, 0]), port: 0)], loopCount: 1,
            workerCount: 1)
        configuration.trustedProxies = [try #require(AddressRange("192.0.2.0/24"))]
        configuration.servesStrangers = strangers
        let server = try Server(
            configuration, application: application, metrics: .init(), log: .silent,
            clock: .system
        ) { listener in
            switch Socket.accept(from: listener) {
            case .connection(let socket, _): .connection(socket, .network(peer))
            case .wouldBlock: .wouldBlock
            case .outOfDescriptors: .outOfDescriptors
            case .failed(let error): .failed(error)
            }
        }
        try server.start()
        defer { server.drain(within: .seconds(5)) }
        try body(try RawClient(server), application)
    }

    @Test func whoComesPastTheProxyIsRefused() throws {
        try asking(from: "203.0.113.9") { client, application in
            try client.send(
                "POST /peer HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-Proto: https\r\n"
                    + "Content-Length: 2\r\n\r\nab")
            let answer = try client.answer()
            #expect(answer.status == 403)
            #expect(answer.head.contains("connection: close"))
            #expect(answer.head.contains("application/problem+json"))
            #expect(answer.text.contains("\"detail\":\"This address is not a trusted proxy.\""))
            #expect(try client.isAtEnd())
            #expect(application.executed.withLock { $0 }.isEmpty)
        }
    }

    @Test(arguments: ["192.0.2.7", "127.0.0.1"])
    func theProxyAndThisMachineAreServed(_ text: String) throws {
        try asking(from: text) { client, _ in
            try client.send("GET /fast HTTP/1.1\r\nHost: localhost\r\n\r\n")
            #expect(try client.answer().status == 200)
        }
    }

    @Test func anApplicationWithoutSecretsServesStrangers() throws {
        try asking(from: "203.0.113.9", strangers: true) { client, _ in
            try client.send("GET /fast HTTP/1.1\r\nHost: localhost\r\n\r\n")
            #expect(try client.answer().status == 200)
        }
    }

    @Test(
        arguments: [
            (Standing.proxyElsewhere, nil, true), (.proxyElsewhere, "http", true),
            (.proxyElsewhere, "https", false), (.proxyHere, nil, false), (.client, nil, false),
        ] as [(Standing, String?, Bool)])
    func aHeadIsExposedWhenAProxyElsewhereDoesNotSayHttps(
        _ standing: Standing, _ scheme: String?, _ isExposed: Bool
    ) throws {
        var headers = HeaderFields()
        if let scheme { headers.append("x-forwarded-proto", scheme) }
        let target = RequestTarget(
            rawPath: "/", rawQuery: "", segments: [""], query: QueryItems())
        let head = RequestHead(
            method: .get, target: target, headers: headers, host: "x", port: nil, isSecure: false)
        let told = try #require(
            Forwarding(trusted: []).resolve(
                head, peer: .network(address: "x", isLoopback: false), standing: standing))
        #expect(told.head.isExposed == isExposed)
    }
}
