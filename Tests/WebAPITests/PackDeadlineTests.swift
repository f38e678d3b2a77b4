import Complaints
import JSON
import Storage
import Testing

@testable import WebAPI

@Suite("What packs say of decisions and reports")
struct PackDeadlineTests {
    private let instance: TestInstance
    private let id: Int64
    private let cookie: String

    /// It is 2 March 2026; the report of an injury known since 1 December was due on 31 December.
    init() throws {
        instance = try TestInstance()
        instance.makeUser("rita", role: .reviewer)
        cookie = instance.signIn("rita")
        id = instance.makeComplaint(
            JSONObject([
                ("description", "The table moved"), ("outcome", "serious_injury"),
                ("markets", ["US", "EU"]), ("aware", "2025-12-01"), ("received", "2025-12-01"),
                ("unanticipated", "no"), ("public_health_threat", "no"),
            ]))
        post("decisions", .decision(for: "US", signedBy: "rita"))
    }

    private func post(_ kind: String, _ body: JSONValue) {
        let heard = instance.send(.post("/api/v1/complaints/\(id)/\(kind)", body).signed(cookie))
        #expect(heard.status == 201, "\(heard.text)")
    }

    private func report(_ jurisdiction: String, submitted: String, rule: String) {
        post(
            "reports",
            [
                "jurisdiction": .string(jurisdiction), "type": "initial", "rules": [.string(rule)],
                "submitted": .string(submitted), "report_number": "R-1",
            ])
    }

    private func blocks(_ name: String, in language: Language = .english) throws -> [[String]] {
        let speech = PackSpeech(
            language: language, terms: TermNames(), rules: instance.store.rules.set,
            today: CivilDate("2026-01-05"))
        let everything = Visibility(sites: nil, seesComplainant: true, seesPatient: true)
        let found = try instance.store.read { reader throws(StorageFailure) in
            try PackedComplaint(.id(id), for: everything, from: reader)
        }
        let part = try #require(found?.parts(speech).first { $0.name == name })
        return part.blocks.map { block in
            block.lines.map { line in
                "\(line.label): \(line.text)".replacing("\u{A0}", with: " ")
            }
        }
    }

    @Test("A report says when it was due, by which rule, and how many days late it was")
    func reports() throws {
        report("EU", submitted: "2025-12-20", rule: "EU-15")
        report("EU", submitted: "2025-12-16", rule: "EU-15")
        let english = try blocks("reports")
        #expect(english[0].contains("Due: 16 December 2025"))
        #expect(
            english[0].contains {
                $0.hasPrefix("Due by the rule: EU-15, ") && $0.contains("art. 87(3)")
            }, "\(english[0])")
        #expect(english[0].contains("Days late: 4"))
        #expect(!english[1].contains { $0.hasPrefix("Days late") })
        let french = try blocks("reports", in: .french)[0]
        #expect(french.contains("Échéance: 16 décembre 2025"))
        #expect(french.contains("Jours de retard: 4"))
    }

    @Test("A report that is still to be submitted is late until the day of the pack")
    func owed() throws {
        post(
            "reports",
            [
                "jurisdiction": "EU", "type": "initial", "rules": ["EU-15"],
                "report_number": "R-2",
            ])
        #expect(try blocks("reports")[0].contains("Days late: 20"))
    }

    @Test("A decision names who signed it, when and as what, and how late it was")
    func decisions() throws {
        let lines = try blocks("decisions")[0]
        #expect(
            lines.contains {
                $0.hasPrefix("Signed by: ") && $0.contains("(rita), 2 March 2026, 09:12:44 UTC, ")
            }, "\(lines)")
        #expect(lines.contains { $0.hasPrefix("Days late: ") }, "\(lines)")
        #expect(!(try blocks("decisions", in: .french)[0]).contains { $0.contains("{") })
        let signed = try blocks("decisions", in: .french)[0].first { $0.hasPrefix("Signé par: ") }
        #expect(signed?.contains("2 mars 2026, 09:12:44 UTC") == true)
    }
}

@Suite("Closing speaks of jurisdictions by their names")
struct JurisdictionWordsTests {
    @Test(
        arguments: [
            (
                FieldProblem.Code.decisionRequired, "US",
                "Whether to report is not decided (United States).",
                "Il n’est pas décidé s’il faut déclarer (États-Unis)."
            ),
            (
                .decisionUnsigned, "EU",
                "The decision whether to report is not signed (European Union).",
                "La décision de déclarer ou non n’est pas signée (Union européenne)."
            ),
            (
                .reportMissing, "XX", "The report has no number or no date of submission (XX).",
                "La déclaration n’a pas de numéro ou pas de date d’envoi (XX)."
            ),
        ]) func words(code: FieldProblem.Code, argument: String, english: String, french: String)
    {
        let words = FieldProblem("/jurisdictions/\(argument)", code, argument: argument).sentence
        #expect(words.english == english && words.french == french)
    }
}
