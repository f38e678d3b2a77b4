import Complaints
import Rules
import Testing

/// A file and those merged into it are one event.
@Suite("Files merged into one")
struct FamilyTests {
    private let set = RuleSet.shipped

    /// A malfunction that nobody has to report: everything the law asks is answered with no.
    private static let harmless: [FieldName: String] = [
        "aware": "2026-03-02", "received": "2026-03-02", "outcome": "malfunction",
        "recurrence_would_harm": "no", "unanticipated": "no", "public_health_threat": "no",
        "remedial_action_needed": "no", "fda_request": "no", "radiation": "none",
        "modality": "MR", "field_action_reason": "other", "markets": "US, EU",
    ]

    private static func harmless(_ changes: [FieldName: String?]) -> [FieldName: String] {
        var values = harmless
        for (name, value) in changes { values[name] = value }
        return values
    }

    private func assess(
        _ values: [FieldName: String], _ members: [[FieldName: String]],
        decisions: [String: Decision] = [:], reports: [SubmittedReport] = []
    ) -> Assessment {
        set.assess(
            Facts(
                values, status: "assessed", members: members, decisions: decisions,
                reports: reports))
    }

    private func running(_ assessment: Assessment) -> [String] {
        assessment.clocks.filter { $0.end == nil && $0.rule.jurisdiction != "POL" }.map(\.rule.id)
    }

    private func decided(_ members: [[FieldName: String]] = []) -> [String: Decision] {
        let facts = Facts(Self.harmless, status: "assessed", members: members)
        var decisions: [String: Decision] = [:]
        for code in ["US", "EU"] {
            decisions[code] = Decision(.notReportable, basis: set.basis(for: code, of: facts))
        }
        return decisions
    }

    @Test("A death that is merged into a malfunction decided harmless starts its clocks there")
    func death() {
        #expect(assess(Self.harmless, [], decisions: decided()).lapsed.isEmpty)
        let death = Self.harmless(["outcome": "death"])
        let merged = assess(Self.harmless, [death], decisions: decided())
        #expect(running(merged) == ["US-30", "EU-10"])
        #expect(merged.lapsed == ["US", "EU"])
        // Without it the decision that was made covers everything again.
        let alone = assess(Self.harmless, [], decisions: decided())
        #expect(running(alone).isEmpty && alone.lapsed.isEmpty && alone.decisions.isEmpty)
        // One that was made with it covers it.
        let both = assess(Self.harmless, [death], decisions: decided([death]))
        #expect(running(both).isEmpty && both.lapsed.isEmpty)
        // As harmless as the original: nothing is asked anew.
        #expect(assess(Self.harmless, [Self.harmless], decisions: decided()).lapsed.isEmpty)
    }

    @Test(
        "What a merged file does not know is what the original says; what neither knows is unknown")
    func unknown() {
        let open = Self.harmless(["public_health_threat": nil])
        let bare = ["aware": "2026-03-02", "outcome": "unknown"] as [FieldName: String]
        for sparse in [open, bare] {
            let merged = assess(Self.harmless, [sparse], decisions: decided())
            #expect(merged.lapsed.isEmpty && merged.decisions.isEmpty)
        }
        let words = DecisionNeeded(
            jurisdiction: "EU", reason: .unknownFactsOfMembers(["public_health_threat"])
        ).sentence { Words($0.text, $0.text) }
        #expect(words.english == "Not known of a file merged into this one: public_health_threat.")
        #expect(words.french.hasPrefix("Inconnu d’un dossier fusionné dans celui-ci\u{A0}: "))
        // What the original lacks is told first; a yes elsewhere settles it.
        let own = assess(
            open, [Self.harmless(["unanticipated": nil, "outcome": "serious_injury"])])
        #expect(own.decisions.first?.reason == .unknownFacts(["public_health_threat"]))
        let threat = Self.harmless(["public_health_threat": "yes"])
        #expect(running(assess(open, [threat])) == ["EU-2"])
        #expect(assess(open, [threat]).decisions.map(\.jurisdiction) == ["US"])
    }

    @Test("What excludes a rule in one file excludes it in no other")
    func exclusion() {
        let injury = Self.harmless(["outcome": "serious_injury"])
        let death = Self.harmless(["outcome": "death"])
        #expect(running(assess(injury, [])) == ["US-30", "EU-15"])
        #expect(running(assess(injury, [death])) == ["US-30", "EU-10", "EU-15"])
    }

    @Test("Nobody is unsure of the class of an event while one of its files is certain")
    func unsure() {
        let unknown = Self.harmless(["outcome": nil])
        #expect(running(assess(unknown, [unknown])) == ["EU-UNSURE"])
        #expect(running(assess(Self.harmless, [unknown])).isEmpty)
        let death = Self.harmless(["outcome": "death"])
        #expect(running(assess(death, [unknown])) == ["US-30", "EU-10"])
    }

    @Test("A market of a merged file asks for its decision")
    func markets() {
        let european = Self.harmless(["markets": "EU"])
        #expect(assess(european, []).applicable == ["EU"])
        #expect(assess(european, [Self.harmless]).applicable == ["US", "EU"])
        #expect(assess(european, [Self.harmless(["markets": nil])]).applicable == ["EU"])
        let far = Self.harmless(["markets": "EU, ZZ"])
        #expect(assess(european, [far]).applicable == ["EU", "ZZ"])
        #expect(
            assess(european, [far]).decisions.contains {
                $0 == DecisionNeeded(jurisdiction: "ZZ", reason: .unknownJurisdiction)
            })
    }

    @Test("Merging makes no clock end later than it ended in the merged file")
    func neverLater() throws {
        // Known to nobody but received, long before the original was known.
        let early = Self.harmless(["outcome": "death", "aware": nil, "received": "2026-02-01"])
        let merged = assess(Self.harmless, [early])
        let clock = try #require(merged.clocks.first { $0.rule.id == "EU-10" })
        #expect(clock.due.text == "2026-02-11" && clock.isOfMember)
        #expect(clock.startField == "received")
        // An action that starts earlier is reported earlier.
        let action = Self.harmless([
            "field_action_decided": "2026-03-02", "field_action_initiated": "2026-03-09",
        ])
        let due = assess(Self.harmless, [action]).clocks.first { $0.rule.id == "EU-FSCA" }?.due
        #expect(due?.text == "2026-03-08")
    }

    @Test("Where a file stands in the workflow, and what is done, is the original's")
    func work() throws {
        var values = Self.harmless
        values["status"] = "received"
        var member = Self.harmless
        (member["status"], member["acknowledged"]) = ("duplicate", "2026-03-02")
        let house = assess(values, [member]).clocks.filter { $0.end == nil }.map(\.rule.id)
        #expect(house == ["POL-ACK", "POL-TRI", "POL-INV", "POL-CLO"])
    }

    @Test("A merged file's end does not end its original's clocks, the original's does")
    func ends() {
        let death = Self.harmless(["outcome": "death", "status": "duplicate"])
        let closed = set.assess(Facts(Self.harmless, status: "closed", members: [death]))
        #expect(running(closed).isEmpty && closed.decisions.isEmpty)
        #expect(running(assess(Self.harmless, [death])) == ["US-30", "EU-10"])
    }
}
