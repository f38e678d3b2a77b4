import Complaints
import Rules
import Testing

/// A day 0 and the last day on time.
struct DatedCase: Sendable, CustomTestStringConvertible {
    let start: String
    let due: String
    /// What makes the case worth having.
    let why: String

    init(_ start: String, _ due: String, _ why: String) {
        self.start = start
        self.due = due
        self.why = why
    }

    var testDescription: String { "\(start) → \(due): \(why)" }
}

@Suite("Dated cases, counted from the law")
struct DatedCaseTests {
    private func expect(
        _ rule: String, _ dated: DatedCase, _ facts: [FieldName: String],
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let assessment = RuleSet.shipped.assess(Facts(facts))
        let clock = assessment.clocks.first { $0.rule.id == rule }
        #expect(clock?.start.text == dated.start, sourceLocation: sourceLocation)
        #expect(clock?.due.text == dated.due, sourceLocation: sourceLocation)
    }

    @Test("803.50: 30 calendar days", arguments: DatedCase.us30)
    func us30(dated: DatedCase) {
        expect("US-30", dated, ["aware": dated.start, "outcome": "death"])
    }

    @Test("803.53(a): 5 work days", arguments: DatedCase.us5a)
    func us5A(dated: DatedCase) {
        expect("US-5A", dated, ["aware": "2000-01-03", "aware_remedial": dated.start])
    }

    @Test("803.53(b): 5 work days", arguments: DatedCase.us5b)
    func us5B(dated: DatedCase) {
        expect("US-5B", dated, ["aware": dated.start, "fda_request": "yes"])
    }

    @Test("803.56: 30 calendar days", arguments: DatedCase.usSup)
    func supplement(dated: DatedCase) {
        expect("US-SUP", dated, ["aware": "2000-01-03", "new_information": dated.start])
    }

    @Test("806.10: 10 working days", arguments: DatedCase.us806)
    func correction(dated: DatedCase) {
        expect(
            "US-806", dated,
            [
                "aware": "2000-01-03", "field_action_initiated": dated.start,
                "field_action_reason": "risk_to_health",
            ])
    }

    @Test("Article 87(4): 2 days", arguments: DatedCase.eu2)
    func threat(dated: DatedCase) {
        expect("EU-2", dated, ["aware_threat": dated.start, "public_health_threat": "yes"])
    }

    @Test("Article 87(5): 10 days", arguments: DatedCase.eu10)
    func death(dated: DatedCase) {
        expect("EU-10", dated, ["aware": dated.start, "outcome": "death"])
        expect(
            "EU-10", dated,
            ["aware": dated.start, "outcome": "serious_injury", "unanticipated": "yes"])
    }

    @Test("Article 87(3): 15 days", arguments: DatedCase.eu15)
    func serious(dated: DatedCase) {
        expect(
            "EU-15", dated,
            [
                "aware": dated.start, "outcome": "serious_injury", "unanticipated": "no",
                "public_health_threat": "no",
            ])
    }

    @Test("Article 87(7), perhaps a threat: half of 2 days", arguments: DatedCase.euUnsure2)
    func unsure2(dated: DatedCase) {
        expect("EU-UNSURE", dated, ["aware": dated.start])
    }

    @Test("Article 87(7), perhaps unanticipated: half of 10 days", arguments: DatedCase.euUnsure10)
    func unsure10(dated: DatedCase) {
        expect(
            "EU-UNSURE", dated,
            ["aware": dated.start, "public_health_threat": "no", "outcome": "serious_injury"])
    }

    @Test("Article 87(7), perhaps serious: half of 15 days", arguments: DatedCase.euUnsure15)
    func unsure15(dated: DatedCase) {
        expect(
            "EU-UNSURE", dated,
            ["aware": dated.start, "public_health_threat": "no", "outcome": "malfunction"])
    }

    @Test("Article 88: 30 days by house policy", arguments: DatedCase.eu88)
    func trend(dated: DatedCase) {
        expect("EU-88", dated, ["aware": "2021-06-01", "trend_signal": dated.start])
    }

    @Test("House policy: 2 business days to acknowledge", arguments: DatedCase.polAck)
    func acknowledge(dated: DatedCase) {
        expect("POL-ACK", dated, ["received": dated.start])
    }

    @Test("House policy: 1 business day to triage", arguments: DatedCase.polTri)
    func triage(dated: DatedCase) { expect("POL-TRI", dated, ["received": dated.start]) }

    @Test("House policy: 30 days to investigate", arguments: DatedCase.polInv)
    func investigate(dated: DatedCase) { expect("POL-INV", dated, ["received": dated.start]) }

    @Test("House policy: 45 days to close", arguments: DatedCase.polClo)
    func close(dated: DatedCase) { expect("POL-CLO", dated, ["received": dated.start]) }

    @Test("L3133-1: 5 worked days in France", arguments: DatedCase.france5)
    func france(dated: DatedCase) throws {
        let calendar = WorkCalendar(code: "fr", name: Words("", ""), laws: [.france])
        let start = try #require(CivilDate(dated.start))
        #expect(calendar.adding(workDays: 5, to: start)?.text == dated.due)
    }

    @Test(
        "1002.20 and 1003.20: immediately, for CT alone",
        arguments: [
            ("accidental_occurrence", "US-1002", "2026-03-02"),
            ("accidental_occurrence", "US-1002", "2024-02-29"), ("defect", "US-1003", "2026-12-31"),
            ("defect", "US-1003", "2026-07-04"),
        ])
    func radiation(radiation: String, rule: String, day: String) {
        let dated = DatedCase(day, day, "immediately")
        expect(rule, dated, ["aware": day, "modality": "CT", "radiation": radiation])
        let assessment = RuleSet.shipped.assess(
            Facts(["aware": day, "modality": "MR", "radiation": radiation]))
        #expect(!assessment.clocks.contains { $0.rule.id == rule })
    }

    @Test(
        "Article 87(8): before the action starts",
        arguments: [
            // The day before it starts.
            ("2026-05-04", "2026-05-18", "2026-05-17"), ("2026-02-20", "2026-03-01", "2026-02-28"),
            ("2024-02-20", "2024-03-01", "2024-02-29"), ("2026-12-20", "2027-01-01", "2026-12-31"),
            // Started on the day it was decided, or without a date: on that day.
            ("2026-05-04", "2026-05-04", "2026-05-04"), ("2026-05-04", "", "2026-05-04"),
        ])
    func fieldAction(decided: String, initiated: String, due: String) {
        var facts: [FieldName: String] = ["field_action_decided": decided]
        if !initiated.isEmpty { facts["field_action_initiated"] = initiated }
        expect("EU-FSCA", DatedCase(decided, due, "before it starts"), facts)
    }
}

extension Facts {
    /// The facts of a file for the shipped rules, with these values and nothing else.
    init(
        _ values: [FieldName: String], status: String = "received",
        members: [[FieldName: String]] = [], decisions: [String: Decision] = [:],
        reports: [SubmittedReport] = [], for set: RuleSet = .shipped
    ) {
        func reading(_ values: [FieldName: String]) -> (FieldName) -> FieldValue {
            { name in
                values[name].map(FieldValue.text) ?? (name == "status" ? .text(status) : .null)
            }
        }
        self.init(
            for: set, status: status, decisions: decisions, reports: reports,
            members: members.map(reading), value: reading(values))
    }
}
