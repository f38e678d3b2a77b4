import Complaints
import Rules
import Testing

/// What follows from a law is told apart from what house policy asks for.
@Suite struct LawTests {
    private let set = RuleSet.shipped

    private func assess(
        _ values: [FieldName: String], status: String = "received",
        decisions: [String: Decision] = [:], reports: [SubmittedReport] = []
    ) -> Assessment {
        var all: [FieldName: String] = [
            "aware": "2026-06-01", "received": "2026-06-01", "markets": "EU",
            "public_health_threat": "no", "unanticipated": "no", "recurrence_would_harm": "no",
        ]
        all.merge(values) { $1 }
        return set.assess(
            Facts(all, status: status, decisions: decisions, reports: reports))
    }

    @Test func `House policy that is due earlier does not hide the law`() throws {
        let death = assess(["outcome": "death"])
        #expect(death.next?.rule.jurisdiction == "POL")
        let law = try #require(set.nextByLaw(death))
        #expect(law.rule.id == "EU-10" && law.dueByLaw.text == "2026-06-11")
        let both = assess(["outcome": "death", "markets": "EU,US"])
        #expect(set.nextByLaw(both)?.rule.id == "EU-10")
        #expect(set.decisionDue(in: "EU", both)?.text == "2026-06-11")
        #expect(set.decisionDue(in: "US", both)?.text == "2026-07-01")
        #expect(set.nextByLaw(assess(["outcome": "none"])) == nil)
    }

    @Test func `The house's time to decide in is no law: the day of the report is`() throws {
        let unsure = assess(["outcome": "unknown"])
        let law = try #require(set.nextByLaw(unsure))
        #expect(law.rule.id == "EU-UNSURE")
        guard case .half(_, _, _, let day) = law.measure else {
            Issue.record("\(law.measure)")
            return
        }
        #expect(law.due < day && law.dueByLaw == day)
        #expect(set.decisionDue(in: "EU", unsure) == day)
    }

    @Test func `What was decided or reported is answered, and what the end alone stopped is not`()
        throws
    {
        let day = try #require(CivilDate("2026-06-05"))
        let decided = ["EU": Decision(.notReportable)]
        let report = [SubmittedReport(rules: ["EU-10"], day: day)]
        for status in ["not_a_complaint", "withdrawn"] {
            let left = assess(["outcome": "death"], status: status)
            #expect(set.nextByLaw(left) == nil)
            #expect(set.unansweredByLaw(left)?.rule.id == "EU-10")
            let answered = assess(["outcome": "death"], status: status, decisions: decided)
            #expect(set.unansweredByLaw(answered) == nil)
            let reported = assess(["outcome": "death"], status: status, reports: report)
            #expect(set.unansweredByLaw(reported) == nil)
            // A mere question of which nothing is known: no rule applied.
            let question = assess(["outcome": "unknown"], status: status)
            #expect(set.unansweredByLaw(question) == nil)
        }
        #expect(set.unansweredByLaw(assess(["outcome": "death"])) == nil)
        let open = assess(["outcome": "death"], decisions: decided)
        #expect(set.nextByLaw(open) == nil && set.decisionDue(in: "EU", open) == nil)
        let sent = assess(["outcome": "death"], reports: report)
        #expect(set.nextByLaw(sent) == nil)
    }

    @Test func `A follow-up is due by law and asks for no decision`() throws {
        let day = try #require(CivilDate("2026-06-05"))
        let values: [FieldName: String] = [
            "outcome": "death", "markets": "US", "new_information": "2026-06-20",
        ]
        let report = [SubmittedReport(rules: ["US-30"], day: day)]
        let running = assess(values, reports: report)
        #expect(set.nextByLaw(running)?.rule.id == "US-SUP")
        #expect(set.decisionDue(in: "US", running) == nil)
        let ended = assess(values, status: "withdrawn", reports: report)
        #expect(set.unansweredByLaw(ended) == nil)
    }
}
