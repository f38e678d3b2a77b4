import HTTP
import HTTPServer
import Platform
import Telemetry
import Testing

@Suite struct RedirectTests {
    private func answer(_ target: String, host: String, port: UInt16 = 443) throws
        -> RawClient.Answer
    {
        let server = try Server(
            ServerConfiguration(
                listeners: [.tcp(NetworkAddress(bytes: [127, 0, 0, 1]), port: 0)], loopCount: 1,
                workerCount: 1),
            application: RedirectApplication(names: ["ibtool.example"], port: port),
            metrics: Metrics(), log: .silent)
        try server.start()
        defer { server.drain(within: .seconds(5)) }
        let client = try RawClient(server)
        try client.send("GET \(target) HTTP/1.1\r\nHost: \(host)\r\nConnection: close\r\n\r\n")
        return try client.answer()
    }

    @Test(arguments: [
        ("/", "ibtool.example", "https://ibtool.example/"),
        (
            "/a%20b/?q=%0D%0A&x=//evil.example", "IBTOOL.example:80",
            "https://ibtool.example/a%20b/?q=%0D%0A&x=//evil.example"
        ),
        ("//evil.example/", "ibtool.example", "https://ibtool.example//evil.example/"),
        ("http://ibtool.example/x?y", "evil.example", "https://ibtool.example/x?y"),
    ])
    func pathAndQueryAreKept(_ target: String, _ host: String, _ location: String) throws {
        let answer = try answer(target, host: host)
        #expect(answer.status == 308)
        #expect(answer.head.contains("\r\nlocation: \(location)\r\n"))
        #expect(!answer.head.contains("strict-transport-security"))
    }

    @Test func anotherPortIsNamed() throws {
        let answer = try answer("/", host: "ibtool.example", port: 8443)
        #expect(answer.head.contains("\r\nlocation: https://ibtool.example:8443/\r\n"))
    }

    @Test(arguments: ["evil.example", "ibtool.example.evil.example", "127.0.0.1", "localhost"])
    func nobodyIsSentToANameThatIsNotOurs(_ host: String) throws {
        let answer = try answer("/", host: host)
        #expect(answer.status == 421)
        #expect(!answer.head.contains("location:"))
    }
}
