import Complaints
import JSON
import Storage
import Testing

@Suite("Teams, their queue, and waiting for the customer")
struct TeamTests: BulkSteps {
    private let instance: TestInstance
    private let admin: String
    /// A session begun now: some tests move the clock on by days.
    private var ann: String { instance.signIn("ann") }

    init() throws {
        instance = try TestInstance()
        instance.makeUser("ada", role: .admin)
        instance.makeUser("ann", role: .analyst)
        instance.makeUser("bob", role: .analyst)
        admin = instance.signIn("ada")
    }

    private func change(_ id: Int64, _ patch: JSONValue) -> Heard {
        instance.send(
            .patch("/api/v1/complaints/\(id)", patch).signed(ann).with("If-Match", "*"))
    }

    private func queues() -> [String: Int64] {
        let heard = instance.send(.get("/api/v1/queues").signed(ann))
        var counts: [String: Int64] = [:]
        for item in heard.json["items"]?.arrayValue?.compactMap(\.objectValue) ?? [] {
            let query = item["query"]?.stringValue ?? ""
            let list = instance.send(.get("/api/v1/complaints?\(query)").signed(ann))
            #expect(list.json["total"] == item["count"], "\(query)")
            counts[item["name"]?.stringValue ?? ""] = item["count"]?.int64Value
        }
        return counts
    }

    @Test("A team is made once, of people there are, and changed on its version")
    func life() {
        func make(_ body: JSONValue) -> Heard {
            instance.send(.post("/api/v1/teams", body).signed(admin))
        }
        let made = make(["name": "MR Nord", "lead": "ann", "members": ["bob"]])
        #expect(made.status == 201)
        #expect(made.json["members"] == ["ann", "bob"])
        #expect(make(["name": "mr nord"]).status == 409)
        #expect(make(["name": "x", "members": ["nobody"]]).pointers == ["/members"])
        #expect(make(["name": "x", "lead": "nobody"]).pointers == ["/lead"])
        #expect(make(["name": "  "]).pointers == ["/name"])
        func patch(_ body: JSONValue, _ version: String) -> Heard {
            instance.send(
                .patch("/api/v1/teams/1", body).signed(admin).with("If-Match", version))
        }
        #expect(patch(["lead": nil], "\"1\"").json["lead"] == nil as JSONValue)
        #expect(patch(["members": []], "\"1\"").status == 412)
        #expect(patch(["members": ["bob"], "active": false], "\"2\"").json["version"] == 3)
        #expect(patch(["name": "other"], "\"3\"").status == 422)
        let list = instance.send(.get("/api/v1/teams").signed(ann)).json["items"]?.arrayValue
        #expect(list?.count == 1)
        #expect(list?[0].objectValue?["members"] == ["bob"])
    }

    @Test("Who leads, owns a file or has a task may do the work; who does already stays")
    func mayWork() {
        instance.makeUser("vera", role: .viewer)
        instance.makeUser("enzo", role: .engineer)
        func team(_ body: JSONValue) -> Heard {
            instance.send(.post("/api/v1/teams", body).signed(admin))
        }
        for name in ["vera", "enzo"] {
            let refused = team(["name": "MR", "lead": .string(name)])
            #expect(refused.pointers == ["/lead"] && refused.codes == ["may_not_work"])
        }
        #expect(team(["name": "MR", "lead": "bob", "members": ["vera"]]).status == 201)
        let id = instance.makeComplaint(JSONObject([("description", "d"), ("owner", "bob")]))
        #expect(change(id, ["owner": "vera"]).codes == ["may_not_work"])
        #expect(change(id, ["owner": "enzo"]).pointers == ["/owner"])
        func task(_ owner: JSONValue) -> Heard {
            instance.send(
                .post("/api/v1/complaints/\(id)/tasks", ["title": "t", "owner": owner]).signed(ann))
        }
        #expect(task("vera").codes == ["may_not_work"] && task("enzo").status == 201)
        let role: JSONValue = ["role": "viewer"]
        let demoted = instance.send(
            .patch("/api/v1/users/bob", role).signed(admin).with("If-Match", "*"))
        #expect(demoted.status == 200)
        #expect(change(id, ["summary": "s"]).status == 200)
        let members: JSONValue = ["members": ["ann"]]
        let kept = instance.send(
            .patch("/api/v1/teams/1", members).signed(admin).with("If-Match", "\"1\""))
        #expect(kept.json["members"] == ["ann", "bob"])
    }

    @Test("Null in a merge patch removes, and is refused where nothing can be removed")
    func nulls() {
        _ = instance.send(
            .post("/api/v1/teams", ["name": "MR", "lead": "ann", "members": ["bob"]]).signed(admin))
        func patch(_ target: String, _ body: JSONValue, _ version: String = "*") -> Heard {
            instance.send(.patch(target, body).signed(admin).with("If-Match", version))
        }
        let nobody: JSONValue = ["members": nil, "lead": nil]
        #expect(patch("/api/v1/teams/1", nobody).json["members"] == [])
        #expect(patch("/api/v1/teams/1", ["active": nil]).pointers == ["/active"])
        let account: JSONValue = [
            "password": nil, "display_name": nil, "role": nil, "active": nil, "language": nil,
            "patient_grant": nil, "sites": nil,
        ]
        let refused = patch("/api/v1/users/bob", account)
        #expect(
            refused.pointers == [
                "/password", "/display_name", "/role", "/active", "/language", "/patient_grant",
            ])
        #expect(Set(refused.codes) == ["required"])
        #expect(patch("/api/v1/users/bob", ["sites": nil]).status == 200)
        let own: JSONValue = ["language": nil, "password": nil]
        #expect(patch("/api/v1/session", own).pointers == ["/language", "/password"])
        let field: JSONValue = [
            "name": "grade", "type": "integer", "label": "Grade", "minimum": 1, "maximum": 9,
            "facet": true, "group": "device", "position": 3,
        ]
        #expect(instance.send(.post("/api/v1/fields", field).signed(admin)).status == 201)
        let bare = patch(
            "/api/v1/fields/grade",
            ["minimum": nil, "maximum": nil, "facet": nil, "group": nil, "position": nil])
        #expect(bare.status == 200, "\(bare.text)")
        #expect(bare.json["minimum"]?.int64Value == .min && bare.json["group"] == "custom")
        let choice: JSONValue = [
            "name": "sort", "type": "choice", "label": "Sort", "values": ["a", "b"],
        ]
        _ = instance.send(.post("/api/v1/fields", choice).signed(admin))
        #expect(patch("/api/v1/fields/sort", ["values": nil]).pointers == ["/values"])
    }

    @Test("A file names a team there is; what stood there before teams stays; a team has its queue")
    func files() {
        let id = instance.makeComplaint(JSONObject([("description", "d"), ("team", "Old name")]))
        #expect(queues()["my_team"] == nil)
        let made = instance.send(
            .post("/api/v1/teams", ["name": "MR", "members": ["ann"]]).signed(admin))
        #expect(made.status == 201)
        #expect(change(id, ["summary": "s"]).status == 200)
        #expect(change(id, ["team": "CT"]).codes == ["unknown_reference"])
        #expect(queues()["my_team"] == 0)
        #expect(change(id, ["team": "MR"]).status == 200)
        #expect(queues()["my_team"] == 1)
        let closed: JSONValue = ["active": false]
        _ = instance.send(
            .patch("/api/v1/teams/1", closed).signed(admin).with("If-Match", "\"1\""))
        #expect(change(id, ["summary": "t"]).status == 200)
        #expect(change(id, ["team": nil]).status == 200)
        #expect(change(id, ["team": "MR"]).codes == ["unknown_reference"])
    }

    @Test("What is due soon and late is asked of today, in the reporting entity's zone")
    func clocks() {
        // It is 2 March 2026; triage is due on the day after receipt.
        instance.makeComplaint(JSONObject([("description", "d"), ("received", "2026-03-02")]))
        #expect(queues()["due_soon"] == 1)
        #expect(queues()["overdue"] == 0)
        #expect(queues()["decision_required"] == 1)
        instance.clock.advance(by: .seconds(2 * 86_400))
        #expect(queues()["due_soon"] == 0)
        #expect(queues()["overdue"] == 1)
    }

    @Test("What a law asks for soon stands in a queue, whatever house policy asked for before")
    func law() {
        // It is 2 March 2026: of an awareness of 21 February the EU's tenth day is the day after, and the
        // US's thirtieth the 23rd.
        instance.makeComplaint(
            JSONObject([
                ("description", "d"), ("received", "2026-02-21"), ("aware", "2026-02-21"),
                ("outcome", "death"), ("public_health_threat", "no"),
                ("markets", .array(["EU", "US"])),
            ]))
        #expect(queues()["overdue"] == 1 && queues()["due_soon"] == 0)
        #expect(queues()["law_due_soon"] == 1 && queues()["law_overdue"] == 0)
        instance.clock.advance(by: .seconds(2 * 86_400))
        #expect(queues()["law_due_soon"] == 0 && queues()["law_overdue"] == 1)
    }

    @Test("A file waits for the customer from the first question on until somebody says it is over")
    func waiting() throws {
        let id = instance.makeComplaint(JSONObject([("description", "d")]))
        func act(_ step: String, _ note: JSONValue) -> Heard {
            instance.send(
                .post("/api/v1/complaints/\(id)/waiting\(step)", ["note": note]).signed(ann))
        }
        #expect(queues()["waiting"] == 0)
        #expect(act("/end", "x").status == 409)
        #expect(act("", " ").pointers == ["/note"])
        let asked = act("", "Which serial number?")
        #expect(asked.status == 200)
        #expect(asked.json["waiting_since"] == "2026-03-02")
        instance.clock.advance(by: .seconds(86_400))
        #expect(act("", "Please!").json["waiting_since"] == "2026-03-02")
        #expect(queues()["waiting"] == 1)
        #expect(change(id, ["waiting_since": "2026-01-01"]).codes == ["read_only"])
        let ended = act("/end", "They called back.")
        #expect(ended.json["waiting_since"]?.isNull ?? true)
        #expect(queues()["waiting"] == 0)
        let comments = instance.send(.get("/api/v1/complaints/\(id)/comments").signed(ann))
        let said = comments.json["items"]?.arrayValue?.compactMap {
            $0.objectValue?["audience"]?.stringValue
        }
        #expect(said == ["customer", "customer", "internal"])
        #expect(comments.text.contains("Which serial number?"))
    }

    private func told(_ name: String) -> [String] {
        let heard = instance.send(
            .get("/api/v1/notifications").signed(instance.signIn(name)))
        let items = heard.json["items"]?.arrayValue?.compactMap(\.objectValue) ?? []
        return items.compactMap { item in
            guard item["rule"] == "POL-TRI", let due = item["due"]?.stringValue,
                let percent = item["percent"]?.int64Value
            else { return nil }
            return "\(due) \(percent)"
        }
    }

    @Test("A bulk edit of the owner tells them of what is late")
    func handoverInBulk() throws {
        let ids = (1...2).map { _ in
            instance.makeComplaint(JSONObject([("description", "d"), ("received", "2026-02-20")]))
        }
        let body: JSONValue = [
            "rows": named(ids.map { ($0, 1) }), "change": ["owner": "bob"],
        ]
        #expect(counts(try edit(instance, body, as: ann)) == [2, 2, 2, 0, 0, 0])
        #expect(told("bob") == ["2026-02-23 100", "2026-02-23 100"])
        let log = instance.send(.get("/api/v1/changes?operation=warn").signed(admin))
        let rows = log.json["items"]?.arrayValue?.compactMap(\.objectValue) ?? []
        let triage = rows.filter { row in
            let changes = row["changes"]?.arrayValue?.compactMap(\.objectValue) ?? []
            return changes.contains { $0["field"] == "rule" && $0["new"] == "POL-TRI" }
                && changes.contains { $0["field"] == "handed_over" && $0["new"] == true }
        }
        #expect(triage.count == 2, "\(log.text)")
    }

    @Test("One is told, sees how much is new, and has seen it")
    func notifications() throws {
        let id = instance.makeComplaint(
            JSONObject([
                ("description", "d"), ("received", "2026-02-20"), ("owner", "ann"),
            ]))
        let store = instance.store
        let today = try #require(CivilDate("2026-03-02"))
        let found = try store.read { (reader) throws(StorageFailure) in
            try reader.dueWarnings(on: today, of: [id])
        }
        let keeper = Author(name: "system", origin: .system, address: "")
        try store.writeAndWait(by: keeper) { (transaction) throws(StorageFailure) in
            _ = try transaction.note(found)
        }
        let heard = instance.send(.get("/api/v1/notifications?unseen=true").signed(ann))
        let items = try #require(heard.json["items"]?.arrayValue).compactMap(\.objectValue)
        #expect(heard.json["unseen"]?.int64Value == Int64(items.count))
        #expect(items.contains { $0["rule"] == "POL-TRI" && $0["percent"] == 100 })
        let last = try #require(items[0]["id"])
        #expect(
            instance.send(.post("/api/v1/notifications/seen", ["up_to": last]).signed(ann)).status
                == 204)
        let after = instance.send(.get("/api/v1/notifications").signed(ann))
        #expect(after.json["unseen"] == 0)
        #expect(after.json["items"]?.arrayValue?.count == items.count)
        instance.makeUser("vic", role: .viewer)
        let others = Call.get("/api/v1/notifications?unseen=1").signed(instance.signIn("vic"))
        #expect(instance.send(others).json["unseen"] == 0)
        #expect(instance.send(.post("/api/v1/notifications/seen", [:]).signed(ann)).status == 422)
    }
}
