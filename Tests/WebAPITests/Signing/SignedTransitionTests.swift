import Complaints
import HTTP
import JSON
import Platform
import Storage
import Testing

@testable import WebAPI

/// Closing and reopening are signed, one by one and many at once.
@Suite struct SignedTransitionTests {
    private let instance: TestInstance
    private let rita: String

    init() throws {
        instance = try TestInstance()
        instance.makeUser("rita", role: .reviewer)
        rita = instance.signIn("rita")
    }

    /// A file in review, decided, which somebody else investigated; its third version.
    private func reviewed() -> Int64 {
        let id = instance.makeComplaint(JSONObject([("description", "The table stopped")]))
        var values = WorkflowAPITests.whole.objectValue ?? JSONObject()
        values["investigator"] = nil
        values["investigation_needed"] = "no"
        values["investigation_results"] = nil
        values["no_investigation_reason"] = "Known cause"
        values["no_investigation_by"] = "rita"
        let heard = instance.send(
            .post(
                "/api/v1/complaints/\(id)/transitions",
                ["to": "review", "values": .object(values)]
            ).with("If-Match", "*").local())
        if heard.status != 200 { Issue.record("not in review: \(heard.text)") }
        let decided = instance.send(
            .post("/api/v1/complaints/\(id)/decisions", .decision(for: "EU", signedBy: "rita"))
                .signed(rita))
        if decided.status != 201 { Issue.record("not decided: \(decided.text)") }
        return id
    }

    private func move(
        _ id: Int64, to target: String, _ signature: JSONValue? = nil, version: String = "*",
        reason: String? = nil, by credential: ((Call) -> Call)? = nil
    ) -> Heard {
        var body = JSONObject([("to", .string(target))])
        if let signature { body["signature"] = signature }
        if let reason { body["reason"] = .string(reason) }
        let call = Call.post("/api/v1/complaints/\(id)/transitions", .object(body))
            .with("If-Match", version)
        return instance.send(credential?(call) ?? call.signed(rita))
    }

    private func status(_ id: Int64) -> JSONObject {
        instance.send(.get("/api/v1/complaints/\(id)").signed(rita)).json
    }

    private func signatures(_ id: Int64) -> [JSONObject] {
        let heard = instance.send(.get("/api/v1/complaints/\(id)/signatures").signed(rita))
        return heard.json["items"]?.arrayValue?.compactMap(\.objectValue) ?? []
    }

    @Test func `Nothing is closed without a signature, by whichever way, and nothing is changed`() {
        let id = reviewed()
        let missing = (codes: ["signature_missing"], pointers: ["/signature"])
        let bare = move(id, to: "closed")
        #expect(bare.codes == missing.codes && bare.pointers == missing.pointers, "\(bare.text)")
        let patched = instance.send(
            .patch("/api/v1/complaints/\(id)", ["status": "closed"]).with("If-Match", "*")
                .signed(rita))
        #expect(patched.codes == missing.codes && patched.pointers == missing.pointers)
        let wrong = TestInstance.signature(.closure, password: "not the password")
        #expect(move(id, to: "closed", wrong).codes == ["not_the_signer"])
        let right = TestInstance.signature(.closure)
        #expect(move(id, to: "closed", right, version: "\"1\"").status == 412)
        let token = instance.makeToken(of: "rita", scopes: ["read", "work", "decide"])
        #expect(move(id, to: "closed", right) { $0.bearer(token) }.status == 403)
        // The operator at the socket has no account, and so no signature.
        #expect(move(id, to: "closed", right) { $0.local() }.status == 403)
        let file = status(id)
        #expect(file["status"] == "review" && file["version"] == 3)
        #expect(signatures(id).isEmpty)
        let options = instance.send(.get("/api/v1/complaints/\(id)/transitions").signed(rita))
        let closing = options.json["targets"]?.arrayValue?.compactMap(\.objectValue)
            .first { $0["to"] == "closed" }
        #expect(closing?["allowed"] == true && closing?["asks_signature"] == true)
        #expect(move(id, to: "closed", right, version: "\"3\"").status == 200)
        #expect(signatures(id).map { $0["version"] } == [4])
        #expect(instance.verifies)
    }

    @Test func `A signature is of a move that is signed, with that move's meaning`() {
        let id = reviewed()
        let closure = TestInstance.signature(.closure)
        let reopening = TestInstance.signature(.reopening)
        #expect(move(id, to: "closed", reopening).pointers == ["/signature/meaning"])
        #expect(move(id, to: "withdrawn", closure, reason: "x").codes == ["not_signed"])
        #expect(move(id, to: "triage", reopening).codes == ["not_signed"])
        #expect(move(id, to: "closed", closure).status == 200)
        #expect(move(id, to: "review", reopening).codes == ["required"])
        #expect(move(id, to: "review", reason: "new facts").codes == ["signature_missing"])
        let open = move(id, to: "review", reopening, reason: "new facts")
        #expect(open.json["status"] == "review", "\(open.text)")
        #expect(open.json["reopened_count"] == 1)
        #expect(signatures(id).map { $0["meaning"] } == ["reopening", "closure"])
        #expect(signatures(id).first?["reason"] == "new facts")
    }

    private func bulk(_ body: JSONValue, key: String? = nil) -> Heard {
        var call = Call.post("/api/v1/complaints/bulk-edit", body).signed(rita)
        if let key { call = call.with("Idempotency-Key", key) }
        return instance.send(call)
    }

    private func ended(_ started: Heard) throws -> JSONObject {
        try #require(started.status == 202, "\(started.text)")
        let path = try #require(started.header("location"))
        let deadline = MonotonicInstant.now() + .seconds(60)
        while MonotonicInstant.now() < deadline {
            let work = instance.send(.get(path).signed(rita)).json
            if work["state"] == "done" { return work }
            let nothing = Mailbox<Bool>(capacity: 1)
            _ = nothing.take(until: .now() + .milliseconds(2))
        }
        Issue.record("the work did not end")
        return JSONObject()
    }

    @Test func `Many files are closed with one signature request, each signed at its own version`()
        throws
    {
        let ready = [reviewed(), reviewed()]
        let bare = instance.makeComplaint(JSONObject([("description", "x")]))
        let ids = JSONValue.array((ready + [bare]).map { .number(JSONNumber($0)) })
        let looked = instance.send(
            .post(
                "/api/v1/complaints/transition-preview",
                ["to": "closed", "ids": ids, "has_signature": true]
            ).signed(rita)
        ).json
        #expect(looked["allowed"] == 2)
        let rows = JSONValue.array(
            ready.map { .object(JSONObject([("id", .number(JSONNumber($0))), ("version", 3)])) }
                + [.object(JSONObject([("id", .number(JSONNumber(bare))), ("version", 1)]))])
        var body = JSONObject([("rows", rows), ("change", ["status": "closed"])])
        let unsigned = try ended(bulk(.object(body)))
        #expect(unsigned["refused"] == 3)
        let path = "/api/v1/bulk/\(unsigned["id"]?.int64Value ?? 0)/rows"
        let reasons = instance.send(.get(path).signed(rita)).json["items"]?.arrayValue?
            .compactMap { $0.objectValue?["reason"]?.stringValue }
        #expect(reasons == ["signature_missing", "signature_missing", "no_transition"])
        body["signature"] = TestInstance.signature(.closure, password: "not the password")
        #expect(bulk(.object(body)).codes == ["not_the_signer"])
        body["signature"] = TestInstance.signature(.reopening)
        #expect(bulk(.object(body)).pointers == ["/signature/meaning"])
        body["signature"] = TestInstance.signature(.closure)
        let work = try ended(bulk(.object(body), key: "closing of march"))
        #expect(work["changed"] == 2 && work["refused"] == 1)
        for id in ready {
            #expect(signatures(id).map { $0["version"] } == [4])
            #expect(status(id)["status"] == "closed")
        }
        // The key is of the work, whatever the password is: nothing of it is kept.
        let again = bulk(.object(body), key: "closing of march")
        #expect(again.json["id"] == work["id"])
        let plain: JSONValue = [
            "rows": rows, "change": ["severity": "minor"],
            "signature": TestInstance.signature(.closure),
        ]
        #expect(bulk(plain).codes == ["not_signed"])
        #expect(instance.verifies)
    }
}
