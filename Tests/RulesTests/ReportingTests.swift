import Complaints
import JSON
import Rules
import Testing

@Suite("Decisions, reports and their clocks")
struct ReportingTests {
    private let set = RuleSet.shipped

    /// A serious injury in the EU, known on 2 March 2026; the other facts of the law are answered with no.
    private static let injury: [FieldName: String] = [
        "aware": "2026-03-02", "received": "2026-03-02", "outcome": "serious_injury",
        "unanticipated": "no", "public_health_threat": "no", "recurrence_would_harm": "no",
        "markets": "EU",
    ]

    private func day(_ text: String) throws -> CivilDate { try #require(CivilDate(text)) }

    private func assess(
        _ values: [FieldName: String], _ decision: Decision? = nil,
        _ reports: [SubmittedReport] = []
    ) -> Assessment {
        set.assess(
            Facts(
                values, status: "assessed", decisions: decision.map { ["EU": $0] } ?? [:],
                reports: reports))
    }

    private func basis(_ values: [FieldName: String]) -> DecisionBasis {
        set.basis(for: "EU", of: Facts(values, status: "assessed"))
    }

    private func running(_ assessment: Assessment) -> [String] {
        assessment.clocks.filter { $0.end == nil && $0.rule.jurisdiction == "EU" }
            .map(\.rule.id)
    }

    @Test("Every yes-or-no fact that the rules may call unknown is a question of its jurisdiction")
    func unknownFactsAreAsked() throws {
        let values: [FieldName: String] = ["aware": "2026-03-02", "received": "2026-03-02"]
        let needed = set.assess(Facts(values, status: "assessed")).decisions
        var asked: Set<FieldName> = []
        for jurisdiction in ["US", "EU"] {
            let found = try #require(needed.first { $0.jurisdiction == jurisdiction })
            guard case .unknownFacts(let names) = found.reason else {
                Issue.record("\(jurisdiction): \(found.reason)")
                continue
            }
            let guide = try #require(ReportingGuide.of(jurisdiction))
            let hints = Set(guide.questions.compactMap { $0.hint?.field })
            for name in names {
                let choices = FieldCatalogue.standard[name]?.type.choices?.map(\.value) ?? []
                guard Set(choices) == ["yes", "no", "unknown"] else { continue }
                #expect(hints.contains(name), "\(jurisdiction) does not ask for \(name)")
                asked.insert(name)
            }
        }
        #expect(asked.isSuperset(of: ["remedial_action_needed", "fda_request", "unanticipated"]))
    }

    @Test("A basis says which rules applied and which might have, and reads back")
    func basisTexts() {
        var values = Self.injury
        #expect(basis(values).texts == ["EU-15"])
        values["unanticipated"] = nil
        #expect(basis(values).texts == ["EU-10?", "EU-15?"])
        #expect(DecisionBasis(basis(values).texts) == basis(values))
    }

    @Test("A decision ends the clocks it was made on, and says which decision it is in words")
    func ends() throws {
        let origin = Decision.Origin(id: 7, by: "rita", on: try day("2026-03-05"))
        let none = Decision(.notReportable, origin: origin, basis: basis(Self.injury))
        let assessment = assess(Self.injury, none)
        #expect(running(assessment).isEmpty)
        #expect(assessment.lapsed.isEmpty && assessment.applicable == ["EU"])
        let end = try #require(assessment.clocks.first { $0.rule.id == "EU-15" }?.end)
        let sentence = end.sentence(in: RuleSet.shipped.name(of: "EU"))
        #expect(
            sentence.english
                == "Decision of 2026-03-05 (European Union), by rita: nothing has to be reported.")
        #expect(
            sentence.french.contains("Décision du 2026-03-05 (Union européenne), par rita\u{A0}: "))
        #expect(
            running(assess(Self.injury, Decision(.reportable, basis: basis(Self.injury)))) == [
                "EU-15"
            ])
    }

    @Test("A death reported later starts the shorter clock, whatever was decided before")
    func reassessment() {
        var values = Self.injury
        let decision = Decision(.notReportable, basis: basis(values))
        values["outcome"] = "death"
        let assessment = assess(values, decision)
        #expect(running(assessment) == ["EU-10"])
        #expect(assessment.lapsed == ["EU"])
        // What no longer applies asks nothing anew.
        values["outcome"] = "none"
        #expect(assess(values, decision).lapsed.isEmpty)
        // A doubt that was not there then does.
        values["outcome"] = "serious_injury"
        values["public_health_threat"] = "unknown"
        #expect(assess(values, decision).lapsed == ["EU"])
        values["status"] = "closed"
        let ended = set.assess(Facts(values, status: "closed", decisions: ["EU": decision]))
        #expect(ended.lapsed.isEmpty && ended.applicable == ["EU"])
    }

    @Test("A report ends the clocks it answers, of those that had begun, and no other")
    func reports() throws {
        let early = SubmittedReport(rules: ["EU-15"], day: try day("2026-03-01"))
        let right = SubmittedReport(rules: ["EU-15"], day: try day("2026-03-09"))
        let other = SubmittedReport(rules: ["EU-10"], day: try day("2026-03-09"))
        let decision = Decision(.reportable, basis: basis(Self.injury))
        #expect(running(assess(Self.injury, decision, [early, other])) == ["EU-15"])
        #expect(running(assess(Self.injury, decision, [right])).isEmpty)
        let end = assess(Self.injury, decision, [right]).clocks.first { $0.rule.id == "EU-15" }?.end
        #expect(end == .submitted(right.day))
    }

    @Test("Follow-ups have clocks of their own: 30 days in the US, the day announced in the EU")
    func followUps() throws {
        let start = try day("2026-05-04")
        let us = try #require(set.followUpClock(in: "US", by: "new_information", from: start))
        #expect(us.rule.id == "US-SUP" && us.due.text == "2026-06-03")
        let eu = try #require(set.followUpClock(in: "EU", by: "next_report", from: start))
        #expect(eu.rule.id == "EU-FUP" && eu.due == start)
        #expect(set.followUpClock(in: "EU", by: "new_information", from: start) == nil)
        #expect(set.followUpRules(in: "US") == ["US-SUP"])
        // New information asks for a supplement, not for another decision.
        var values = Self.injury
        values["markets"] = "US"
        let decided = Decision(
            .reportable, basis: set.basis(for: "US", of: Facts(values, status: "assessed")))
        values["new_information"] = "2026-05-04"
        let assessment = set.assess(
            Facts(
                values, status: "assessed", decisions: ["US": decided],
                reports: [SubmittedReport(rules: ["US-30", "US-SUP"], day: try day("2026-03-20"))]))
        #expect(assessment.lapsed.isEmpty)
        #expect(
            assessment.clocks.first { $0.rule.id == "US-30" }?.end
                == .submitted(try day("2026-03-20")))
        #expect(assessment.clocks.first { $0.rule.id == "US-SUP" }?.end == nil)
    }

    @Test("A report is measured by its own information first, then by the clocks it answers")
    func reportClock() throws {
        let assessment = assess(Self.injury)
        var values = FieldValues()
        values["jurisdiction"] = .text("EU")
        values["rules"] = .list(["EU-15"])
        #expect(
            set.reportClock(of: values, isSubmitted: false, in: assessment)?.due.text
                == "2026-03-17")
        values["jurisdiction"] = .text("US")
        values["information_received"] = .text("2026-05-04")
        #expect(
            set.reportClock(of: values, isSubmitted: true, in: assessment)?.due.text == "2026-06-03"
        )
        values["information_received"] = nil
        values["rules"] = .list(["US-30"])
        #expect(set.reportClock(of: values, isSubmitted: false, in: assessment) == nil)
    }

    @Test("What is open of a jurisdiction is what closing asks for")
    func standing() throws {
        let assessment = assess(Self.injury)
        func open(
            _ ruling: ReportingStanding.Ruling?, _ assessment: Assessment,
            _ reports: [ReportingStanding.Report] = []
        ) -> [[String]] {
            let standing = ReportingStanding(
                assessment, rulings: ruling.map { ["EU": $0] } ?? [:], reports: reports)
            return [standing.undecided, standing.unsigned, standing.unreported]
        }
        #expect(open(nil, assessment) == [["EU"], [], []])
        #expect(open(.init(verdict: nil, isSigned: true), assessment) == [["EU"], [], []])
        #expect(
            open(.init(verdict: .notReportable, isSigned: false), assessment) == [[], ["EU"], []])
        #expect(open(.init(verdict: .notReportable, isSigned: true), assessment) == [[], [], []])
        #expect(open(.init(verdict: .reportable, isSigned: true), assessment) == [[], [], ["EU"]])
        let done = assess(
            Self.injury, Decision(.reportable, basis: basis(Self.injury)),
            [SubmittedReport(rules: ["EU-15"], day: try day("2026-03-09"))])
        let reportable = ReportingStanding.Ruling(verdict: .reportable, isSigned: true)
        let whole = ReportingStanding.Report(jurisdiction: "EU", hasNumber: true, isSubmitted: true)
        let bare = ReportingStanding.Report(jurisdiction: "EU", hasNumber: false, isSubmitted: true)
        #expect(open(reportable, done, [whole]) == [[], [], []])
        #expect(open(reportable, done, [bare]) == [[], [], ["EU"]])
        #expect(open(reportable, done) == [[], [], ["EU"]])
        #expect(open(reportable, assessment, [whole]) == [[], [], ["EU"]], "a clock runs on")
        func owed(_ assessment: Assessment, _ reports: [ReportingStanding.Report]) -> [String]? {
            ReportingStanding(assessment, rulings: ["EU": reportable], reports: reports)
                .owedRules["EU"]
        }
        #expect(owed(assessment, [whole]) == ["EU-15"])
        #expect(owed(assessment, [whole, bare]) == nil && owed(assessment, []) == nil)
        #expect(owed(done, [whole]) == nil)
    }

    @Test("A jurisdiction is concerned when a rule about reporting applies there, or may")
    func concerned() {
        let none: [FieldName: String] = [
            "outcome": "none", "recurrence_would_harm": "no", "public_health_threat": "no",
            "remedial_action_needed": "no", "fda_request": "no", "modality": "MR",
            "received": "2026-03-02", "markets": "US, EU, JP",
        ]
        func concerned(_ changes: [FieldName: String?]) -> Set<String> {
            var values = none
            for (name, value) in changes { values[name] = value }
            let facts = Facts(values, status: "")
            return set.concerned(among: set.assess(facts).applicable, by: facts)
        }
        #expect(concerned([:]) == [])
        #expect(concerned(["outcome": "death"]) == ["US", "EU", "JP"])
        #expect(concerned(["outcome": "unknown"]) == ["US", "EU", "JP"])
        #expect(concerned(["outcome": nil]) == ["US", "EU", "JP"])
        #expect(concerned(["fda_request": nil]) == ["US", "JP"])
        #expect(concerned(["fda_request": nil, "markets": "EU"]) == [])
        #expect(concerned(["outcome": "death", "markets": nil]) == ["US", "EU"])
        #expect(concerned(["next_report": "2026-04-01"]) == [], "a follow-up asks for no decision")
    }

    @Test(
        "What a file says for its rules is told: a value they name, one they deny and that is another"
    )
    func tellingFacts() throws {
        let text = """
            {"name":{"en":"a","fr":"a"},"zone":"UTC","jurisdictions":[{"code":"EU","decision":true,
            "name":{"en":"a","fr":"a"},"applies":{}}],"rules":[{"id":"A","jurisdiction":"EU",
            "name":{"en":"a","fr":"a"},"when":{"or":[{"field":"outcome","is":["death"]},
            {"not":{"field":"recurrence_would_harm","is":["no"]}},
            {"field":"aware_threat","known":true},{"not":{"field":"aware","known":true}},
            {"field":"received","before":"2030-01-01"}]},"starts":["received"],
            "limit":{"days":1},"citation":{"en":"a","fr":"a"}}]}
            """
        let set = try RuleSet(try JSONValue.parse(Array(text.utf8)), catalogue: .standard)
        func told(_ values: [FieldName: String]) -> [String] {
            set.tellingFacts(
                of: Facts(for: set, status: "") { values[$0].map { .text($0) } ?? .null }, for: "EU"
            )
        }
        #expect(told(["received": "2026-03-02", "aware": "2026-03-02"]) == [])
        #expect(told(["outcome": "other", "recurrence_would_harm": "no"]) == [])
        #expect(told(["outcome": "unknown", "recurrence_would_harm": "unknown"]) == [])
        #expect(
            told(["outcome": "death", "recurrence_would_harm": "yes", "aware_threat": "2026-03-02"])
                == ["aware_threat", "outcome=death", "recurrence_would_harm=yes"])
    }

    @Test("A report from before that kept no facts asks nothing, and hides nothing of a later one")
    func reportsOfBefore() throws {
        func report(_ facts: Set<String>?) throws -> SubmittedReport {
            SubmittedReport(
                rules: ["US-30"], day: try day("2026-03-10"), jurisdiction: "US", facts: facts)
        }
        func needed(_ reports: [SubmittedReport]) -> [DecisionNeeded] {
            var values = Self.injury
            values["markets"] = "US"
            values["outcome"] = "death"
            values["modality"] = "MR"
            for name: FieldName in ["remedial_action_needed", "fda_request"] { values[name] = "no" }
            return set.assess(Facts(values, status: "assessed", reports: reports)).decisions
        }
        let asked = [DecisionNeeded(jurisdiction: "US", reason: .changedAfterReport)]
        #expect(needed([try report(nil)]).isEmpty)
        #expect(needed([try report(["outcome=serious_injury"])]) == asked)
        #expect(needed([try report(nil), try report(["outcome=serious_injury"])]) == asked)
        #expect(needed([try report(nil), try report(["outcome=death"])]).isEmpty)
    }

    @Test("Where another rule no longer applies, a file says no more than was reported")
    func lessThanReported() throws {
        func told(_ changes: [FieldName: String]) -> Set<String> {
            let values = Self.injury.merging(changes) { $1 }
            return Set(set.tellingFacts(of: Facts(values, status: "assessed"), for: "EU"))
        }
        let reported = told([:])
        #expect(reported.contains("outcome=serious_injury"))
        #expect(told(["outcome": "other"]).isSubset(of: reported))
        #expect(told(["unanticipated": "no"]).isSubset(of: told(["unanticipated": "unknown"])))
        #expect(!told(["outcome": "death"]).isSubset(of: reported))
    }
}
