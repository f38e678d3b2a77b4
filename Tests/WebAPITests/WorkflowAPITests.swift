import Complaints
import HTTP
import JSON
import Storage
import Testing

@testable import WebAPI

@Suite struct WorkflowAPITests {
    private let instance: TestInstance
    private let cookies: [String: String]

    init() throws {
        instance = try TestInstance()
        for (name, role) in [
            ("vera", Role.viewer), ("anna", .analyst), ("rita", .reviewer), ("remy", .reviewer),
        ] {
            instance.makeUser(name, role: role)
        }
        cookies = Dictionary(
            uniqueKeysWithValues: ["vera", "anna", "rita", "remy"].map { [instance] in
                ($0, instance.signIn($0))
            })
    }

    private func send(_ call: Call, as name: String) -> Heard {
        instance.send(call.signed(cookies[name] ?? ""))
    }

    private func make(_ more: JSONValue = [:]) -> (id: Int64, number: String) {
        var body = JSONObject([("description", .string("The table stopped"))])
        for member in more.objectValue?.members ?? [] { body[member.name] = member.value }
        let heard = send(.post("/api/v1/complaints", .object(body)), as: "anna")
        if heard.status != 201 { Issue.record("not made: \(heard.text)") }
        return (heard.json["id"]?.int64Value ?? 0, heard.json["number"]?.stringValue ?? "")
    }

    /// Signed where it has to be.
    private func move(
        _ id: Int64, _ body: JSONValue, as name: String = "anna",
        signed meaning: SignatureMeaning? = nil
    ) -> Heard {
        var body = body
        if let meaning, var object = body.objectValue {
            object["signature"] = TestInstance.signature(meaning)
            body = .object(object)
        }
        let call = Call.post("/api/v1/complaints/\(id)/transitions", body)
        return send(call.with("If-Match", "*"), as: name)
    }

    private func target(_ id: Int64, _ name: String, as caller: String = "anna") -> JSONObject {
        let heard = send(.get("/api/v1/complaints/\(id)/transitions"), as: caller)
        let targets = heard.json["targets"]?.arrayValue?.compactMap(\.objectValue) ?? []
        return targets.first { $0["to"] == .string(name) } ?? JSONObject()
    }

    /// What a file needs to go as far as review.
    static let whole: JSONValue = [
        "is_complaint": "yes", "severity": "serious", "category": "hardware",
        "investigation_needed": "yes", "investigation_results": "A worn bearing.",
        "investigator": "anna", "investigation_started": "2026-03-01",
        "investigation_finished": "2026-03-02", "met_specification": "no",
        "relation_to_event": "caused", "correction": "Bearing replaced.", "reply": "Replaced.",
        "reply_date": "2026-03-02",
        "udi": "04012345678901", "aware": "2026-03-01", "country": "FR", "markets": ["EU"],
        "failure_to_meet_specification": "no", "imdrf_a": ["A0101"],
        "action_decision": "correction",
        "reviewer": "rita",
    ]

    @Test func `Every target is told with what is missing and who may`() {
        let id = make().id
        let heard = send(.get("/api/v1/complaints/\(id)/transitions"), as: "vera")
        #expect(heard.json["status"] == "received")
        let targets = heard.json["targets"]?.arrayValue ?? []
        #expect(targets.count == WorkflowState.allCases.count - 1)
        let triage = target(id, "triage")
        #expect(triage["allowed"] == true)
        #expect(triage["move"] == "forward")
        #expect(target(id, "triage", as: "vera")["allowed"] == false)
        #expect(target(id, "triage", as: "vera")["permitted"] == false)
        let closed = target(id, "closed", as: "rita")
        #expect(closed["move"] == .null)
        #expect(closed["allowed"] == false)
        let assessed = target(id, "assessed")
        let codes = assessed["missing"]?.arrayValue?.compactMap {
            $0.objectValue?["code"]?.stringValue
        }
        #expect(codes == ["complaint_undecided", "severity_missing"])
        #expect(assessed["permitted"] == true)
        #expect(target(id, "withdrawn")["asks_reason"] == true)
        #expect(target(id, "withdrawn")["permitted"] == false)
        let open = target(id, "withdrawn", as: "rita")["missing"]?.arrayValue ?? []
        #expect(
            open.prefix(3).map { $0.objectValue?["pointer"] }
                == ["/jurisdictions/US", "/jurisdictions/EU", "/outcome"])
        let question = make(.object(JSONObject(TestInstance.question))).id
        #expect(target(question, "withdrawn", as: "rita")["allowed"] == true)
        #expect(target(question, "not_a_complaint")["allowed"] == true)
    }

    @Test func `A file goes its way to the end, closed by a reviewer who did not investigate`() {
        let id = make().id
        #expect(move(id, ["to": "triage"]).status == 200)
        #expect(move(id, ["to": "review"]).status == 422)
        let heard = move(id, ["to": "review", "values": Self.whole])
        #expect(heard.status == 200, "\(heard.text)")
        #expect(heard.json["status"] == "review")
        #expect(move(id, ["to": "closed"]).status == 403)
        #expect(
            move(id, ["to": "closed"], as: "rita").codes
                == ["decision_required", "signature_missing"])
        let decided = send(
            .post("/api/v1/complaints/\(id)/decisions", .decision(for: "EU", signedBy: "rita")),
            as: "rita")
        #expect(decided.status == 201, "\(decided.text)")
        #expect(target(id, "closed", as: "rita")["allowed"] == true)
        // The analyst has become a reviewer: who investigated stays who investigated.
        _ = send(.post("/api/v1/complaints/\(id)/tasks", ["title": "Ask"]), as: "anna")
        let open = move(id, ["to": "closed"], as: "rita", signed: .closure)
        #expect(open.status == 422)
        #expect(open.codes == ["open_tasks"])
        #expect(open.pointers == ["/tasks"])
        let done = Call.patch("/api/v1/complaints/\(id)/tasks/2", ["state": "done"])
        #expect(send(done.with("If-Match", "*"), as: "anna").status == 200)
        let wrote = Call.patch(
            "/api/v1/complaints/\(id)", ["investigation_results": "Bearing and belt."])
        #expect(send(wrote.with("If-Match", "*"), as: "remy").status == 200)
        let close: JSONValue = ["to": "closed"]
        #expect(
            move(id, close, as: "remy", signed: .closure).codes == ["closed_by_investigator"])
        #expect(move(id, close, as: "rita", signed: .closure).json["status"] == "closed")
        let silent = move(id, ["to": "triage"], as: "rita", signed: .reopening)
        #expect(silent.codes == ["required"])
        let reopen: JSONValue = ["to": "triage", "reason": "new facts"]
        #expect(move(id, reopen, signed: .reopening).status == 403)
        let again = move(id, reopen, as: "rita", signed: .reopening)
        #expect(again.json["status"] == "triage")
        #expect(again.json["reopened_count"] == 1)
        #expect(again.json["reopened_reason"] == "new facts")
        #expect(instance.verifies)
    }

    @Test func `A patch of the status is the same move, and so is a bulk edit's row`() {
        let id = make().id
        let patch = { (body: JSONValue) in
            self.send(
                Call.patch("/api/v1/complaints/\(id)", body).with("If-Match", "*"), as: "rita")
        }
        #expect(patch(["status": "assessed"]).codes == ["complaint_undecided", "severity_missing"])
        #expect(patch(["status": "closed"]).codes == ["no_transition"])
        #expect(patch(["status": "triage"]).status == 200)
        #expect(patch(["status": "received"]).codes == ["no_transition"])
    }

    @Test(
        "What is wrong with a move is told with its place",
        arguments: [
            (#"{}"#, "/to"), (#"{"to":"nowhere"}"#, "/to"), (#"{"to":"received"}"#, "/to"),
            (#"{"to":"triage","values":3}"#, "/values"),
            (#"{"to":"triage","values":{"status":"closed"}}"#, "/values/status"),
            (#"{"to":"triage","x":3}"#, "/x"),
            (#"{"to":"triage","values":{"severity":"bad"}}"#, "/severity"),
        ])
    func problems(body: String, pointer: String) throws {
        let id = make().id
        let heard = move(id, try JSONValue.parse(Array(body.utf8)))
        #expect(heard.status == 422, "\(heard.text)")
        #expect(heard.pointers == [pointer])
    }

    @Test func `A move needs the version it was looked at`() {
        let id = make().id
        let call = Call.post("/api/v1/complaints/\(id)/transitions", ["to": "triage"])
        #expect(send(call, as: "anna").status == 428)
        let late = send(call.with("If-Match", "\"9\""), as: "anna")
        #expect(late.status == 412)
        #expect(late.json["current"]?.objectValue?["version"] == 1)
        #expect(send(call.with("If-Match", "\"1\""), as: "anna").header("etag") == "\"2\"")
    }

    @Test func `Merging keeps the file and shows it at its original, unmerging undoes it`() {
        let original = make(["aware": "2026-02-20"])
        let copy = make(["aware": "2026-02-10"])
        _ = send(.post("/api/v1/complaints/\(copy.id)/comments", ["text": "same room"]), as: "anna")
        let path = "/api/v1/complaints/\(copy.id)/"
        let merge = Call.post(path + "merge", ["into": .string(original.number), "reason": "same"])
        #expect(send(merge, as: "anna").status == 428)
        #expect(send(merge.with("If-Match", "*"), as: "vera").status == 403)
        let wrong = Call.post(path + "merge", ["into": "C-1-1"]).with("If-Match", "*")
        #expect(send(wrong, as: "anna").pointers == ["/into"])
        let merged = send(merge.with("If-Match", "*"), as: "anna")
        #expect(merged.status == 200, "\(merged.text)")
        #expect(merged.json["duplicate_of"] == .string(original.number))
        let members = send(.get("/api/v1/complaints/\(original.id)/members"), as: "vera").json
        #expect(members["aware"] == "2026-02-10")
        #expect(
            members["items"]?.arrayValue?.first?.objectValue?["number"] == .string(copy.number))
        let comments = send(.get("/api/v1/complaints/\(original.id)/comments"), as: "vera").json
        #expect(comments["items"]?.arrayValue?.count == 1)
        let links = send(.get("/api/v1/complaints/\(original.id)/links"), as: "vera").json
        let link = links["items"]?.arrayValue?.first?.objectValue
        #expect(link?["incoming"] == true)
        #expect(link?["link"]?.objectValue?["relation"] == "duplicate")
        let linkID = link?["link"]?.objectValue?["id"]?.int64Value ?? 0
        // The link goes with the merge, not by itself.
        let cut = Call.post(path + "links/\(linkID)/withdraw", ["reason": "x"])
        #expect(send(cut, as: "anna").status == 409)
        let back = Call.post(path + "unmerge", ["reason": "another room"])
        let unmerged = send(back.with("If-Match", "*"), as: "anna")
        #expect(unmerged.json["status"] == "received")
        #expect(unmerged.json["duplicate_of"] == nil || unmerged.json["duplicate_of"] == .null)
        #expect(send(back.with("If-Match", "*"), as: "anna").status == 409)
        #expect(instance.verifies)
    }

    @Test func `Links tie two files from both ends, once`() {
        let (one, other) = (make(), make())
        let path = "/api/v1/complaints/\(one.id)/links"
        let body: JSONValue = ["relation": "related", "other": .string(other.number)]
        #expect(send(.post(path, body), as: "vera").status == 403)
        #expect(send(.post(path, body), as: "anna").status == 201)
        #expect(send(.post(path, body), as: "anna").status == 409)
        let bare: JSONValue = ["relation": "same_investigation", "other": .string(other.number)]
        #expect(send(.post(path, bare), as: "anna").pointers == ["/note"])
        let duplicate: JSONValue = ["relation": "duplicate", "other": .string(other.number)]
        #expect(send(.post(path, duplicate), as: "anna").pointers == ["/relation"])
        let seen = send(.get("/api/v1/complaints/\(other.id)/links"), as: "vera").json
        #expect(seen["items"]?.arrayValue?.count == 1)
        let cut = Call.post(path + "/1/withdraw", ["reason": "no"])
        #expect(send(cut, as: "anna").status == 200)
        let left = send(.get("/api/v1/complaints/\(other.id)/links"), as: "vera").json
        #expect(left["items"]?.arrayValue?.isEmpty == true)
    }

    @Test func `A preview says for each file what would happen, and changes nothing`() {
        let question = TestInstance.question
        let ready = make(
            .object(JSONObject([("severity", "minor"), ("is_complaint", "yes")] + question)))
        let bare = make(.object(JSONObject(question)))
        let before = instance.store.commit
        let ids: JSONValue = [
            .number(JSONNumber(ready.id)), .number(JSONNumber(bare.id)), 999,
        ]
        let path = "/api/v1/complaints/transition-preview"
        let heard = send(.post(path, ["to": "assessed", "ids": ids]), as: "anna")
        #expect(heard.status == 200, "\(heard.text)")
        #expect(heard.json["total"] == 2)
        #expect(heard.json["allowed"] == 1)
        #expect(heard.json["refused"] == 1)
        let items = heard.json["items"]?.arrayValue?.compactMap(\.objectValue) ?? []
        #expect(items.map { $0["allowed"] } == [true, false])
        #expect(items.last?["missing"]?.arrayValue?.count == 2)
        let all = send(.post(path, ["to": "triage", "filter": .null, "q": "table"]), as: "anna")
        #expect(all.json["total"] == 2)
        let closing = send(.post(path, ["to": "withdrawn", "ids": ids]), as: "anna")
        let codes = closing.json["items"]?.arrayValue?.first?.objectValue?["missing"]?.arrayValue?
            .compactMap { $0.objectValue?["code"]?.stringValue }
        #expect(codes == ["not_permitted", "required"])
        let asked = send(
            .post(path, ["to": "withdrawn", "ids": ids, "has_reason": true]), as: "rita")
        #expect(asked.json["allowed"] == 2)
        let twice: JSONValue = [
            .number(JSONNumber(ready.id)), .number(JSONNumber(bare.id)),
            .number(JSONNumber(ready.id)),
        ]
        let once = send(.post(path, ["to": "assessed", "ids": twice]), as: "anna")
        #expect(once.json["total"] == 2 && once.json["allowed"] == 1)
        let many = JSONValue.array((1...5_001).map { .number(JSONNumber(Int64($0))) })
        let refused = send(.post(path, ["to": "triage", "ids": many]), as: "anna")
        #expect(refused.pointers == ["/ids"] && refused.codes == ["too_many"])
        let desk = instance.application.instance.previews
        for _ in 0..<PreviewDesk.atOnceMax { #expect(desk.begin()) }
        #expect(send(.post(path, ["to": "triage", "ids": ids]), as: "anna").status == 503)
        for _ in 0..<PreviewDesk.atOnceMax { desk.end() }
        #expect(send(.post(path, ["to": "triage", "ids": ids]), as: "anna").status == 200)
        #expect(send(.post(path, ["to": "triage"]), as: "anna").pointers == ["/ids"])
        #expect(
            send(.post(path, ["to": "triage", "filter": .null]), as: "anna").pointers == ["/ids"])
        #expect(
            send(.post(path, ["to": "triage", "ids": [], "q": "x"]), as: "anna").pointers
                == ["/filter"])
        #expect(send(.post(path, ["to": "triage", "ids": []]), as: "vera").status == 403)
        #expect(instance.store.commit == before)
    }
}

extension TestInstance {
    /// Whether the whole store is what its log says.
    var verifies: Bool {
        do { return try store.verify(thorough: true).ok } catch { return false }
    }
}

@Suite struct QueueTests {
    @Test func `Queues count what their query lists, for each caller their own`() throws {
        let instance = try TestInstance()
        instance.makeUser("anna", role: .analyst)
        instance.makeUser("paul", role: .analyst, sites: [])
        let (anna, paul) = (instance.signIn("anna"), instance.signIn("paul"))
        instance.makeComplaint(JSONObject([("description", "x"), ("owner", "anna")]))
        instance.makeComplaint(JSONObject([("description", "x")]))
        instance.makeComplaint(JSONObject([("description", "x"), ("status", "triage")]))
        instance.makeComplaint(
            JSONObject(
                [
                    ("description", "x"), ("status", "not_a_complaint"),
                    ("not_complaint_reason", "a question"),
                ] + TestInstance.question))
        let heard = instance.send(.get("/api/v1/queues").signed(anna))
        let items = heard.json["items"]?.arrayValue?.compactMap(\.objectValue) ?? []
        var counts: [String: Int64] = [:]
        for item in items {
            let query = item["query"]?.stringValue ?? ""
            let list = instance.send(.get("/api/v1/complaints?\(query)").signed(anna))
            #expect(list.json["total"] == item["count"], "\(query)")
            counts[item["name"]?.stringValue ?? ""] = item["count"]?.int64Value
        }
        #expect(
            counts == [
                "mine": 1, "unassigned": 2, "law_overdue": 0, "law_due_soon": 3, "overdue": 0,
                "due_soon": 3, "decision_required": 3,
                "new": 2, "waiting": 0, "to_reply": 0, "in_review": 0, "awaiting_signature": 0,
            ])
        let blind = instance.send(.get("/api/v1/queues").signed(paul))
        let seen = blind.json["items"]?.arrayValue?.compactMap {
            $0.objectValue?["count"]?.int64Value
        }
        #expect(seen == [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
        let tag = heard.header("etag") ?? ""
        let again = Call.get("/api/v1/queues").with("If-None-Match", tag).signed(anna)
        #expect(instance.send(again).status == 304)
    }

    @Test func `One's open tasks come by their due dates, of files that one sees`() throws {
        let instance = try TestInstance()
        _ = instance.send(.post("/api/v1/sites", ["code": "L", "name": "Lille"]).local())
        instance.makeUser("anna", role: .analyst)
        instance.makeUser("lea", role: .analyst, sites: ["L"])
        let (anna, lea) = (instance.signIn("anna"), instance.signIn("lea"))
        let open = instance.makeComplaint(JSONObject([("description", "x")]))
        let lille = instance.makeComplaint(JSONObject([("description", "x"), ("site", "L")]))
        func add(_ id: Int64, _ title: String, _ owner: String, _ due: JSONValue) {
            let body: JSONValue = ["title": .string(title), "owner": .string(owner), "due": due]
            let heard = instance.send(.post("/api/v1/complaints/\(id)/tasks", body).signed(anna))
            if heard.status != 201 { Issue.record("\(heard.text)") }
        }
        add(open, "later", "anna", .null)
        add(open, "second", "anna", "2026-05-01")
        add(lille, "first", "anna", "2026-04-01")
        add(open, "unseen", "lea", "2026-04-01")
        add(lille, "hers", "lea", "2026-04-01")
        add(open, "done", "anna", "2026-03-01")
        let done = Call.patch("/api/v1/complaints/\(open)/tasks/6", ["state": "done"])
        _ = instance.send(done.with("If-Match", "*").signed(anna))
        func titles(_ target: String, _ cookie: String) -> [String] {
            instance.send(.get(target).signed(cookie)).json["items"]?.arrayValue?.compactMap {
                $0.objectValue?["title"]?.stringValue
            } ?? []
        }
        #expect(titles("/api/v1/tasks", anna) == ["first", "second", "later"])
        #expect(titles("/api/v1/tasks?limit=1", anna) == ["first"])
        #expect(titles("/api/v1/tasks", lea) == ["hers"])
        #expect(titles("/api/v1/tasks?owner=anna", lea) == ["first"])
    }
}
