import Complaints
import HTTP
import JSON
import Storage
import Testing

@testable import WebAPI

extension JSONValue {
    /// The body of a decision that nothing is reported, signed at once when somebody signs.
    static func decision(for jurisdiction: String, signedBy name: String? = nil) -> JSONValue {
        var body = JSONObject([
            ("jurisdiction", .string(jurisdiction)), ("verdict", "not_reportable"),
            ("rationale", "Nobody could have been harmed."),
        ])
        if let name { body["signature"] = .signature(of: name) }
        return .object(body)
    }

    /// What somebody signs a decision with.
    static func signature(of name: String, password: String = TestInstance.password) -> JSONValue {
        ["name": .string(name), "password": .string(password), "meaning": "decision"]
    }
}

@Suite struct ReportingAPITests {
    private let instance: TestInstance
    private let cookies: [String: String]
    private let path: String

    init() throws {
        instance = try TestInstance()
        for (name, role) in [("vera", Role.viewer), ("anna", .analyst), ("rita", .reviewer)] {
            instance.makeUser(name, role: role)
        }
        cookies = Dictionary(
            uniqueKeysWithValues: ["vera", "anna", "rita"].map { [instance] in
                ($0, instance.signIn($0))
            })
        let id = instance.makeComplaint(
            JSONObject([
                ("description", "The table moved"), ("outcome", "serious_injury"),
                ("markets", ["US"]), ("aware", "2025-12-01"), ("complainant_name", "Nom-Canari"),
                ("serial", "V15-0042"),
            ]))
        path = "/api/v1/complaints/\(id)"
    }

    private func send(_ call: Call, as name: String) -> Heard {
        instance.send(call.signed(cookies[name] ?? ""))
    }

    private func row(as name: String = "vera") -> JSONObject {
        let heard = send(.get(path + "/reporting"), as: name)
        return heard.json["jurisdictions"]?.arrayValue?.first?.objectValue ?? JSONObject()
    }

    @Test func `The questions are asked, answers propose, a reviewer decides and signs`() throws {
        let guide = try #require(row()["guide"]?.objectValue)
        let questions = guide["questions"]?.arrayValue?.compactMap(\.objectValue) ?? []
        #expect(questions.first?["id"] == "harm" && questions.first?["suggested"] == "yes")
        #expect(questions.first?["citation"] == "21 CFR 803.50(a)(1)")
        #expect(row()["next"] == "decide")
        var body = JSONObject([
            ("jurisdiction", "US"), ("verdict", "reportable"), ("rationale", "A burn."),
            ("answers", ["harm": "yes", "erroneous": "no"]),
        ])
        let made = send(.post(path + "/decisions", .object(body)), as: "rita")
        #expect(made.status == 201, "\(made.text)")
        #expect(made.json["proposal"] == "reportable" && made.json["state"] == "unsigned")
        let answers = made.json["answers"]?.objectValue
        #expect(answers?["harm"] == "yes" && answers?["malfunction"] == "unknown")
        #expect(row()["next"] == "sign")
        body["answers"] = ["harm": "perhaps", "weather": "yes"]
        let wrong = send(.post(path + "/decisions", .object(body)), as: "rita")
        #expect(Set(wrong.pointers) == ["/answers/harm", "/answers/weather"])
        // A clock starts from the file, never from an answer.
        body["answers"] = ["harm": "yes", "remedial": "yes"]
        let claimed = send(.post(path + "/decisions", .object(body)), as: "rita")
        #expect(claimed.codes == ["fact_not_entered"] && claimed.pointers == ["/answers/remedial"])
        #expect(claimed.text.contains("in the file first"))
        body["answers"] = nil
        body["rationale"] = nil
        #expect(send(.post(path + "/decisions", .object(body)), as: "rita").codes == ["required"])
        let id = try #require(made.json["id"]?.int64Value)
        let sign = { (password: String) in
            self.send(
                .post(
                    path + "/decisions/\(id)/sign",
                    ["signature": .signature(of: "rita", password: password)]), as: "rita")
        }
        #expect(sign("not hers").pointers == ["/signature/password"])
        #expect(sign(TestInstance.password).json["state"] == "signed")
        #expect(sign(TestInstance.password).status == 409)
        let standing = row()["decision"]?.objectValue?["signature"]?.objectValue
        #expect(standing?["signer"] == "rita" && standing?["meaning"] == "decision")
        #expect(row()["next"] == "report")
        #expect(send(.post(path + "/decisions", .decision(for: "US")), as: "anna").status == 403)
        #expect(instance.verifies)
    }

    @Test func `Of a CT system alone its radiation is asked, and decides with the rest`() throws {
        let harmless: [(String, JSONValue)] = [
            ("harm", "no"), ("malfunction", "no"), ("erroneous", "yes"),
        ]
        func decide(_ modality: JSONValue, _ more: [(String, JSONValue)]) -> Heard {
            let id = instance.makeComplaint(
                JSONObject([
                    ("description", "A second scan"), ("outcome", "none"), ("markets", ["US"]),
                    ("aware", "2025-12-01"), ("modality", modality),
                    ("radiation", "accidental_occurrence"),
                ]))
            let body: JSONValue = [
                "jurisdiction": "US", "verdict": "not_reportable", "rationale": "Nobody was hurt.",
                "answers": .object(JSONObject(harmless + more)),
            ]
            return send(.post("/api/v1/complaints/\(id)/decisions", body), as: "rita")
        }
        let scanner = decide("CT", [("radiation_accident", "yes"), ("radiation_defect", "no")]).json
        #expect(scanner["proposal"] == "reportable")
        #expect(scanner["answers"]?.objectValue?["radiation_accident"] == "yes")
        let magnet = decide("MR", [("radiation_defect", "unknown")]).json
        #expect(magnet["proposal"] == "not_reportable")
        #expect(magnet["answers"]?.objectValue?.names.contains("radiation_defect") == false)
        // An answer to what is not asked is not dropped: it is refused.
        let claimed = decide("MR", [("radiation_accident", "yes"), ("radiation_defect", "no")])
        #expect(claimed.codes == ["not_asked", "not_asked"], "\(claimed.text)")
        #expect(claimed.pointers == ["/answers/radiation_accident", "/answers/radiation_defect"])
    }

    @Test func `Lateness comes from the clock, and a report ends it`() throws {
        _ = send(.post(path + "/decisions", .decision(for: "US", signedBy: "rita")), as: "rita")
        let report: JSONValue = [
            "jurisdiction": "US", "type": "initial", "submitted": "2026-01-02",
            "report_number": "1234567-2026-00001", "rules": ["US-30"],
        ]
        // Not tomorrow, and not before anybody knew.
        for day in ["2026-03-03", "2025-11-30"] {
            var wrong = report.objectValue ?? JSONObject()
            wrong["submitted"] = .string(day)
            let refused = send(.post(path + "/reports", .object(wrong)), as: "anna")
            #expect(refused.pointers == ["/submitted"] && refused.codes == ["out_of_range"])
        }
        let made = send(.post(path + "/reports", report), as: "anna")
        #expect(made.status == 201, "\(made.text)")
        #expect(made.json["due"] == "2025-12-31" && made.json["submitted_by"] == "anna")
        let shown = row()["reports"]?.arrayValue?.first?.objectValue
        #expect(shown?["days_late"] == 2)
        #expect(shown?["sentence"]?.stringValue?.contains("21 CFR 803.50") == true)
        let id = try #require(made.json["id"]?.int64Value)
        let patch = Call.patch(path + "/reports/\(id)", ["acknowledgement_number": "ACK-1"])
        #expect(send(patch, as: "anna").status == 428)
        #expect(send(patch.with("If-Match", "\"1\""), as: "anna").json["version"] == 2)
        #expect(send(patch.with("If-Match", "\"1\""), as: "anna").status == 412)
        let undo = Call.post(path + "/reports/\(id)/withdraw", ["reason": "another file"])
        #expect(send(undo, as: "anna").json["withdrawn"]?.objectValue?["by"] == "anna")
        #expect(instance.verifies)
    }

    @Test func `A draft shows what its reader may see, and names what is missing`() {
        let draft = send(.get(path + "/drafts/fda-3500a"), as: "vera")
        #expect(draft.status == 200)
        #expect(!draft.text.contains("Nom-Canari") && draft.text.contains("V15-0042"))
        #expect(draft.text.contains(#""withheld":true"#))
        #expect(send(.get(path + "/drafts/fda-3500a"), as: "anna").text.contains("Nom-Canari"))
        let missing = draft.json["missing"]?.arrayValue?.compactMap {
            $0.objectValue?["number"]?.stringValue
        }
        #expect(missing?.contains("B3") == true && missing?.contains("B5") == false)
        let french = Call.get(path + "/drafts/eu-mir").with("Accept-Language", "fr")
        #expect(send(french, as: "vera").text.contains("Analyse du fabricant"))
        #expect(send(.get(path + "/drafts/vigilance"), as: "vera").status == 404)
    }
}
