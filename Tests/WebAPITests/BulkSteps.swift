import JSON
import Platform
import Testing

@testable import WebAPI

/// What suites about bulk work do.
protocol BulkSteps {}

extension BulkSteps {
    /// Waits until the work has ended.
    func end(
        _ instance: TestInstance, _ started: Heard, as cookie: String
    ) throws -> JSONObject {
        try #require(started.status == 202, "\(started.text)")
        let path = try #require(started.header("location"))
        let deadline = MonotonicInstant.now() + .seconds(60)
        while MonotonicInstant.now() < deadline {
            let heard = instance.send(.get(path).signed(cookie))
            try #require(heard.status == 200, "\(heard.text)")
            let state = heard.json["state"]?.stringValue
            if state != "queued", state != "running" { return heard.json }
            let nothing = Mailbox<Bool>(capacity: 1)
            _ = nothing.take(until: .now() + .milliseconds(5))
        }
        Issue.record("the work did not end")
        return JSONObject()
    }

    /// Whether the files go; the last one may a moment after the answer.
    func keepsNoFile(_ instance: TestInstance) throws -> Bool {
        let nothing = Mailbox<Bool>(capacity: 1)
        for _ in 0..<2_000 {
            if try Directory.list(instance.jobs.folder.path).isEmpty { return true }
            _ = nothing.take(until: .now() + .milliseconds(5))
        }
        return false
    }

    /// What became of the rows; of one or several outcomes where they are named.
    func rows(
        _ instance: TestInstance, _ work: JSONObject, as cookie: String, _ outcome: String = ""
    ) -> [JSONObject] {
        let id = work["id"]?.int64Value ?? 0
        let filter = outcome.isEmpty ? "" : "?outcome=\(outcome)"
        let heard = instance.send(.get("/api/v1/bulk/\(id)/rows\(filter)").signed(cookie))
        return heard.json["items"]?.arrayValue?.compactMap(\.objectValue) ?? []
    }

    /// Total, done, changed, unchanged, conflict, refused.
    func counts(_ work: JSONObject) -> [Int64?] {
        ["total", "done", "changed", "unchanged", "conflict", "refused"].map {
            work[$0]?.int64Value
        }
    }

    /// Makes a complaint with these members; its id.
    func make(_ instance: TestInstance, _ pairs: (String, JSONValue)...) -> Int64 {
        instance.makeComplaint(JSONObject([("description", "The table stops.")] + pairs))
    }

    /// Makes one that was withdrawn at once: no rule about reporting applies to it, or may.
    func makeWithdrawn(_ instance: TestInstance) -> Int64 {
        instance.makeComplaint(
            JSONObject(
                [("description", "The table stops."), ("status", "withdrawn")]
                    + [("change_reason", "entered twice")] + TestInstance.question))
    }

    /// Complaints at the versions that were seen.
    func named(_ pairs: [(Int64, Int64)]) -> JSONValue {
        .array(
            pairs.map { id, version in
                .object(
                    JSONObject([
                        ("id", .number(JSONNumber(id))), ("version", .number(JSONNumber(version))),
                    ]))
            })
    }

    /// Changes them and waits for the end.
    func edit(
        _ instance: TestInstance, _ body: JSONValue, as cookie: String
    ) throws -> JSONObject {
        try end(
            instance,
            instance.send(.post("/api/v1/complaints/bulk-edit", body).signed(cookie)), as: cookie)
    }

    /// Takes work back and waits for the end.
    func undo(
        _ instance: TestInstance, _ work: JSONObject, as cookie: String
    ) throws -> JSONObject {
        try end(instance, askUndo(instance, work, as: cookie), as: cookie)
    }

    /// Asks to take work back.
    func askUndo(_ instance: TestInstance, _ work: JSONObject, as cookie: String) -> Heard {
        let id = work["id"]?.int64Value ?? 0
        return instance.send(
            .post("/api/v1/bulk/\(id)/undo", ["change_reason": "the wrong files"]).signed(cookie))
    }

    /// A complaint as the operator reads it.
    func read(_ instance: TestInstance, _ id: Int64) -> JSONObject {
        instance.send(.get("/api/v1/complaints/\(id)").local()).json
    }
}
