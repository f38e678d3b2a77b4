import Complaints
import Rules
import Testing

@Suite("What the rules make of a file")
struct AssessmentTests {
    private let set = RuleSet.shipped

    private func assess(
        _ values: [FieldName: String], status: String = "received",
        members: [[FieldName: String]] = [], decisions: [String: Decision] = [:],
        reports: [SubmittedReport] = []
    ) -> Assessment {
        set.assess(
            Facts(
                values, status: status, members: members, decisions: decisions,
                reports: reports))
    }

    /// Everything the rules of the EU and the US ask for, answered with no.
    private static let harmless: [FieldName: String] = [
        "aware": "2026-03-02", "received": "2026-03-02", "outcome": "none",
        "recurrence_would_harm": "no", "unanticipated": "no", "public_health_threat": "no",
        "remedial_action_needed": "no", "fda_request": "no", "radiation": "none",
        "modality": "CT", "field_action_reason": "other",
    ]

    @Test("The shipped set is the table of the product description")
    func shipped() {
        #expect(
            set.rules.map(\.id) == [
                "US-30", "US-5A", "US-5B", "US-SUP", "US-806", "EU-2", "EU-10", "EU-15",
                "EU-UNSURE", "EU-FSCA", "EU-88", "EU-FUP", "US-1002", "US-1003", "POL-ACK",
                "POL-TRI",
                "POL-INV", "POL-CLO",
            ])
        #expect(set.rules.allSatisfy { $0.warnings == [50, 75, 90, 100] })
        #expect(
            set.rules.filter(\.isImmediate).map(\.id) == ["EU-2", "EU-10", "EU-15"])
        for rule in set.rules where rule.jurisdiction == "EU" {
            #expect(rule.validFrom?.text == "2021-05-26")
        }
    }

    // MARK: Sentences

    @Test("A clock explains itself with its law")
    func sentence() throws {
        let clocks = assess(["aware": "2026-03-02", "outcome": "death"]).clocks
        let us = try #require(clocks.first { $0.rule.id == "US-30" })
        let label: (FieldName) -> Words = { FieldCatalogue.standard[$0]?.label ?? Words("", "") }
        #expect(
            us.sentence(label: label)
                == Words(
                    "30 calendar days after 2026-03-02 (21 CFR 803.50) = 2026-04-01",
                    "30\u{A0}jours calendaires après le 2026-03-02 (21 CFR 803.50) = 2026-04-01"))
        let eu = try #require(clocks.first { $0.rule.id == "EU-10" })
        #expect(
            eu.sentence(label: label).english
                == "immediately, and not later than 10 calendar days after 2026-03-02 "
                + "(EU MDR 2017/745 art. 87(5)) = 2026-03-12")
        #expect(
            eu.sentence(label: label).french.hasPrefix(
                "immédiatement, et au plus tard 10\u{A0}jours calendaires après le 2026-03-02"))
    }

    @Test("Every kind of limit has its sentence in both languages")
    func sentences() {
        let everything: [FieldName: String] = [
            "received": "2026-03-02", "aware": "2026-03-02", "aware_remedial": "2026-03-03",
            "fda_request": "yes", "modality": "CT", "radiation": "defect",
            "field_action_decided": "2026-03-04",
        ]
        for clock in assess(everything).clocks {
            let words = clock.sentence { FieldCatalogue.standard[$0]?.label ?? Words("", "") }
            for text in [words.english, words.french] {
                #expect(text.hasSuffix(" = \(clock.due)"))
                #expect(text.contains(clock.start.text))
            }
            #expect(words.english != words.french)
        }
    }

    // MARK: Failing closed

    @Test("Nothing known means decisions everywhere, never not reportable")
    func nothingKnown() {
        let assessment = assess([:])
        #expect(assessment.decisionRequired == "US, EU")
        #expect(assessment.clocks.isEmpty)
    }

    @Test("A case that no rule covers needs a decision")
    func noRule() {
        let assessment = assess(Self.harmless)
        #expect(assessment.decisions.map(\.reason) == [.noRule, .noRule])
        #expect(assessment.clocks.allSatisfy { $0.rule.jurisdiction == "POL" })
    }

    @Test(
        "A fact that is unknown, or not given, never lets a file pass",
        arguments: [
            "outcome", "recurrence_would_harm", "public_health_threat", "remedial_action_needed",
            "fda_request", "radiation",
        ])
    func unknownFact(name: String) throws {
        for value in [nil, "unknown"] {
            var values = Self.harmless
            values[FieldName(name)] = value
            let reasons = assess(values).decisions.map(\.reason)
            #expect(reasons.contains(.unknownFacts([FieldName(name)])), "\(name)")
        }
    }

    @Test("A file counts for the markets it names, and for all when it names none")
    func markets() {
        var values = Self.harmless
        values["outcome"] = "death"
        values["markets"] = "eu"
        #expect(
            Set(assess(values).clocks.map(\.rule.jurisdiction)) == ["EU", "POL"])
        values["markets"] = "US, JP"
        #expect(
            assess(values).decisions
                == [.init(jurisdiction: "JP", reason: .unknownJurisdiction)])
        values["markets"] = nil
        #expect(
            Set(assess(values).clocks.map(\.rule.jurisdiction)) == ["EU", "US", "POL"])
    }

    @Test("Before the regulation applied no EU rule covers a case")
    func validity() {
        var values = Self.harmless
        values["outcome"] = "death"
        values["aware"] = "2021-05-25"
        let before = assess(values)
        #expect(!before.clocks.contains { $0.rule.jurisdiction == "EU" })
        #expect(before.decisions == [.init(jurisdiction: "EU", reason: .noRule)])
        values["aware"] = "2021-05-26"
        #expect(assess(values).clocks.contains { $0.rule.id == "EU-10" })
    }

    @Test("A rule without a day 0 asks for a decision")
    func noStart() {
        let assessment = assess(["outcome": "death", "markets": "US"])
        #expect(
            assessment.decisions == [.init(jurisdiction: "US", reason: .noStart(rule: "US-30"))])
    }

    // MARK: Day 0

    @Test("A missing awareness is the day of receipt, a month its first day")
    func fallback() {
        let clock = assess(["received": "2026-03", "outcome": "death"]).clocks.first
        #expect(clock?.start.text == "2026-03-01")
        #expect(clock?.startField == "received")
    }

    @Test("Clocks of a merged file start at the earliest awareness of its members")
    func merged() throws {
        let own: [FieldName: String] = ["aware": "2026-03-10", "outcome": "death"]
        let clock = try #require(
            assess(
                own, members: [["aware": "2026-03-05"], ["aware": "2026-03-02"], [:]]
            ).clocks.first)
        #expect(clock.start.text == "2026-03-02")
        #expect(clock.isOfMember)
        #expect(clock.due.text == "2026-04-01")
        let later = try #require(assess(own, members: [["aware": "2026-03-11"]]).clocks.first)
        #expect(later.start.text == "2026-03-10")
        #expect(!later.isOfMember)
    }

    // MARK: Ends

    @Test("A file at its end has no running clock", arguments: ComplaintEnd.allCases)
    func ended(end: ComplaintEnd) {
        let assessment = assess(
            ["aware": "2026-03-02", "outcome": "death"], status: end.rawValue)
        #expect(assessment.next == nil)
        #expect(assessment.decisions.isEmpty)
        #expect(assessment.clocks.allSatisfy { $0.end == .fileEnded || $0.end == .done })
        let lawful = assessment.clocks.filter { ["US", "EU"].contains($0.rule.jurisdiction) }
        #expect(!lawful.isEmpty && lawful.allSatisfy { $0.end == .fileEnded })
    }

    @Test("What ended a clock before stays its end when the file ends")
    func endedAfterwards() throws {
        var values = Self.harmless
        values["outcome"] = "death"
        let day = try #require(CivilDate("2026-03-09"))
        let assessment = assess(
            values, status: ComplaintEnd.closed.rawValue,
            reports: [SubmittedReport(rules: ["EU-10"], day: day)])
        let clock = try #require(assessment.clocks.first { $0.rule.id == "EU-10" })
        #expect(clock.end == .submitted(day))
        #expect(assessment.next == nil)
    }

    @Test("Decisions and submissions end the clocks of their jurisdiction alone")
    func decisions() throws {
        var values = Self.harmless
        values["outcome"] = "death"
        let day = try #require(CivilDate("2026-03-09"))
        let assessment = assess(
            values,
            decisions: ["US": Decision(.notReportable), "EU": Decision(.reportable)],
            reports: [SubmittedReport(rules: ["EU-10"], day: day)])
        for clock in assessment.clocks {
            switch clock.rule.jurisdiction {
            case "US": #expect(clock.end == .notReportable(nil))
            case "EU": #expect(clock.end == .submitted(day))
            default: #expect(clock.end == nil)
            }
        }
        #expect(assessment.decisions.isEmpty)
        #expect(assessment.next?.rule.id == "POL-TRI")
    }

    @Test("House clocks end when what they ask for is done")
    func house() {
        // Where no law applies, the house's own clocks alone.
        let before = assess(["received": "2026-03-02", "markets": "CA"])
        #expect(before.next?.rule.id == "POL-TRI")
        let after = assess(
            [
                "received": "2026-03-02", "acknowledged": "2026-03-03", "markets": "CA",
                "status": "investigation",
            ],
            status: "investigation")
        #expect(
            after.clocks.filter { $0.end == nil }.map(\.rule.id) == ["POL-INV", "POL-CLO"])
    }

    @Test("The earliest running clock is what is due")
    func next() {
        var values = Self.harmless
        values["outcome"] = "death"
        values["acknowledged"] = "2026-03-03"
        values["status"] = "assessed"
        let assessment = assess(values, status: "assessed")
        #expect(assessment.next?.rule.id == "EU-10")
        #expect(assessment.next?.due.text == "2026-03-12")
    }

    // MARK: Time

    @Test(
        "Amber from three quarters of the time on, red behind the last day",
        arguments: [
            ("2026-03-02", Clock.State.running, Int?.none), ("2026-03-16", .running, nil),
            ("2026-03-17", .running, 50), ("2026-03-23", .running, 50),
            ("2026-03-24", .running, 50),
            ("2026-03-25", .soon, 75),
            ("2026-03-28", .soon, 75), ("2026-03-29", .soon, 90), ("2026-04-01", .soon, 100),
            ("2026-04-02", .overdue, 100),
        ])
    func state(today: String, state: Clock.State, warning: Int?) throws {
        let clock = try #require(
            assess(["aware": "2026-03-02", "outcome": "death"]).clocks.first)
        let day = try #require(CivilDate(today))
        #expect(clock.state(on: day) == state)
        #expect(clock.warning(on: day) == warning)
    }

    @Test(
        "A short limit is amber when one day of it is left, whatever its share",
        arguments: [
            ("2026-03-02", Clock.State.soon), ("2026-03-03", .soon), ("2026-03-04", .overdue),
        ])
    func shortLimit(today: String, state: Clock.State) throws {
        let unsure = assess(["aware": "2026-03-02", "received": "2026-03-02", "markets": "EU"])
        let clock = try #require(unsure.clocks.first { $0.rule.id == "EU-UNSURE" })
        #expect(clock.due.text == "2026-03-03")
        #expect(clock.state(on: try #require(CivilDate(today))) == state)
        #expect(clock.warning(on: try #require(CivilDate("2026-03-02"))) == nil)
    }

    @Test("A death reported later starts the shorter clock and keeps the old one with its reason")
    func reassessment() throws {
        var values = Self.harmless
        values["outcome"] = "serious_injury"
        func moment(_ version: Int64, _ changed: [FieldName]) -> ClockHistory.Moment {
            ClockHistory.Moment(
                at: version, by: "grace", version: version, reason: nil, changed: changed,
                assessment: assess(values))
        }
        var history = ClockHistory()
        history.add(moment(1, ["outcome"]))
        values["outcome"] = "death"
        history.add(moment(2, ["outcome"]))
        history.add(moment(3, ["summary"]))
        let only = try #require(history.superseded.first)
        #expect(history.superseded.count == 1)
        #expect(only.clock.rule.id == "EU-15")
        #expect(only.opened.version == 1)
        #expect(only.closed.version == 2)
        #expect(only.closed.changed == ["outcome"])
        #expect(only.successor?.rule.id == "EU-10")
        // A corrected day 0 supersedes the same rule's clock.
        values["aware"] = "2026-02-27"
        history.add(moment(4, ["aware"]))
        #expect(history.superseded.contains { $0.clock.rule.id == "US-30" })
        #expect(
            history.superseded.first { $0.clock.rule.id == "US-30" }?.successor?.due.text
                == "2026-03-29")
    }

    // MARK: Properties

    @Test("Knowing more never loses a clock that was certain, whatever the facts")
    func monotone() {
        var random = SeededRandom(seed: 803)
        let choices: [FieldName: [String]] = [
            "outcome": ["death", "serious_injury", "malfunction", "none", "unknown"],
            "recurrence_would_harm": ["yes", "no", "unknown"],
            "unanticipated": ["yes", "no", "unknown"],
            "public_health_threat": ["yes", "no", "unknown"], "fda_request": ["yes", "no"],
            "remedial_action_needed": ["yes", "no"], "modality": ["CT", "MR"],
            "radiation": ["none", "defect"], "markets": ["US", "EU", "US, EU"],
        ]
        let names = choices.keys.sorted { $0.text < $1.text }
        for _ in 0..<2_000 {
            var values: [FieldName: String] = ["aware": random.day().text, "status": "assessed"]
            for name in names where random.number(0...1) == 0 {
                let list = choices[name] ?? []
                values[name] = list[random.number(0...list.count - 1)]
            }
            let before = assess(values, status: "assessed")
            guard let open = names.filter({ values[$0] == nil }).first else { continue }
            let list = (choices[open] ?? []).filter { $0 != "unknown" }
            values[open] = list[random.number(0...list.count - 1)]
            let after = assess(values, status: "assessed")
            let kept = Set(after.clocks.map(\.rule.id))
            for clock in before.clocks
            where clock.rule.id != "EU-UNSURE"
                && (open != "markets" || values["markets"] == "US, EU")
            {
                #expect(kept.contains(clock.rule.id), "\(open) \(values)")
            }
            for clock in after.clocks { #expect(clock.due >= clock.start) }
        }
    }
}
