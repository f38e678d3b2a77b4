import Complaints
import HTTP
import JSON
import Platform
import Storage
import Telemetry
import TestSupport
import Testing

@testable import WebAPI

@Suite struct SetupTests {
    private func body(_ token: String, name: String = "chief") -> JSONValue {
        [
            "token": .string(token), "name": .string(name), "display_name": "The Chief",
            "password": .string(TestInstance.password), "language": "fr",
        ]
    }

    @Test func `The link makes the first administrator once and signs in`() throws {
        let instance = try TestInstance()
        #expect(instance.send(.get("/api/v1/setup")).json["required"]?.boolValue == true)
        let token = try SetupLink.issue(instance.store, now: instance.clock.wallClock.now())
        let heard = instance.send(.post("/api/v1/setup", body(token)))
        #expect(heard.status == 201, "\(heard.text)")
        #expect(heard.json["user"]?.objectValue?["role"]?.stringValue == "admin")
        let cookie = try #require(heard.cookie)
        #expect(instance.send(.get("/api/v1/users").signed(cookie)).status == 200)
        #expect(instance.send(.get("/api/v1/setup")).json["required"]?.boolValue == false)
        #expect(instance.send(.post("/api/v1/setup", body(token, name: "second"))).status == 403)
    }

    @Test func `A wrong, an old and an expired link are refused`() throws {
        let instance = try TestInstance()
        let old = try SetupLink.issue(instance.store, now: instance.clock.wallClock.now())
        let token = try SetupLink.issue(instance.store, now: instance.clock.wallClock.now())
        for wrong in ["nonsense", old] {
            #expect(instance.send(.post("/api/v1/setup", body(wrong))).status == 403)
        }
        instance.clock.advance(by: .seconds(3600))
        #expect(instance.send(.post("/api/v1/setup", body(token))).status == 403)
        let fresh = try SetupLink.issue(instance.store, now: instance.clock.wallClock.now())
        instance.clock.advance(by: .seconds(3599))
        #expect(instance.send(.post("/api/v1/setup", body(fresh))).status == 201)
    }

    @Test func `Of many set-ups at once one wins`() throws {
        let instance = try TestInstance()
        let token = try SetupLink.issue(instance.store, now: instance.clock.wallClock.now())
        let statuses = Lock<[UInt16]>([])
        let threads = try (0..<8).map { index in
            try Thread.start(name: "race") {
                let heard = instance.send(
                    .post("/api/v1/setup", self.body(token, name: "chief\(index)")))
                statuses.withLock { $0.append(heard.status) }
            }
        }
        for thread in threads { thread.join() }
        #expect(statuses.withLock { $0 }.filter { $0 == 201 }.count == 1)
        #expect(instance.send(.get("/api/v1/users").local()).json["total"]?.int64Value == 1)
    }

    @Test func `A weak password spends no link`() throws {
        let instance = try TestInstance()
        let token = try SetupLink.issue(instance.store, now: instance.clock.wallClock.now())
        var weak = try #require(body(token).objectValue)
        weak["password"] = "password1"
        let heard = instance.send(.post("/api/v1/setup", .object(weak)))
        #expect(heard.status == 422)
        #expect(heard.pointers == ["/password"])
        #expect(instance.send(.post("/api/v1/setup", body(token))).status == 201)
    }
}

@Suite struct UserTests {
    @Test func `The last active administrator stays one`() throws {
        let instance = try TestInstance()
        instance.makeUser("chief", role: .admin)
        for change: JSONValue in [["active": false], ["role": "viewer"]] {
            #expect(
                instance.send(.patch("/api/v1/users/chief", change).local().with("If-Match", "*"))
                    .status == 409)
        }
        instance.makeUser("deputy", role: .admin)
        #expect(
            instance.send(
                .patch("/api/v1/users/chief", ["active": false]).local().with("If-Match", "*")
            ).status == 200)
        #expect(
            instance.send(
                .patch("/api/v1/users/deputy", ["active": false]).local().with("If-Match", "*")
            ).status == 409)
    }

    @Test func `An account's new password and its end close its sessions`() throws {
        let instance = try TestInstance()
        instance.makeUser("anna", role: .analyst)
        let cookie = instance.signIn("anna")
        let new = "another long password"
        let heard = instance.send(
            .patch("/api/v1/users/anna", ["password": .string(new)]).local().with("If-Match", "*"))
        #expect(heard.status == 200, "\(heard.text)")
        #expect(heard.json["password"] == nil)
        #expect(instance.send(.get("/api/v1/session").signed(cookie)).status == 401)
        let second = instance.signIn("anna", password: new)
        _ = instance.send(
            .patch("/api/v1/users/anna", ["active": false]).local().with("If-Match", "*"))
        #expect(instance.send(.get("/api/v1/session").signed(second)).status == 401)
    }

    @Test func `A taken name and an unknown one are told apart`() throws {
        let instance = try TestInstance()
        instance.makeUser("anna", role: .analyst)
        let taken = instance.send(
            .post("/api/v1/users", ["name": "anna", "role": "viewer"]).local())
        #expect(taken.status == 409, "\(taken.text)")
        #expect(instance.send(.get("/api/v1/users/nobody").local()).status == 404)
    }

    @Test(
        "Nobody takes the name under which the history has what IBTool does itself",
        arguments: ["system", "Anna", "a b", "12"])
    func impossibleNames(name: String) throws {
        let refused = try TestInstance().send(
            .post("/api/v1/users", ["name": .string(name), "role": "viewer"]).local())
        #expect(refused.codes == ["invalid_name"], "\(refused.text)")
        #expect(refused.text.contains("is not “system”"), "\(refused.text)")
    }

    @Test(arguments: [
        ("short", false), ("password", false), ("motdepasse123", false), ("aaaaaaaaaa", false),
        ("abcabcabcabc", false), ("12345678", false), ("87654321", false), ("annaanna", false),
        ("correct horse", true), ("tr0ub4dor&3x", true),
        (String(repeating: "xy-z7", count: 25), true),
        (String(repeating: "xy-z7", count: 26), false),
    ])
    func `Passwords that everybody guesses are refused`(password: String, isTaken: Bool) {
        let problem = PasswordRule.problem(password, name: "annaanna", pointer: "/password")
        #expect((problem == nil) == isTaken)
    }
}

@Suite struct TokenTests {
    @Test func `A token has its owner's role without user administration and signing by default`()
        throws
    {
        let instance = try TestInstance()
        instance.makeUser("rita", role: .reviewer)
        instance.makeUser("chief", role: .admin)
        let cookie = instance.signIn("chief")
        let made = instance.send(
            .post("/api/v1/tokens", ["user": "rita", "name": "script"]).signed(cookie))
        #expect(made.status == 201, "\(made.text)")
        let token = try #require(made.json["token"]?.stringValue)
        #expect(token.hasPrefix("ibt_"))
        let scopes = (made.json["scopes"]?.arrayValue ?? []).compactMap(\.stringValue)
        #expect(scopes == ["read", "intake", "work", "import", "decide"])
        #expect(instance.send(.get("/api/v1/complaints").bearer(token)).status == 200)
        let listed = instance.send(.get("/api/v1/tokens").signed(cookie))
        #expect(!listed.text.contains(token))
        instance.clock.advance(by: .seconds(90 * 86_400 - 1))
        #expect(instance.send(.get("/api/v1/complaints").bearer(token)).status == 200)
        instance.clock.advance(by: .seconds(2))
        #expect(instance.send(.get("/api/v1/complaints").bearer(token)).status == 401)
    }

    @Test func `A revoked token is dead at once`() throws {
        let instance = try TestInstance()
        instance.makeUser("rita", role: .reviewer)
        let made = instance.send(.post("/api/v1/tokens", ["user": "rita"]).local())
        let token = try #require(made.json["token"]?.stringValue)
        let id = try #require(made.json["id"]?.int64Value)
        #expect(instance.send(.get("/api/v1/session").bearer(token)).status == 200)
        #expect(instance.send(.delete("/api/v1/tokens/\(id)").local()).status == 204)
        #expect(instance.send(.get("/api/v1/session").bearer(token)).status == 401)
        #expect(instance.send(.delete("/api/v1/tokens/\(id)").local()).status == 404)
    }

    @Test func `Scopes beyond the owner's role and days beyond a year are refused`() throws {
        let instance = try TestInstance()
        instance.makeUser("vera", role: .viewer)
        let heard = instance.send(
            .post(
                "/api/v1/tokens",
                ["user": "vera", "scopes": ["read", "work"], "expires_days": 366]
            )
            .local())
        #expect(heard.status == 422)
        #expect(Set(heard.pointers) == ["/scopes/1", "/expires_days"])
    }

    @Test func `A token makes no tokens and changes no password`() throws {
        let instance = try TestInstance()
        instance.makeUser("chief", role: .admin)
        let token = instance.makeToken(of: "chief", scopes: ["read", "tokens", "users"])
        #expect(instance.send(.post("/api/v1/tokens", ["name": "x"]).bearer(token)).status == 403)
        let change: JSONValue = [
            "password": ["old": .string(TestInstance.password), "new": "brand new secret"]
        ]
        #expect(instance.send(.patch("/api/v1/session", change).bearer(token)).status == 403)
    }

    @Test func `A listener of its own for metrics serves them to all, and nothing else`() throws {
        let instance = try TestInstance()
        let metrics = MetricsApplication(of: instance.application)
        for (target, status) in [
            ("/metrics", 200), ("/healthz", 200), ("/readyz", 200), ("/", 404),
            ("/api/v1/session", 404), ("/openapi.json", 404),
        ] as [(String, UInt16)] {
            let call = Call.get(target).host("10.1.2.3:9100")
            switch metrics.admit(call.head, from: call.peer, id: TestInstance.requestID) {
            case .answer(let response), .replayable(let response, _):
                #expect(response.status.code == status, "\(target)")
            case .run(_, _, let responder):
                let answers = Mailbox<Response>(capacity: 1)
                responder.respond(
                    to: Request(
                        head: call.head, body: .none, peer: call.peer,
                        id: TestInstance.requestID),
                    reply: Reply { _ = answers.offer($0) })
                #expect(answers.take()?.status.code == status, "\(target)")
            }
        }
    }

    @Test func `Metrics are for the configured bearer and for who runs the place`() throws {
        let instance = try TestInstance { $0.metricsToken = Secret("scrape-me-please") }
        instance.makeUser("chief", role: .admin)
        instance.makeUser("anna", role: .analyst)
        #expect(instance.send(.get("/metrics")).status == 401)
        #expect(instance.send(.get("/metrics").bearer("wrong")).status == 401)
        let heard = instance.send(.get("/metrics").bearer("scrape-me-please"))
        #expect(heard.status == 200)
        let shown = try Exposition(String(decoding: heard.bytes, as: UTF8.self))
        #expect(shown.kinds["ibtool_cache_hits_total"] == "counter")
        #expect(shown.kinds["ibtool_writer_backlog"] == "gauge")
        #expect(instance.send(.get("/metrics").signed(instance.signIn("chief"))).status == 200)
        #expect(instance.send(.get("/metrics").signed(instance.signIn("anna"))).status == 403)
        #expect(instance.send(.get("/api/v1/users").bearer("scrape-me-please")).status == 401)
    }
}
