import Complaints
import HTTP
import JSON
import Storage
import Testing

@testable import WebAPI

/// What a merge means for deciding and reporting, and where it is refused.
@Suite struct MergeAPITests {
    private let instance: TestInstance
    private let cookies: [String: String]

    init() throws {
        instance = try TestInstance()
        for (name, role) in [("vera", Role.viewer), ("anna", .analyst), ("rita", .reviewer)] {
            instance.makeUser(name, role: role)
        }
        cookies = Dictionary(
            uniqueKeysWithValues: ["vera", "anna", "rita"].map { [instance] in
                ($0, instance.signIn($0))
            })
    }

    private func send(_ call: Call, as name: String) -> Heard {
        instance.send(call.signed(cookies[name] ?? ""))
    }

    /// Of an event in the EU of which nothing but the outcome may have to be reported.
    private func make(_ outcome: String) -> (id: Int64, number: String) {
        let body: JSONValue = [
            "description": "The table moved", "received": "2026-03-02", "aware": "2026-03-02",
            "unanticipated": "no", "public_health_threat": "no", "recurrence_would_harm": "no",
            "markets": ["EU"], "outcome": .string(outcome),
        ]
        let heard = send(.post("/api/v1/complaints", body), as: "anna")
        if heard.status != 201 { Issue.record("not made: \(heard.text)") }
        return (heard.json["id"]?.int64Value ?? 0, heard.json["number"]?.stringValue ?? "")
    }

    private func next(_ id: Int64) -> JSONValue? {
        let heard = send(.get("/api/v1/complaints/\(id)/reporting"), as: "vera")
        return heard.json["jurisdictions"]?.arrayValue?.first?.objectValue?["next"]
    }

    /// The rules whose clocks run.
    private func running(_ id: Int64) -> [String] {
        let heard = send(.get("/api/v1/complaints/\(id)/clocks"), as: "vera")
        return heard.json["clocks"]?.arrayValue?.compactMap(\.objectValue)
            .filter { $0["state"] != "ended" }.compactMap { $0["rule"]?.stringValue } ?? []
    }

    @Test func `A death merged into a file decided harmless has to be decided and reported there`()
    {
        let (original, death) = (make("none"), make("death"))
        let path = "/api/v1/complaints/\(original.id)"
        let decision = Call.post(path + "/decisions", .decision(for: "EU", signedBy: "rita"))
        #expect(send(decision, as: "rita").status == 201)
        #expect(next(original.id) == "done")
        let merge = Call.post(
            "/api/v1/complaints/\(death.id)/merge",
            ["into": .string(original.number), "reason": "same event"])
        #expect(send(merge.with("If-Match", "*"), as: "anna").status == 200)
        #expect(next(original.id) == "decide")
        #expect(running(original.id).contains("EU-10"))
        #expect(!running(death.id).contains("EU-10"))
        let unmerge = Call.post(
            "/api/v1/complaints/\(death.id)/unmerge", ["reason": "another event"])
        #expect(send(unmerge.with("If-Match", "*"), as: "anna").status == 200)
        #expect(!running(original.id).contains("EU-10"))
        #expect(running(death.id).contains("EU-10"))
        #expect(instance.verifies)
    }

    @Test(arguments: ["en", "fr"])
    func `Nothing is merged into a file at its end, by no door`(language: String) {
        let (original, copy) = (make("none"), make("death"))
        let end = Call.post(
            "/api/v1/complaints/\(original.id)/transitions",
            ["to": "not_a_complaint", "reason": "a question"])
        #expect(send(end.with("If-Match", "*"), as: "anna").status == 200)
        let path = "/api/v1/complaints/\(copy.id)"
        let calls = [
            Call.post(path + "/merge", ["into": .string(original.number), "reason": "same"]),
            .patch(path, ["status": "duplicate", "duplicate_of": .string(original.number)]),
            .post(
                path + "/transitions",
                [
                    "to": "duplicate", "reason": "same",
                    "values": ["duplicate_of": .string(original.number)],
                ]),
        ]
        for call in calls {
            let heard = send(
                call.with("If-Match", "*").with("Accept-Language", language), as: "anna")
            #expect(heard.status == 422 && heard.codes == ["original_is_ended"], "\(heard.text)")
            let words = language == "fr" ? "Rouvrez-la d’abord" : "reopen it first"
            #expect(heard.text.contains(words), "\(heard.text)")
        }
        #expect(send(.get(path), as: "vera").json["status"] == "received")
    }
}
