import Complaints
import Testing

/// What the ends of a file ask for beside their reasons, and who may close.
@Suite struct WorkflowEndTests {
    @Test func `Reviewer and investigator are two, however their names are written`() {
        var values = WorkflowTests.values(WorkflowTests.whole)
        values["investigator"] = .text("jean")
        values["reviewer"] = .text("Jean")
        #expect(
            WorkflowTests.missing(values, from: .review, to: .closed)
                == ["/reviewer reviewed_by_investigator"])
        #expect(WorkflowTests.missing(values, from: .triage, to: .review).isEmpty)
        values["reviewer"] = .text("rita")
        #expect(WorkflowTests.missing(values, from: .review, to: .closed).isEmpty)
        values["investigator"] = .text("MARIE")
        #expect(
            WorkflowTests.missing(values, from: .review, to: .closed)
                == ["/investigation_results closed_by_investigator"])
    }

    @Test func `Whoever writes of the investigation investigates, not who names somebody`() {
        let fields = Workflow.investigationFields
        #expect(
            fields.isSuperset(of: [
                "findings", "investigation_plan", "met_specification", "relation_to_event",
                "root_cause", "investigation_results", "no_investigation_reason", "returned_part",
                "imdrf_b", "imdrf_c", "imdrf_d",
            ]))
        #expect(fields.isDisjoint(with: ["investigator", "reviewer", "imdrf_a", "severity"]))
    }

    @Test func `What is no complaint, or withdrawn, leaves nothing open of reporting`() {
        for end in [WorkflowState.notAComplaint, .withdrawn] {
            var facts = ClosingFacts()
            facts.undecided = ["US", "EU"]
            #expect(missing(facts, end).isEmpty, "a question")
            facts.concerned = ["EU"]
            facts.unknownFacts = [
                "US": ["fda_request"], "EU": ["outcome", "public_health_threat"],
            ]
            #expect(
                missing(facts, end) == [
                    "/jurisdictions/EU decision_required", "/outcome fact_unknown",
                    "/public_health_threat fact_unknown",
                ])
            facts.undecided = []
            facts.unsigned = ["EU"]
            facts.unreported = ["US"]
            #expect(
                missing(facts, end) == [
                    "/jurisdictions/EU decision_unsigned", "/jurisdictions/US report_missing",
                ])
        }
    }

    @Test func `A report that is still owed is named by its rule`() {
        var facts = ClosingFacts()
        facts.unreported = ["US", "EU"]
        facts.owedRules = ["EU": ["EU-FUP", "EU-2"]]
        let problems = Workflow(WorkflowTests.values(WorkflowTests.whole), facts, caller: "marie")
            .missing(from: .review, to: .closed, hasReason: true, isSigned: true)
        #expect(problems.map(\.code) == [.reportMissing, .reportOwed])
        #expect(problems[1].sentence.english.contains("EU-FUP, EU-2"))
        #expect(problems[1].sentence.french.contains("EU-FUP, EU-2"))
    }

    @Test func `What an investigation of one's own leaves is not asked of one that is reused`() {
        var values = WorkflowTests.values(WorkflowTests.whole)
        values["investigation_needed"] = nil
        values["reused_investigation"] = .text("C-2026-000001")
        func asked(_ reuses: Bool) -> Set<String> {
            var facts = ClosingFacts()
            facts.reusesInvestigation = reuses
            let needs = WorkflowNeeds(.standard) { values[$0] ?? .null }
            let workflow = Workflow(values, facts, caller: "marie", needs: needs)
            return Set(
                workflow.missing(from: .review, to: .closed, hasReason: true, isSigned: true)
                    .map(\.pointer))
        }
        #expect(asked(false).contains("/investigation_needed"))
        for needed in [nil, "yes", "no", "unknown"] {
            values["investigation_needed"] = needed.map(FieldValue.text)
            #expect(
                asked(true).isDisjoint(with: [
                    "/investigation_needed", "/investigator", "/investigation_started",
                    "/met_specification", "/relation_to_event", "/no_investigation_reason",
                ]))
            #expect(asked(true).contains("/reuse_justification"))
        }
    }

    private func missing(_ facts: ClosingFacts, _ end: WorkflowState) -> [String] {
        WorkflowTests.missing(FieldValues(), facts, from: .triage, to: end)
    }
}
