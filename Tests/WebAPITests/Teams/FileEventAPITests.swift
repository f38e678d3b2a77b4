import Complaints
import HTTP
import JSON
import Platform
import Storage
import Testing

@testable import WebAPI

@Suite("What the API tells of what others do in files")
struct FileEventAPITests: BulkSteps {
    private let instance: TestInstance
    private let cookies: [String: String]

    init() throws {
        instance = try TestInstance()
        for (name, role) in [
            ("vera", Role.viewer), ("anna", .analyst), ("bert", .analyst), ("marie", .analyst),
        ] {
            instance.makeUser(name, role: role)
        }
        cookies = Dictionary(
            uniqueKeysWithValues: ["vera", "anna", "bert", "marie"].map { [instance] in
                ($0, instance.signIn($0))
            })
    }

    private func send(_ call: Call, as name: String) -> Heard {
        instance.send(call.signed(cookies[name] ?? ""))
    }

    private func page(_ name: String, _ query: String = "") -> Heard {
        send(.get("/api/v1/notifications\(query)"), as: name)
    }

    /// What somebody was told of events, the newest first.
    private func told(_ name: String) -> [JSONObject] {
        (page(name).json["items"]?.arrayValue?.compactMap(\.objectValue) ?? [])
            .filter { $0["kind"] != "clock" }
    }

    private func file() -> Int64 {
        instance.makeComplaint(JSONObject([("description", "The table stopped")]))
    }

    private func comment(_ id: Int64, _ text: JSONValue, key: String? = nil) -> Heard {
        var call = Call.post("/api/v1/complaints/\(id)/comments", ["text": text])
        if let key { call = call.with("Idempotency-Key", key) }
        return send(call, as: "anna")
    }

    @Test func `Who is mentioned is told by whom and where, in codes, until they have seen it`()
        throws
    {
        let id = file()
        let said = comment(id, "@vera is it the confidential one?", key: "k1")
        #expect(said.status == 201, "\(said.text)")
        // The same request once more is the same comment.
        #expect(comment(id, "@vera is it the confidential one?", key: "k1").status == 201)
        let heard = page("vera")
        #expect(heard.json["unseen"] == 1)
        #expect(!heard.text.contains("confidential"))
        let item = try #require(told("vera").first)
        #expect(told("vera").count == 1)
        #expect(item["kind"] == "mention" && item["actor"] == "anna" && item["count"] == 1)
        #expect(item["complaint"]?.int64Value == id && item["entry"] == said.json["id"])
        #expect(item["detail"] == "internal" && item["seen"] == .null)
        for name in ["rule", "rule_name", "due", "percent"] { #expect(item[name] == .null) }
        let last = try #require(item["id"])
        let seen = Call.post("/api/v1/notifications/seen", ["up_to": last])
        #expect(send(seen, as: "vera").status == 204)
        #expect(page("vera").json["unseen"] == 0)
        #expect(page("vera", "?unseen=1").json["items"] == [])
        #expect(told("anna").isEmpty && told("bert").isEmpty)
    }

    @Test func `What happens in a watched file is one line a kind, until it was seen`() throws {
        let id = file()
        #expect(send(.post("/api/v1/complaints/\(id)/watchers", [:]), as: "bert").status == 201)
        for text in ["one", "two", "three"] as [JSONValue] { _ = comment(id, text) }
        let move = Call.post("/api/v1/complaints/\(id)/transitions", ["to": "triage"])
        #expect(send(move.with("If-Match", "*"), as: "anna").status == 200)
        #expect(told("bert").map { $0["kind"] } == ["status", "comment"])
        #expect(told("bert").map { $0["count"] } == [1, 3])
        #expect(told("bert").map { $0["detail"] } == ["triage", "internal"])
        let task: JSONValue = ["title": "Call back", "owner": "bert"]
        #expect(send(.post("/api/v1/complaints/\(id)/tasks", task), as: "anna").status == 201)
        #expect(told("bert").first?["kind"] == "task")
        #expect(page("bert").json["unseen"] == 3)
        #expect(told("anna").isEmpty)
    }

    @Test func `A bulk edit tells a new owner once of all files, and who watches once of each`()
        throws
    {
        let ids = (1...4).map { _ in file() }
        for id in ids.prefix(2) {
            _ = send(.post("/api/v1/complaints/\(id)/watchers", [:]), as: "vera")
        }
        let body: JSONValue = [
            "rows": named(ids.map { ($0, 1) }), "change": ["owner": "bert", "status": "triage"],
        ]
        let work = try edit(instance, body, as: cookies["anna"] ?? "")
        #expect(counts(work) == [4, 4, 4, 0, 0, 0])
        let files = told("bert")
        #expect(files.map { $0["kind"] } == ["files"])
        #expect(files.first?["count"] == 4 && files.first?["detail"] == "owner")
        #expect(files.first?["complaint"]?.int64Value == ids.last)
        #expect(told("vera").map { $0["kind"] } == ["status", "status"])
        #expect(Set(told("vera").compactMap { $0["complaint"]?.int64Value }) == Set(ids.prefix(2)))
    }

    /// Imports the text as a CSV file and waits for the end.
    private func load(_ text: String, _ name: String) throws {
        var call = Call(method: .post, target: "/api/v1/imports?name=\(name).csv&source=old")
            .local()
        call.body = Array(text.utf8)
        let taken = instance.send(call.with("Content-Type", "text/csv"))
        #expect(taken.status == 202, "\(taken.text)")
        try wait(try #require(taken.header("location")))
    }

    private func wait(_ path: String) throws {
        let patience = Mailbox<Bool>(capacity: 1)
        for _ in 0..<60_000 {
            let state = instance.send(.get(path).local()).json["state"]?.stringValue ?? ""
            if !["queued", "running", "undoing"].contains(state) { return }
            _ = patience.take(until: .now() + .milliseconds(1))
        }
        throw StorageFailure.timedOut
    }

    @Test func `What imports bring, change and take back tells nobody, nor do demonstration data`()
        throws
    {
        try load("id,summary,owner\n1,The table stopped,bert\n", "first")
        let list = instance.send(.get("/api/v1/complaints").local()).json["items"]?.arrayValue
        let made = try #require(list?.first?.objectValue)
        #expect(made["owner"] == "bert")
        let id = try #require(made["id"]?.int64Value)
        #expect(send(.post("/api/v1/complaints/\(id)/watchers", [:]), as: "vera").status == 201)
        try load("id,summary,owner,status\n1,The table stopped,anna,triage\n", "second")
        let changed = read(instance, id)
        #expect(changed["owner"] == "anna" && changed["status"] == "triage")
        _ = instance.send(Call(method: .post, target: "/api/v1/imports/2/undo").local())
        try wait("/api/v1/imports/2")
        #expect(read(instance, id)["owner"] == "bert")
        let demo = instance.send(.post("/api/v1/demo", ["rows": 50, "seed": 7]).local())
        #expect(demo.status == 202, "\(demo.text)")
        try wait(try #require(demo.header("location")))
        // Demonstration data gives some of its files to an account of that name.
        let hers = instance.send(.get("/api/v1/complaints?owner=marie").local())
        #expect((hers.json["total"]?.int64Value ?? 0) > 0)
        for name in cookies.keys { #expect(told(name).isEmpty, "\(name)") }
    }
}
