import HTTP
import Platform
import Testing

@testable import HTTPServer

/// What a chain of proxies says of the client, and how much of it is believed.
@Suite struct ForwardingTests {
    private static func forwarding(_ headers: ForwardingHeaders) -> Forwarding {
        Forwarding(
            trusted: ["127.0.0.0/8", "10.0.0.0/8", "2001:db8::/32"].compactMap { AddressRange($0) },
            headers: headers)
    }

    /// "ADDRESS SCHEME HOST", with "!" for a head that is exposed; "refused".
    private func told(
        _ kind: ForwardingHeaders, _ fields: [(String, String)],
        _ standing: Standing = .proxyElsewhere
    ) -> String {
        var headers = HeaderFields()
        for (name, value) in fields { headers.append(name, value) }
        let target = RequestTarget(
            rawPath: "/", rawQuery: "", segments: [""], query: QueryItems())
        let head = RequestHead(
            method: .get, target: target, headers: headers, host: "own", port: 80, isSecure: false)
        let peer = Peer.network(address: "peer", isLoopback: false)
        guard
            let told = Self.forwarding(kind).resolve(head, peer: peer, standing: standing),
            case .network(let address, _) = told.peer
        else { return "refused" }
        let scheme = told.head.isSecure ? "https" : "http"
        let host = told.head.host + (told.head.port.map { ":\($0)" } ?? "")
        return "\(address) \(scheme) \(host)" + (told.head.isExposed ? " !" : "")
    }

    @Test(arguments: [
        ("for=203.0.113.9;proto=https;host=x.example", "203.0.113.9 https x.example"),
        ("for=203.0.113.9", "203.0.113.9 http own:80 !"),
        ("for=203.0.113.9;proto=http", "203.0.113.9 http own:80 !"),
        // What is left of the client's element is the client's own word.
        (
            "for=1.1.1.1;proto=https;host=evil, for=203.0.113.9;proto=http;host=x",
            "203.0.113.9 http x !"
        ),
        (
            "for=203.0.113.9;proto=https;host=x, for=10.0.0.2;proto=http;host=inner",
            "203.0.113.9 https x"
        ),
        (
            "for=1.1.1.1, for=203.0.113.9;proto=https, for=10.0.0.2, for=\"[2001:db8::7]:81\"",
            "203.0.113.9 https own:80"
        ),
        ("for=\"203.0.113.9:4711\";proto=https", "203.0.113.9 https own:80"),
        ("for=\"[2001:dead::1]\";proto=https", "2001:dead::1 https own:80"),
        ("for=\"[::ffff:203.0.113.9]\"", "203.0.113.9 http own:80 !"),
        ("for=10.0.0.1;proto=https, for=10.0.0.2", "10.0.0.1 https own:80"),
        ("for=1.1.1.1, for=unknown;proto=https", "peer https own:80"),
        ("for=1.1.1.1, for=_hidden;proto=https, for=10.0.0.2", "10.0.0.2 https own:80"),
        ("proto=https", "peer https own:80"), ("", "peer http own:80 !"),
        ("for=203.0.113.9;x=\", for=10.0.0.2", "refused"), ("for=::1", "refused"),
    ])
    func forwardedIsWalkedFromTheRight(_ value: String, _ expected: String) {
        #expect(told(.forwarded, [("forwarded", value)]) == expected)
        #expect(
            told(.forwarded, [("x-forwarded-for", "7.7.7.7"), ("forwarded", value)]) == expected)
        guard !value.contains("x=") else { return }
        let lines = value.split(separator: ", ").map { ("forwarded", String($0)) }
        #expect(told(.forwarded, lines) == expected)
    }

    @Test(
        arguments: [
            (["203.0.113.9"], "https", nil, "203.0.113.9 https own:80"),
            (["203.0.113.9"], nil, nil, "203.0.113.9 http own:80 !"),
            (["203.0.113.9"], "HTTPS", "X.example:8443", "203.0.113.9 https x.example:8443"),
            (["1.1.1.1, 203.0.113.9"], "https, http", "evil, x", "203.0.113.9 http x !"),
            (["203.0.113.9, 10.0.0.2"], "https, http", "x, inner", "203.0.113.9 https x"),
            (["203.0.113.9", "10.0.0.2"], "https", "x", "203.0.113.9 https x"),
            (
                ["1.1.1.1, 203.0.113.9, 10.0.0.2"], "http, https, http", nil,
                "203.0.113.9 https own:80"
            ),
            (["203.0.113.9:1234"], "https", nil, "203.0.113.9 https own:80"),
            (["[2001:dead::1]:99"], "https", nil, "2001:dead::1 https own:80"),
            (["2001:dead::1"], "https", nil, "2001:dead::1 https own:80"),
            (["1.1.1.1, unknown"], "https", nil, "peer https own:80"),
            (["1.1.1.1, nonsense, 10.0.0.2"], "https", nil, "10.0.0.2 https own:80"),
            (["203.0.113.9"], "https", "a b", "203.0.113.9 https own:80"),
            ([","], "https", nil, "peer https own:80"), ([], nil, nil, "peer http own:80 !"),
        ] as [([String], String?, String?, String)])
    func theOtherFieldsGoWithTheirHop(
        _ hops: [String], _ scheme: String?, _ host: String?, _ expected: String
    ) {
        var fields = hops.map { ("x-forwarded-for", $0) }
        if let scheme { fields.append(("x-forwarded-proto", scheme)) }
        if let host { fields.append(("x-forwarded-host", host)) }
        #expect(told(.xForwarded, fields) == expected)
        #expect(told(.xForwarded, fields + [("forwarded", "for=\"")]) == expected)
    }

    @Test(arguments: ForwardingHeaders.allCases)
    func whoIsNoProxyIsNotBelieved(_ kind: ForwardingHeaders) {
        let fields = [
            ("x-forwarded-for", "7.7.7.7"), ("x-forwarded-proto", "https"),
            ("x-forwarded-host", "x"), ("forwarded", "for=7.7.7.7;proto=https;host=x"),
            ("forwarded", "for=\""),
        ]
        #expect(told(kind, fields, .client) == "peer http own:80")
        #expect(told(kind, fields, .relayedHere) == "peer http own:80")
        #expect(told(kind, fields, .relayedElsewhere) == "peer http own:80 !")
    }

    @Test func aSpoiltForwardedFieldIsRefused() throws {
        func behindAProxy(_ configuration: inout ServerConfiguration) {
            configuration.trustedProxies = [AddressRange("127.0.0.1")].compactMap { $0 }
            configuration.forwardingHeaders = .forwarded
        }
        let application = EchoApplication()
        try withServer(application, configure: behindAProxy) { server in
            let client = try RawClient(server)
            try client.send(
                "GET /peer HTTP/1.1\r\nHost: localhost\r\nForwarded: for=203.0.113.9\r\n\r\n")
            #expect(try client.answer().text.contains("203.0.113.9"))
            try client.send(
                "GET /peer HTTP/1.1\r\nHost: localhost\r\nForwarded: for=\"x, for=203.0.113.9\r\n\r\n"
            )
            #expect(try client.answer().status == 400)
            #expect(try client.isAtEnd())
            #expect(application.executed.withLock { $0 } == ["/peer"])
        }
    }
}
