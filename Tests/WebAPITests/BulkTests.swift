import Complaints
import HTTP
import JSON
import Platform
import Storage
import Testing

@testable import WebAPI

@Suite("Bulk work over the API")
struct BulkTests: BulkSteps {
    @Test func `Each row ends as changed, unchanged, conflict or refused, with its reason`() throws
    {
        let instance = try TestInstance()
        instance.makeUser("anna", role: .reviewer)
        let anna = instance.signIn("anna")
        let changed = make(instance, ("severity", "minor"))
        let same = make(instance, ("severity", "serious"))
        let newer = make(instance, ("severity", "minor"))
        let ended = makeWithdrawn(instance)
        _ = instance.send(
            .patch("/api/v1/complaints/\(newer)", ["summary": "newer"]).local()
                .with("If-Match", "\"1\""))
        let started = instance.send(
            .post(
                "/api/v1/complaints/bulk-edit",
                [
                    "rows": named([(changed, 1), (same, 1), (newer, 1), (ended, 1), (99, 1)]),
                    "change": ["severity": "serious"], "change_reason": "field action 7",
                ]
            ).signed(anna))
        let work = try end(instance, started, as: anna)
        #expect(work["state"]?.stringValue == "done")
        #expect(counts(work) == [5, 5, 1, 1, 1, 2])
        let all = rows(instance, work, as: anna)
        #expect(
            all.map { $0["outcome"]?.stringValue }
                == ["changed", "unchanged", "conflict", "refused", "refused"])
        #expect(
            all.map { $0["reason"]?.stringValue }
                == [nil, nil, "version_conflict", "locked", "not_found"])
        #expect(all.map { $0["id"]?.int64Value } == [changed, same, newer, ended, 99])
        #expect(rows(instance, work, as: anna, "refused").count == 2)
        let history = instance.send(
            .get("/api/v1/complaints/\(changed)/history").signed(anna)
        ).json["items"]?.arrayValue?.first?.objectValue
        #expect(history?["reason"]?.stringValue == "field action 7")
        #expect(history?["actor"]?.stringValue == "anna")
        #expect(history?["origin"]?.stringValue == "web")
    }

    @Test func `What intake entered and is locked is refused, file by file, with its place`() throws
    {
        let instance = try TestInstance()
        instance.makeUser("anna", role: .reviewer)
        let cookie = instance.signIn("anna")
        let open = make(instance, ("aware", "2026-03-01"))
        let locked = make(instance, ("aware", "2026-03-01"), ("status", "triage"))
        let body: JSONValue = [
            "rows": named([(open, 1), (locked, 1)]), "change": ["aware": "2026-02-28"],
        ]
        let work = try end(
            instance,
            instance.send(.post("/api/v1/complaints/bulk-edit", body).signed(cookie)), as: cookie)
        #expect(counts(work) == [2, 2, 1, 0, 0, 1])
        let refused = try #require(rows(instance, work, as: cookie, "refused").first)
        #expect(refused["reason"] == "locked" && refused["pointer"] == "/aware", "\(refused)")
        let read = instance.send(.get("/api/v1/complaints/\(open)").signed(cookie))
        #expect(read.json["aware"] == "2026-02-28")
    }

    @Test func `Everything that a filter finds is changed, and the full text with it`() throws {
        let instance = try TestInstance()
        instance.makeUser("anna", role: .analyst)
        let anna = instance.signIn("anna")
        for index in 0..<30 {
            _ = make(instance, ("severity", .string(index % 3 == 0 ? "minor" : "serious")))
        }
        let started = instance.send(
            .post(
                "/api/v1/complaints/bulk-edit",
                [
                    "filter": ["field": "severity", "op": "eq", "value": "minor"],
                    "change": ["product": "Zirconium"],
                ]
            ).signed(anna))
        let work = try end(instance, started, as: anna)
        #expect(counts(work) == [10, 10, 10, 0, 0, 0])
        let found = instance.send(.get("/api/v1/complaints?q=zirconium").signed(anna))
        #expect(found.json["total"]?.int64Value == 10)
        #expect(try instance.store.verify(thorough: true).ok)
    }

    @Test func `A reason is asked for where a single change asks for one`() throws {
        let instance = try TestInstance()
        instance.makeUser("rene", role: .reviewer)
        let rene = instance.signIn("rene")
        let id = instance.makeComplaint(
            JSONObject([("description", "The table stops.")] + TestInstance.question))
        func withdraw(_ reason: JSONValue?) throws -> [JSONObject] {
            var body = JSONObject([
                ("rows", named([(id, 1)])), ("change", ["status": "withdrawn"]),
            ])
            if let reason { body["change_reason"] = reason }
            let started = instance.send(
                .post("/api/v1/complaints/bulk-edit", .object(body)).signed(rene))
            return rows(instance, try end(instance, started, as: rene), as: rene)
        }
        let without = try withdraw(nil)
        #expect(without.first?["outcome"]?.stringValue == "refused")
        #expect(without.first?["reason"]?.stringValue == "required")
        #expect(without.first?["pointer"]?.stringValue == "/change_reason")
        #expect(try withdraw("entered twice").first?["outcome"]?.stringValue == "changed")
    }

    @Test(arguments: [
        ("{\"change\":{\"severity\":\"minor\"}}", 422, "/rows"),
        ("{\"rows\":[],\"change\":{}}", 422, "/change"),
        ("{\"rows\":[],\"change\":{\"severity\":\"huge\"}}", 422, "/change/severity"),
        ("{\"rows\":[{\"id\":1}],\"change\":{\"severity\":\"minor\"}}", 422, "/rows/0"),
        (
            "{\"rows\":[],\"filter\":{},\"change\":{\"severity\":\"minor\"}}", 422, "/filter"
        ),
        ("{\"rows\":[],\"change\":{\"change_reason\":\"x\"}}", 422, "/change/change_reason"),
        ("{\"rows\":[],\"change\":{\"severity\":\"minor\"},\"x\":1}", 422, "/x"),
    ])
    func `What no row would take is refused at once`(
        body: String, status: UInt16, pointer: String
    ) throws {
        let instance = try TestInstance()
        var call = Call.post("/api/v1/complaints/bulk-edit", [:]).local()
        call.body = Array(body.utf8)
        let heard = instance.send(call)
        #expect(heard.status == status, "\(heard.text)")
        #expect(heard.pointers == [pointer], "\(heard.text)")
        #expect(try Directory.list(instance.jobs.folder.path) == [])
    }

    @Test func `Deciding in bulk needs the right to decide`() throws {
        let instance = try TestInstance()
        instance.makeUser("anna", role: .analyst)
        let heard = instance.send(
            .post(
                "/api/v1/complaints/bulk-edit",
                ["rows": [], "change": ["status": "closed"]]
            ).signed(instance.signIn("anna")))
        #expect(heard.status == 403)
    }

    @Test func `Lines become complaints, a bad one is refused with its fault and harms no other`()
        throws
    {
        let instance = try TestInstance()
        instance.makeUser("enzo", role: .engineer)
        let enzo = instance.signIn("enzo")
        let lines = [
            "{\"description\":\"one\",\"patient_age\":\"43\"}", "{\"description\":\"two\"}",
            "{broken",
            "{\"description\":\"three\",\"severity\":\"huge\"}", "[]",
            "{\"description\":\"four\",\"site\":\"NOWHERE\"}",
            "{\"description\":\"five\",\"change_reason\":\"mine\"}", "",
            "{\"description\":\"six\"}",
        ]
        var call = Call(method: .post, target: "/api/v1/complaints/bulk-create?change_reason=move")
        call.body = Array(lines.joined(separator: "\n").utf8)
        let started = instance.send(
            call.with("Content-Type", "application/x-ndjson").signed(enzo))
        let work = try end(instance, started, as: enzo)
        #expect(counts(work) == [8, 8, 2, 0, 0, 6])
        let all = rows(instance, work, as: enzo)
        #expect(
            all.map { $0["reason"]?.stringValue } == [
                "restricted_field", nil, "malformed_json", "not_a_choice", "wrong_type",
                "unknown_reference", "unknown_field", nil,
            ])
        #expect(all.compactMap { $0["id"]?.int64Value } == [1, 2])
        let made = instance.send(.get("/api/v1/complaints/2").signed(enzo)).json
        #expect(made["description"]?.stringValue == "six")
        #expect(made["number"]?.stringValue?.hasSuffix("000002") == true)
        #expect(try keepsNoFile(instance))
    }

    @Test func `Who is bound to a site changes and makes complaints there only`() throws {
        let instance = try TestInstance()
        for code in ["LIL", "LYO"] {
            _ = instance.send(
                .post("/api/v1/sites", ["code": .string(code), "name": .string(code)]).local())
        }
        let (here, there) = (make(instance, ("site", "LIL")), make(instance, ("site", "LYO")))
        instance.makeUser("lili", role: .analyst, sites: ["LIL"])
        let lili = instance.signIn("lili")
        let edited = try end(
            instance,
            instance.send(
                .post(
                    "/api/v1/complaints/bulk-edit",
                    [
                        "rows": named([(here, 1), (there, 1)]),
                        "change": ["severity": "minor"],
                    ]
                ).signed(lili)), as: lili)
        #expect(counts(edited) == [2, 2, 1, 0, 0, 1])
        let found = try end(
            instance,
            instance.send(
                .post(
                    "/api/v1/complaints/bulk-edit",
                    ["filter": [:], "change": ["severity": "serious"]]
                ).signed(lili)), as: lili)
        #expect(counts(found) == [1, 1, 1, 0, 0, 0])
    }

    @Test func `Work is its author's: others do not see it, who runs the place does`() throws {
        let instance = try TestInstance()
        instance.makeUser("anna", role: .analyst)
        instance.makeUser("paul", role: .analyst)
        let (anna, paul) = (instance.signIn("anna"), instance.signIn("paul"))
        let started = instance.send(
            .post(
                "/api/v1/complaints/bulk-edit",
                ["rows": [], "change": ["severity": "minor"]]
            ).signed(anna))
        let id = try end(instance, started, as: anna)["id"]?.int64Value ?? 0
        for path in ["/api/v1/bulk/\(id)", "/api/v1/bulk/\(id)/rows"] {
            #expect(instance.send(.get(path).signed(paul)).status == 404)
            #expect(instance.send(.get(path).local()).status == 200)
        }
        let cancel = Call(method: .post, target: "/api/v1/bulk/\(id)/cancel")
        #expect(instance.send(cancel.signed(paul)).status == 404)
        #expect(instance.send(cancel.signed(anna)).status == 202)
        func listed(_ call: Call) -> Int? {
            instance.send(call).json["items"]?.arrayValue?.count
        }
        #expect(listed(.get("/api/v1/bulk").signed(paul)) == 0)
        #expect(listed(.get("/api/v1/bulk").signed(anna)) == 1)
        #expect(listed(.get("/api/v1/bulk").local()) == 1)
    }

    @Test func `Work that is stored is answered 202, even when its thread takes no more`() throws {
        let instance = try TestInstance()
        instance.jobs.close()
        let heard = instance.send(
            .post(
                "/api/v1/complaints/bulk-edit", ["rows": [], "change": ["severity": "minor"]]
            ).local())
        #expect(heard.status == 202, "\(heard.text)")
        let stored = instance.send(.get(heard.header("location") ?? "").local())
        #expect(stored.json["state"]?.stringValue == "queued")
    }

    @Test func `The same key starts the same edit once, another one under it is refused`() throws {
        let instance = try TestInstance()
        instance.makeUser("anna", role: .analyst)
        let anna = instance.signIn("anna")
        let id = make(instance)
        func start(_ severity: JSONValue) -> Heard {
            instance.send(
                .post(
                    "/api/v1/complaints/bulk-edit",
                    ["rows": named([(id, 1)]), "change": ["severity": severity]]
                ).signed(anna).with("Idempotency-Key", "k"))
        }
        let first = start("minor")
        let work = try end(instance, first, as: anna)
        let second = start("minor")
        #expect(second.status == 202)
        #expect(second.header("location") == first.header("location"))
        #expect(second.json["done"]?.int64Value == work["done"]?.int64Value)
        #expect(start("serious").status == 422)
        #expect(
            instance.send(.get("/api/v1/bulk").local()).json["items"]?.arrayValue?.count == 1)
        #expect(try keepsNoFile(instance))
    }

    @Test func `The same key makes the same complaints once; the reason belongs to the request`()
        throws
    {
        let instance = try TestInstance()
        instance.makeUser("enzo", role: .engineer)
        let enzo = instance.signIn("enzo")
        func start(_ line: String, reason: String = "move") -> Heard {
            var call = Call(
                method: .post, target: "/api/v1/complaints/bulk-create?change_reason=\(reason)")
            call.body = Array(line.utf8)
            return instance.send(
                call.with("Content-Type", "application/x-ndjson").signed(enzo)
                    .with("Idempotency-Key", "k"))
        }
        let line = "{\"description\":\"one\"}"
        let first = start(line)
        _ = try end(instance, first, as: enzo)
        let second = start(line)
        #expect(second.status == 202)
        #expect(second.header("location") == first.header("location"))
        #expect(start(line, reason: "other").status == 422)
        #expect(start(line + "\n" + line).status == 422)
        #expect(instance.send(.get("/api/v1/complaints").local()).json["total"]?.int64Value == 1)
        #expect(try keepsNoFile(instance))
    }

    @Test func `A token that may only work sees and stops what it started`() throws {
        let instance = try TestInstance()
        instance.makeUser("anna", role: .analyst)
        let token = instance.makeToken(of: "anna", scopes: ["work"])
        let started = instance.send(
            .post(
                "/api/v1/complaints/bulk-edit", ["rows": [], "change": ["severity": "minor"]]
            ).bearer(token))
        #expect(started.status == 202, "\(started.text)")
        let path = started.header("location") ?? ""
        for path in [path, path + "/rows", "/api/v1/bulk"] {
            #expect(instance.send(.get(path).bearer(token)).status == 200)
        }
        let cancel = Call(method: .post, target: path + "/cancel")
        #expect(instance.send(cancel.bearer(token)).status == 202)
    }
}
