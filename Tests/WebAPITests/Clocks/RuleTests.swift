import Complaints
import JSON
import Platform
import Rules
import Testing

@Suite("Clocks and rules through the API")
struct RuleTests {
    private let instance: TestInstance
    private let admin: String
    private let reviewer: String

    init() throws {
        instance = try TestInstance()
        instance.makeUser("ada", role: .admin)
        instance.makeUser("grace", role: .reviewer)
        admin = instance.signIn("ada")
        reviewer = instance.signIn("grace")
    }

    private func death(_ aware: String = "2026-03-01") -> Int64 {
        instance.makeComplaint(
            JSONObject([
                ("description", "It fell."), ("received", .string(aware)),
                ("aware", .string(aware)), ("outcome", "death"),
                ("markets", .array([.string("US"), .string("EU")])),
            ]))
    }

    /// The rules in force with 7 days for a death in the EU.
    private func shorter() throws -> JSONValue {
        let heard = instance.send(.get("/api/v1/rules/1").signed(admin))
        var document = try #require(heard.json["document"]?.objectValue)
        let rules = try #require(document["rules"]?.arrayValue)
        document["rules"] = .array(
            rules.map { json in
                guard var object = json.objectValue, object["id"] == "EU-10" else { return json }
                object["limit"] = ["days": 7]
                return .object(object)
            })
        return .object(document)
    }

    @Test("A file's clocks come with sentence, law and state, in the reader's language")
    func clocks() throws {
        let id = death()
        let heard = instance.send(.get("/api/v1/complaints/\(id)/clocks").signed(reviewer))
        #expect(heard.status == 200)
        let clocks = try #require(heard.json["clocks"]?.arrayValue).compactMap(\.objectValue)
        let us = try #require(clocks.first { $0["rule"] == "US-30" })
        #expect(
            us["sentence"]
                == "30 calendar days after 2026-03-01 (21 CFR 803.50) = 2026-03-31")
        #expect(us["state"] == "running")
        #expect(us["days_left"] == 29)
        let french = instance.send(
            .get("/api/v1/complaints/\(id)/clocks").signed(reviewer).with("Accept-Language", "fr"))
        #expect(french.text.contains("immédiatement, et au plus tard 10\u{A0}jours calendaires"))
        #expect(
            instance.send(.get("/api/v1/complaints/999/clocks").signed(reviewer)).status == 404)
        #expect(
            instance.send(.get("/api/v1/complaints/\(id)/clocks?history=no").signed(reviewer))
                .status == 400)
    }

    @Test("What is due stands in lists, filters and facets")
    func lists() {
        _ = death()
        let list = instance.send(
            .get("/api/v1/complaints?fields=number,due,due_rule,decision_required").signed(reviewer)
        )
        #expect(list.text.contains(#""due":"2026-03-02""#))
        #expect(list.text.contains(#""due_rule":"POL-TRI""#))
        let sorted = instance.send(.get("/api/v1/complaints?sort=due").signed(reviewer))
        #expect(sorted.status == 200)
        let facets = instance.send(
            .get("/api/v1/complaints/facets?by=due_rule,decision_required").signed(reviewer))
        #expect(facets.text.contains(#""value":"POL-TRI""#))
        let filtered = instance.send(
            .post(
                "/api/v1/complaints/query",
                ["filter": ["field": "due", "op": "lt", "value": "2026-03-02"]]
            ).signed(reviewer))
        #expect(filtered.json["total"] == 0)
    }

    @Test("Nobody enters what is due")
    func readOnly() {
        let heard = instance.send(
            .post("/api/v1/complaints", ["description": "d", "due": "2026-04-01"]).signed(admin))
        #expect(heard.status == 422)
        #expect(heard.text.contains("read_only"))
    }

    @Test("A draft is made, checked, edited, tried out and put in force")
    func life() throws {
        let id = death()
        let made = instance.send(.post("/api/v1/rules", [:]).signed(admin))
        #expect(made.status == 201)
        #expect(made.json["state"] == "draft")
        let document = try shorter()
        let stale = instance.send(
            .patch("/api/v1/rules/2", ["document": document]).signed(admin)
                .with("If-Match", "\"9\""))
        #expect(stale.status == 412)
        let changed = instance.send(
            .patch("/api/v1/rules/2", ["document": document]).signed(admin)
                .with("If-Match", "\"1\""))
        #expect(changed.status == 200)
        #expect(changed.json["version"] == 2)

        let started = instance.send(
            Call(method: .post, target: "/api/v1/rules/2/dry-run").signed(admin))
        #expect(started.status == 202)
        let found = awaited { instance.send(.get("/api/v1/rules/2/dry-run").signed(admin)) }
        #expect(found.json["changed"] == 1)
        #expect(
            found.text.contains(
                #"{"rule":"EU-10","before":"2026-03-11","after":"2026-03-08","decided":false}"#)
        )

        let silent = instance.send(
            .post("/api/v1/rules/2/activate", [:]).signed(admin).with("If-Match", "\"2\""))
        #expect(silent.status == 422)
        func activate(_ password: String) -> Heard {
            let body: JSONValue = [
                "reason": "new law",
                "signature": TestInstance.signature(.activation, password: password),
            ]
            return instance.send(
                .post("/api/v1/rules/2/activate", body).signed(admin).with("If-Match", "\"2\""))
        }
        let unsigned = instance.send(
            .post("/api/v1/rules/2/activate", ["reason": "new law"]).signed(admin)
                .with("If-Match", "\"2\""))
        #expect(unsigned.pointers == ["/signature"])
        #expect(activate("not the password").codes == ["not_the_signer"])
        let still = instance.send(.get("/api/v1/rules/2").signed(admin)).json
        #expect(still["state"] == "draft" && still["signature"] == .null)
        let active = activate(TestInstance.password)
        #expect(active.status == 200, "\(active.text)")
        #expect(active.json["signature"]?.objectValue?["meaning"] == "activation")
        #expect(active.json["signature"]?.objectValue?["version"] == active.json["version"])
        #expect(active.json["state"] == "active")
        #expect(active.json["activation_reason"] == "new law")
        let clocks = instance.send(.get("/api/v1/complaints/\(id)/clocks").signed(reviewer))
        #expect(clocks.json["rule_set"] == 2)
        #expect(clocks.text.contains(#""due":"2026-03-08""#))
        let list = instance.send(.get("/api/v1/rules").signed(reviewer))
        #expect(list.text.contains(#""state":"superseded""#))
        let listed = list.json["items"]?.arrayValue?.first?.objectValue?["signature"]?.objectValue
        #expect(listed?["reason"] == "new law")
        #expect(instance.verifies)
    }

    /// The answer once there is one: work on another thread is on its way to it.
    private func awaited(_ ask: () -> Heard) -> Heard {
        let end = MonotonicInstant.now() + .seconds(20)
        var heard = ask()
        let nothing = Mailbox<Bool>(capacity: 1)
        while heard.status == 404, MonotonicInstant.now() < end {
            _ = nothing.take(until: MonotonicInstant.now() + .milliseconds(2))
            heard = ask()
        }
        return heard
    }

    @Test("A rule that names no field of the file is refused with its pointer")
    func pointers() throws {
        var document = try #require(try shorter().objectValue)
        var rules = try #require(document["rules"]?.arrayValue)
        var first = try #require(rules[0].objectValue)
        first["when"] = ["and": [["field": "shoe_size", "is": ["43"]]]]
        rules[0] = .object(first)
        document["rules"] = .array(rules)
        for path in ["/api/v1/rules", "/api/v1/rules/validate"] {
            let heard = instance.send(
                .post(path, ["document": .object(document)]).signed(admin))
            #expect(heard.status == 422)
            #expect(heard.text.contains("/document/rules/0/when/and/0/field"))
            #expect(heard.text.contains("unknown_field"))
        }
        let right = instance.send(
            .post("/api/v1/rules/validate", ["document": try shorter()]).signed(admin))
        #expect(right.json["valid"] == true)
    }

    @Test("The rules in force can be read by everybody and written by nobody")
    func access() throws {
        #expect(instance.send(.get("/api/v1/rules/1").signed(reviewer)).status == 200)
        #expect(instance.send(.post("/api/v1/rules", [:]).signed(reviewer)).status == 403)
        let heard = instance.send(
            .patch("/api/v1/rules/1", ["document": try shorter()]).signed(admin)
                .with("If-Match", "\"1\""))
        #expect(heard.status == 409)
        #expect(instance.send(.get("/api/v1/rules/77").signed(admin)).status == 404)
        #expect(instance.send(.get("/api/v1/rules/1/dry-run").signed(admin)).status == 404)
    }
}
