import Complaints
import HTTP
import JSON
import Testing

@testable import WebAPI

/// If-Match on everything that is changed (RFC 9110 section 13.1.1).
@Suite struct ConditionTests {
    private func records(_ instance: TestInstance) -> [(path: String, change: JSONValue)] {
        instance.makeUser("anna", role: .analyst)
        _ = instance.send(.post("/api/v1/sites", ["code": "LIL", "name": "Lille"]).local())
        _ = instance.send(
            .post("/api/v1/systems", ["system_id": "S1", "modality": "MR"]).local())
        let id = instance.makeComplaint(JSONObject([("description", "Image noise")]))
        return [
            ("/api/v1/complaints/\(id)", ["severity": "minor"]),
            ("/api/v1/sites/LIL", ["city": "Lille"]),
            ("/api/v1/systems/S1", ["model": "M"]), ("/api/v1/users/anna", ["language": "fr"]),
        ]
    }

    @Test(
        arguments: [
            (nil, 428), ("1", 400), ("\"2\"", 412), ("W/\"1\"", 412), ("\"x\"", 412),
            ("\"7\", W/\"1\"", 412), ("\"7\", \"1\"", 200), ("\"1-gzip\"", 200), ("*", 200),
            ("\"1\"", 200),
        ] as [(String?, UInt16)])
    func `A change happens on a version that If-Match names`(
        condition: String?, status: UInt16
    ) throws {
        let instance = try TestInstance()
        for (path, change) in records(instance) {
            #expect(instance.send(.get(path).local()).header("etag") == "\"1\"", "\(path)")
            var call = Call.patch(path, change).local()
            if let condition { call = call.with("If-Match", condition) }
            let heard = instance.send(call)
            #expect(heard.status == status, "\(path): \(heard.text)")
            let version = instance.send(.get(path).local()).json["version"]?.int64Value
            #expect(version == (status == 200 ? 2 : 1), "\(path)")
            if status == 200 { #expect(heard.header("etag") == "\"2\"") }
            if status == 412 {
                let current = heard.json["current"]?.objectValue
                #expect(current?["version"]?.int64Value == 1, "\(path): \(heard.text)")
            }
        }
    }

    @Test func `An account that is known already is not sent again`() throws {
        let instance = try TestInstance()
        instance.makeUser("anna", role: .analyst)
        let heard = instance.send(
            .get("/api/v1/users/anna").local().with("If-None-Match", "\"1\""))
        #expect(heard.status == 304)
    }

    /// Nothing behind a proxy elsewhere that does not speak TLS takes or gives credentials.
    @Test func `What crossed a network in the clear takes no credentials`() throws {
        let instance = try TestInstance()
        instance.makeUser("anna", role: .analyst)
        let (cookie, token) = (instance.signIn("anna"), instance.makeToken(of: "anna"))
        let signIn = Call.post(
            "/api/v1/session", ["name": "anna", "password": .string(TestInstance.password)])
        for call in [
            signIn, .get("/api/v1/complaints").signed(cookie),
            .get("/api/v1/complaints").bearer(token), .get("/metrics").bearer(token),
        ] {
            let heard = instance.send(call.exposed())
            #expect(heard.status == 403, "\(call.target): \(heard.text)")
            #expect(heard.json["type"]?.stringValue == "urn:ibtool:problem:sent_in_the_clear")
            #expect(heard.json["detail"]?.stringValue?.contains("X-Forwarded-Proto") == true)
            #expect(heard.header("set-cookie") == nil)
        }
        for target in ["/healthz", "/readyz", "/signin", "/openapi.json", "/api/v1/setup"] {
            #expect(instance.send(.get(target).exposed()).status == 200, "\(target)")
        }
    }
}
