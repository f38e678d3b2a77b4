import Complaints
import HTTP
import JSON
import Testing

@testable import WebAPI

@Suite struct CompanionAPITests {
    private let instance: TestInstance
    private let id: Int64
    private let cookies: [String: String]

    init() throws {
        instance = try TestInstance()
        for (name, role) in [
            ("vera", Role.viewer), ("enzo", .engineer), ("anna", .analyst), ("rita", .reviewer),
        ] {
            instance.makeUser(name, role: role)
        }
        cookies = Dictionary(
            uniqueKeysWithValues: ["vera", "enzo", "anna", "rita"].map { [instance] in
                ($0, instance.signIn($0))
            })
        id = instance.makeComplaint(JSONObject([("description", "The table stopped")]))
    }

    private func send(_ call: Call, as name: String) -> Heard {
        instance.send(call.signed(cookies[name] ?? ""))
    }

    private func path(_ rest: String) -> String { "/api/v1/complaints/\(id)/\(rest)" }

    private func items(_ rest: String, as name: String = "vera") -> [JSONObject] {
        send(.get(path(rest)), as: name).json["items"]?.arrayValue?.compactMap(\.objectValue) ?? []
    }

    @Test func `An analyst plans work, its owner ends it, and who did it is known`() throws {
        let heard = send(
            .post(path("tasks"), ["title": "Call back", "owner": "enzo", "due": "2026-04-01"]),
            as: "anna")
        #expect(heard.status == 201, "\(heard.text)")
        #expect(heard.header("etag") == "\"1\"")
        let task = try #require(heard.json["id"]?.int64Value)
        #expect(heard.header("location") == path("tasks/\(task)"))
        #expect(heard.json["state"] == "open")
        let change = Call.patch(path("tasks/\(task)"), ["state": "done"])
        #expect(send(change, as: "enzo").status == 428)
        #expect(send(change.with("If-Match", "\"7\""), as: "enzo").status == 412)
        #expect(send(change.with("If-Match", "\"1\""), as: "vera").status == 403)
        let done = send(change.with("If-Match", "\"1\""), as: "enzo")
        #expect(done.status == 200, "\(done.text)")
        #expect(done.json["done_by"] == "enzo")
        #expect(done.json["done"]?.stringValue?.hasPrefix("2026-03-02T") == true)
        let again = send(change.with("If-Match", "\"1\""), as: "enzo")
        #expect(again.status == 412)
        #expect(again.json["current"]?.objectValue?["state"] == "done")
        #expect(items("tasks").count == 1)
    }

    @Test func `Only its owner and who works files changes a task`() {
        _ = send(.post(path("tasks"), ["title": "Call", "owner": "anna"]), as: "anna")
        let change = Call.patch(path("tasks/1"), ["state": "done"]).with("If-Match", "\"1\"")
        #expect(send(change, as: "enzo").status == 403)
        #expect(send(change, as: "rita").status == 200)
        #expect(send(.post(path("tasks"), ["title": "x"]), as: "enzo").status == 403)
        #expect(
            send(.post(path("tasks/1/withdraw"), ["reason": "no"]), as: "enzo").status == 403)
        #expect(send(.post(path("tasks/1/withdraw"), [:]), as: "anna").status == 422)
        #expect(
            send(.post(path("tasks/1/withdraw"), ["reason": "no"]), as: "anna").status == 200)
        #expect(items("tasks").first?["withdrawn"]?.objectValue?["reason"] == "no")
    }

    @Test(
        "What is wrong with a task is told with its place",
        arguments: [
            (#"{}"#, "/title"), (#"{"title":"x","due":"soon"}"#, "/due"),
            (#"{"title":"x","owner":"nobody"}"#, "/owner"),
            (#"{"title":"x","done_by":"anna"}"#, "/done_by"), (#"{"title":"x","a":1}"#, "/a"),
            (#"{"title":"x","state":"later"}"#, "/state"),
        ])
    func problems(body: String, pointer: String) throws {
        let heard = send(
            .post(path("tasks"), try JSONValue.parse(Array(body.utf8))), as: "anna")
        #expect(heard.status == 422)
        #expect(heard.pointers == [pointer])
    }

    @Test func `Engineers comment, a mention makes one watch, and words can be taken back`() throws
    {
        #expect(send(.post(path("comments"), ["text": "hi"]), as: "vera").status == 403)
        let heard = send(
            .post(path("comments"), ["text": "@anna and @nobody: see it@chu.fr"]), as: "enzo")
        #expect(heard.status == 201, "\(heard.text)")
        #expect(heard.json["audience"] == "internal")
        #expect(heard.json["mentions"] == "anna")
        #expect(items("watchers").map { $0["owner"] } == ["anna"])
        let comment = try #require(heard.json["id"]?.int64Value)
        // Nothing changes a comment.
        let change = Call.patch(path("comments/\(comment)"), ["text": "x"])
        #expect(send(change.with("If-Match", "\"1\""), as: "enzo").status == 404)
        let customer = send(
            .post(path("comments"), ["text": "We replaced it", "audience": "customer"]),
            as: "anna")
        #expect(customer.json["audience"] == "customer")
        let other = try #require(customer.json["id"]?.int64Value)
        let back = { (id: Int64) in
            Call.post(self.path("comments/\(id)/withdraw"), ["reason": "typo"])
        }
        #expect(send(back(other), as: "enzo").status == 403)
        #expect(send(back(comment), as: "enzo").status == 200)
        #expect(items("comments").count == 2)
    }

    @Test func `Everybody who reads may watch, for others only who works files`() throws {
        let first = send(Call(method: .post, target: path("watchers")), as: "vera")
        #expect(first.status == 201, "\(first.text)")
        let again = send(.post(path("watchers"), [:]), as: "vera")
        #expect(again.json["id"] == first.json["id"])
        #expect(send(.post(path("watchers"), ["owner": "enzo"]), as: "vera").status == 403)
        #expect(send(.post(path("watchers"), ["owner": "vera"]), as: "anna").status == 201)
        #expect(send(.post(path("watchers"), ["owner": "enzo"]), as: "anna").status == 201)
        let id = try #require(first.json["id"]?.int64Value)
        let end = Call.post(path("watchers/\(id)/withdraw"), ["reason": "done"])
        #expect(send(end, as: "enzo").status == 403)
        #expect(send(end, as: "vera").status == 200)
        #expect(items("watchers").filter { $0["withdrawn"] == .null }.count == 1)
    }

    @Test func `The same key makes one task, and another body under it is refused`() {
        let call = Call.post(path("tasks"), ["title": "Once"]).with("Idempotency-Key", "k1")
        let first = send(call, as: "anna")
        #expect(send(call, as: "anna").json["id"] == first.json["id"])
        #expect(items("tasks").count == 1)
        let other = Call.post(path("tasks"), ["title": "Twice"]).with("Idempotency-Key", "k1")
        #expect(send(other, as: "anna").status == 422)
    }

    @Test func `Nobody bound elsewhere learns of a companion in any way`() throws {
        for code in ["L", "P"] {
            _ = instance.send(
                .post("/api/v1/sites", ["code": .string(code), "name": .string(code)]).local())
        }
        let lille = instance.makeComplaint(
            JSONObject([("description", "x"), ("site", "L")]))
        instance.makeUser("paul", role: .analyst, sites: ["P"])
        let paul = instance.signIn("paul")
        let base = "/api/v1/complaints/\(lille)"
        _ = send(.post(base + "/tasks", ["title": "secret"]), as: "anna")
        _ = send(.post(base + "/comments", ["text": "secret"]), as: "anna")
        for rest in ["tasks", "comments", "watchers", "links", "members", "transitions"] {
            #expect(instance.send(.get("\(base)/\(rest)").signed(paul)).status == 404, "\(rest)")
        }
        for (rest, body) in [
            ("tasks", ["title": "x"]), ("comments", ["text": "x"]), ("watchers", [:]),
            ("links", ["relation": "related", "other": .string(String(id))]),
            ("tasks/1/withdraw", ["reason": "x"]), ("comments/2/withdraw", ["reason": "x"]),
        ] as [(String, JSONValue)] {
            #expect(
                instance.send(.post("\(base)/\(rest)", body).signed(paul)).status == 404, "\(rest)")
        }
        let change = Call.patch(base + "/tasks/1", ["state": "done"]).with("If-Match", "*")
        #expect(instance.send(change.signed(paul)).status == 404)
    }

    @Test func `A listing that has not changed is not sent again`() {
        _ = send(.post(path("tasks"), ["title": "x"]), as: "anna")
        let first = send(.get(path("tasks")), as: "vera")
        let tag = first.header("etag") ?? ""
        #expect(send(.get(path("tasks")).with("If-None-Match", tag), as: "vera").status == 304)
        _ = send(.post(path("tasks"), ["title": "y"]), as: "anna")
        #expect(send(.get(path("tasks")).with("If-None-Match", tag), as: "vera").status == 200)
    }
}
