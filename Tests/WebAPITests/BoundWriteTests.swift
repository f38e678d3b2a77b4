import Complaints
import HTTP
import JSON
import Testing

@testable import WebAPI

/// Who is bound to a site writes there and nowhere else, and learns nothing of other sites.
@Suite struct BoundWriteTests {
    /// A write and what each caller is answered: the status, and "pointer code" of the problems.
    struct Attempt: Sendable, CustomTestStringConvertible {
        let method: HTTP.Method
        let target: String
        let body: JSONValue
        let bound: (status: UInt16, problems: [String])
        let free: UInt16

        var testDescription: String { "\(method.rawValue) \(target) \(body.serialized().count)" }

        init(
            _ method: HTTP.Method, _ target: String, _ body: JSONValue,
            bound: UInt16, _ problems: [String] = [], free: UInt16
        ) {
            self.method = method
            self.target = "/api/v1" + target
            self.body = body
            self.bound = (bound, problems)
            self.free = free
        }
    }

    static let attempts: [Attempt] = [
        Attempt(
            .post, "/complaints", ["description": "x", "site": "LYO"],
            bound: 422, ["/site unknown_reference"], free: 201),
        Attempt(
            .post, "/complaints", ["description": "x", "site": "NOPE"],
            bound: 422, ["/site unknown_reference"], free: 422),
        Attempt(
            .post, "/complaints", ["description": "x", "system": "SYSB"],
            bound: 422, ["/system unknown_reference"], free: 201),
        Attempt(
            .post, "/complaints", ["description": "x", "system": "NOPE"],
            bound: 422, ["/system unknown_reference"], free: 422),
        Attempt(
            .post, "/complaints", ["description": "x", "duplicate_of": "C-2026-000002"],
            bound: 422, ["/duplicate_of unknown_reference"], free: 201),
        Attempt(.post, "/complaints", ["description": "x"], bound: 201, free: 201),
        Attempt(.post, "/complaints", ["description": "x", "site": "LIL"], bound: 201, free: 201),
        Attempt(
            .post, "/complaints", ["description": "x", "system": "SYSA"], bound: 201, free: 201),
        Attempt(
            .patch, "/complaints/1", ["site": "LYO"],
            bound: 422, ["/site unknown_reference"], free: 200),
        Attempt(
            .patch, "/complaints/1", ["system": "SYSB"],
            bound: 422, ["/system unknown_reference"], free: 200),
        Attempt(.patch, "/complaints/1", ["site": nil], bound: 200, free: 200),
        Attempt(.patch, "/complaints/1", ["severity": "minor"], bound: 200, free: 200),
        Attempt(.patch, "/complaints/2", ["severity": "minor"], bound: 404, free: 200),
        Attempt(.post, "/sites", ["code": "NEW", "name": "n"], bound: 403, free: 201),
        Attempt(.patch, "/sites/LIL", ["city": "Lille"], bound: 200, free: 200),
        Attempt(.patch, "/sites/LYO", ["city": "Lyon"], bound: 404, free: 200),
        Attempt(
            .post, "/systems", ["system_id": "N", "site": "LYO"],
            bound: 422, ["/site unknown_reference"], free: 201),
        Attempt(.post, "/systems", ["system_id": "N"], bound: 201, free: 201),
        Attempt(
            .patch, "/systems/SYSA", ["site": "LYO"],
            bound: 422, ["/site unknown_reference"], free: 200),
        Attempt(.patch, "/systems/SYSA", ["site": nil], bound: 200, free: 200),
        Attempt(.patch, "/systems/SYSB", ["model": "m"], bound: 404, free: 200),
    ]

    private func instance() throws -> TestInstance {
        let instance = try TestInstance()
        for code in ["LIL", "LYO", "PAR"] {
            let heard = instance.send(
                .post("/api/v1/sites", ["code": .string(code), "name": "x"]).local())
            try #require(heard.status == 201, "\(heard.text)")
        }
        for (system, site) in [("SYSA", "LIL"), ("SYSB", "LYO")] {
            let heard = instance.send(
                .post("/api/v1/systems", ["system_id": .string(system), "site": .string(site)])
                    .local())
            try #require(heard.status == 201, "\(heard.text)")
        }
        instance.makeComplaint(JSONObject([("description", "Lille"), ("site", "LIL")]))
        instance.makeComplaint(JSONObject([("description", "Lyon"), ("site", "LYO")]))
        return instance
    }

    private func send(
        _ attempt: Attempt, by cookie: String, _ instance: TestInstance
    ) -> Heard {
        var call = Call(method: attempt.method, target: attempt.target).json(attempt.body)
            .signed(cookie)
        if attempt.method == .patch { call = call.with("If-Match", "\"1\"") }
        return instance.send(call)
    }

    @Test(
        "Each write by whoever is bound to one site, and by whoever sees all", arguments: attempts)
    func writes(attempt: Attempt) throws {
        let instance = try instance()
        instance.makeUser("lili", role: .analyst, sites: ["LIL"])
        instance.makeUser("anna", role: .analyst)
        let (bound, free) = (instance.signIn("lili"), instance.signIn("anna"))
        let before = instance.store.commit
        let heard = send(attempt, by: bound, instance)
        #expect(heard.status == attempt.bound.status, "\(heard.text)")
        #expect(zip(heard.pointers, heard.codes).map { "\($0) \($1)" } == attempt.bound.problems)
        if heard.status >= 400 {
            #expect(instance.store.commit == before, "a refused write was committed")
            let freely = send(attempt, by: free, instance)
            #expect(freely.status == attempt.free, "\(freely.text)")
        } else if let site = heard.json["site"]?.stringValue {
            #expect(site == "LIL")
        }
    }

    @Test func `Whoever is bound to several sites says at which one`() throws {
        let instance = try instance()
        instance.makeUser("duo", role: .analyst, sites: ["LIL", "PAR"])
        let cookie = instance.signIn("duo")
        for (target, body) in [
            ("/api/v1/complaints", ["description": "x"]), ("/api/v1/systems", ["system_id": "N"]),
        ] as [(String, JSONValue)] {
            let heard = instance.send(.post(target, body).signed(cookie))
            #expect(heard.status == 422, "\(heard.text)")
            #expect(heard.pointers == ["/site"])
            #expect(heard.codes == ["required"])
        }
        let named = instance.send(
            .post("/api/v1/complaints", ["description": "x", "site": "PAR"]).signed(cookie))
        #expect(named.status == 201, "\(named.text)")
        let brought = instance.send(
            .post("/api/v1/complaints", ["description": "x", "system": "SYSA"]).signed(cookie))
        #expect(brought.json["site"]?.stringValue == "LIL", "\(brought.text)")
    }

    @Test func `What was named before stays when something else is changed`() throws {
        let instance = try instance()
        _ = instance.send(
            .patch("/api/v1/complaints/1", ["duplicate_of": "C-2026-000002"]).local()
                .with("If-Match", "\"1\""))
        instance.makeUser("lili", role: .analyst, sites: ["LIL"])
        let heard = instance.send(
            .patch("/api/v1/complaints/1", ["severity": "minor"]).signed(instance.signIn("lili"))
                .with("If-Match", "\"2\""))
        #expect(heard.status == 200, "\(heard.text)")
    }

    @Test func `An answer with restricted fields has its reading in the same commit`() throws {
        let instance = try instance()
        instance.makeUser("paul", role: .analyst, patient: true)
        let heard = instance.send(
            .post("/api/v1/complaints", ["description": "x", "patient_age": 4])
                .signed(instance.signIn("paul")))
        #expect(heard.status == 201, "\(heard.text)")
        #expect(heard.header("cache-control") == "no-store")
        let id = heard.json["id"]?.int64Value ?? 0
        let history = instance.send(.get("/api/v1/complaints/\(id)/history").local())
        #expect(history.text.contains("\"operation\":\"read\""), "\(history.text)")
    }
}

/// Rules between the fields of one file.
@Suite struct ComplaintRuleTests {
    static let refused: [(JSONValue, String)] = [
        (["duplicate_of": "C-2026-000001"], "/duplicate_of self_reference"),
        (["status": "duplicate"], "/duplicate_of required"),
        (["status": "withdrawn"], "/change_reason required"),
        (["status": "not_a_complaint"], "/not_complaint_reason required"),
        (["system": "SYSB", "site": "LIL"], "/system other_site"),
    ]

    static let taken: [JSONValue] = [
        ["status": "duplicate", "duplicate_of": "C-2026-000002"],
        ["status": "withdrawn", "change_reason": "asked to"],
        ["status": "not_a_complaint", "change_reason": "a question"],
        ["status": "not_a_complaint", "not_complaint_reason": "a question"],
        ["system": "SYSB", "site": "LYO"], ["system": "SYSB"],
    ]

    private func instance() throws -> TestInstance {
        let instance = try TestInstance()
        for code in ["LIL", "LYO"] {
            _ = instance.send(
                .post("/api/v1/sites", ["code": .string(code), "name": "x"]).local())
        }
        _ = instance.send(
            .post("/api/v1/systems", ["system_id": "SYSB", "site": "LYO"]).local())
        for _ in 0..<2 {
            instance.makeComplaint(
                JSONObject([("description", "x"), ("site", "LIL")] + TestInstance.question))
        }
        return instance
    }

    @Test("Values that do not go together are refused", arguments: refused)
    func refuses(body: JSONValue, problem: String) throws {
        let heard = try instance().send(
            .patch("/api/v1/complaints/1", body).local().with("If-Match", "\"1\""))
        #expect(heard.status == 422, "\(heard.text)")
        #expect(zip(heard.pointers, heard.codes).map { "\($0) \($1)" } == [problem])
    }

    @Test("Values that go together are taken", arguments: taken)
    func takes(body: JSONValue) throws {
        let heard = try instance().send(
            .patch("/api/v1/complaints/1", body).local().with("If-Match", "\"1\""))
        #expect(heard.status == 200, "\(heard.text)")
        if body.objectValue?["system"] != nil {
            #expect(heard.json["site"]?.stringValue == "LYO")
        }
    }

    @Test func `A site cannot be changed away from the system's`() throws {
        let instance = try instance()
        _ = instance.send(
            .patch("/api/v1/complaints/1", ["system": "SYSB"]).local().with("If-Match", "\"1\""))
        let heard = instance.send(
            .patch("/api/v1/complaints/1", ["site": "LIL"]).local().with("If-Match", "\"2\""))
        #expect(heard.status == 422, "\(heard.text)")
        #expect(heard.pointers == ["/site"])
    }

    @Test func `A new file may say why it is none`() throws {
        let instance = try instance()
        let without = instance.send(
            .post("/api/v1/complaints", ["description": "x", "status": "withdrawn"]).local())
        #expect(without.pointers == ["/change_reason"], "\(without.text)")
        let with = instance.send(
            .post(
                "/api/v1/complaints",
                .object(
                    JSONObject(
                        [("description", "x"), ("status", "withdrawn"), ("change_reason", "test")]
                            + TestInstance.question))
            ).local())
        #expect(with.status == 201, "\(with.text)")
        // Nobody can have decided yet whether to report it.
        let bare = instance.send(
            .post(
                "/api/v1/complaints",
                [
                    "description": "x", "status": "withdrawn", "change_reason": "test",
                    "markets": ["EU"], "outcome": "death", "public_health_threat": "no",
                ]
            ).local())
        #expect(bare.pointers == ["/jurisdictions/EU"] && bare.codes == ["decision_required"])
    }
}
