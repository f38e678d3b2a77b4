import HTTP
import JSON
import Testing

@testable import WebAPI

@Suite struct HostTests {
    @Test(arguments: [
        ("localhost", true), ("127.0.0.1", true), ("127.1.2.3:9000", true), ("[::1]:8080", true),
        ("complaints.example", true), ("COMPLAINTS.example:443", true),
        ("evil.example", false), ("127.0.0.1.evil.example", false), ("10.0.0.1", false),
        ("localhost.evil.example", false), ("127.0.0.999", false),
        ("sub.complaints.example", false),
    ])
    func `Only our own names are answered for`(host: String, isOurs: Bool) throws {
        let instance = try TestInstance()
        for target in ["/", "/healthz", "/api/v1/session", "/api/v1/nothing", "/assets/x/app.js"] {
            let heard = instance.send(.get(target).host(host))
            #expect((heard.status == 421) == !isOurs, "\(target) at \(host): \(heard.status)")
        }
    }

    @Test func `The unix socket needs no name`() throws {
        let instance = try TestInstance()
        var call = Call.get("/api/v1/session").local()
        call.host = "whatever.example"
        #expect(instance.send(call).status == 200)
    }
}
