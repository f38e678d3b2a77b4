import Complaints
import Rules
import Testing

@testable import Storage

/// What a file says after a report was submitted, and whether a supplement is owed for it (21 CFR
/// 803.56).
@Suite struct SupplementTests {
    private let directory: StoreDirectory
    private let store: Store

    init() throws {
        directory = try StoreDirectory()
        store = try directory.open()
        try store.makeAccounts("marie", "rita")
    }

    private let supplement = DecisionNeeded(jurisdiction: "US", reason: .changedAfterReport)

    /// A serious injury in the United States, of which nothing is unknown.
    private func injury(_ outcome: FieldValue = "serious_injury") throws -> Int64 {
        try store.create([
            "description": "d", "received": "2026-03-02", "aware": "2026-03-02",
            "outcome": outcome, "recurrence_would_harm": "no",
            "remedial_action_needed": "no", "fda_request": "no", "radiation": "none",
            "modality": "MR", "markets": .list(["US"]),
        ]).value.id
    }

    /// Decided, signed and submitted.
    private func report(_ id: Int64) throws {
        try store.decide(id, "US", "reportable", signedBy: "rita")
        try store.report(
            id,
            [
                "jurisdiction": "US", "type": "initial", "submitted": "2026-03-10",
                "report_number": "1000000-2026-00001",
            ])
    }

    private func followUp(_ id: Int64) throws {
        try store.report(
            id,
            [
                "jurisdiction": "US", "type": "follow_up", "submitted": "2026-03-20",
                "report_number": "1000000-2026-00001", "information_received": "2026-03-12",
            ])
    }

    private func change(_ id: Int64, _ pairs: KeyValuePairs<String, FieldValue>) throws {
        let version = try #require(
            try store.value("SELECT version FROM complaint WHERE id=\(id)").flatMap { Int64($0) })
        try store.update(id, version, pairs, reason: "the hospital called")
    }

    private func needed(_ id: Int64) throws -> [DecisionNeeded] {
        try store.reporting(of: id).assessment.decisions
    }

    private func stored(_ id: Int64) throws -> String? {
        try store.value("SELECT coalesce(decision_required, '-') FROM complaint WHERE id=\(id)")
    }

    @Test func `A death after the report of an injury asks whether a supplement is owed`() throws {
        let id = try injury()
        try report(id)
        #expect(try needed(id).isEmpty && stored(id) == "-")
        try change(id, ["outcome": "death"])
        #expect(try needed(id) == [supplement])
        #expect(try stored(id) == "US")
        #expect(try store.reporting(of: id).standing.undecided == ["US"])
        #expect(
            try store.reporting(of: id).decisions.map { $0.decision["superseded_why"] } == ["facts"]
        )
        #expect(try store.verify(thorough: true).ok)
        // An unsigned decision settles nothing; a signed one does.
        let made = try store.decide(id, "US", "reportable")
        #expect(try needed(id) == [supplement])
        try store.signDecision(made, as: "rita")
        #expect(try needed(id).isEmpty && stored(id) == "-")
        // A supplement is owed until a report tells it.
        var standing = try store.reporting(of: id).standing
        #expect(standing.undecided.isEmpty && standing.unreported == ["US"])
        #expect(standing.owedRules == ["US": ["US-SUP"]])
        try followUp(id)
        standing = try store.reporting(of: id).standing
        #expect(standing.unreported.isEmpty && standing.undecided.isEmpty)
        #expect(try store.verify(thorough: true).ok)
        store.close()
    }

    @Test
    func `Decided that none is owed, nothing is; later information has its clock all the same`()
        throws
    {
        let id = try injury()
        try report(id)
        try change(id, ["outcome": "death"])
        try store.decide(id, "US", "not_reportable", signedBy: "rita")
        let standing = try store.reporting(of: id).standing
        #expect(try needed(id).isEmpty)
        #expect(standing.undecided.isEmpty && standing.unreported.isEmpty)
        try change(id, ["new_information": "2026-03-12"])
        #expect(
            try store.reporting(of: id).assessment.clocks.contains {
                $0.rule.id == "US-SUP" && $0.end == nil
            })
        store.close()
    }

    @Test func `What no rule asks for, and what makes it less, asks nothing`() throws {
        let id = try injury()
        try report(id)
        try change(id, ["summary": "a fall", "modality": "PET"])
        try change(id, ["outcome": "other"])
        #expect(try needed(id).isEmpty)
        store.close()
    }

    @Test func `New information that runs asks by its clock, and its report tells the rest`() throws
    {
        let id = try injury()
        try report(id)
        try change(id, ["outcome": "death", "new_information": "2026-03-12"])
        #expect(try needed(id).isEmpty)
        #expect(
            try store.reporting(of: id).assessment.clocks.contains {
                $0.rule.id == "US-SUP" && $0.end == nil
            })
        try followUp(id)
        #expect(try needed(id).isEmpty)
        try change(id, ["recurrence_would_harm": "yes"])
        #expect(try needed(id) == [supplement])
        store.close()
    }

    @Test func `What was known before the report is told by it`() throws {
        let id = try injury()
        try store.decide(id, "US", "reportable", signedBy: "rita")
        try change(id, ["outcome": "death"])
        #expect(try needed(id).isEmpty)
        try store.report(
            id,
            [
                "jurisdiction": "US", "type": "initial", "submitted": "2026-03-10",
                "report_number": "1000000-2026-00001",
            ])
        #expect(try needed(id).isEmpty)
        #expect(try store.reporting(of: id).standing.undecided.isEmpty)
        store.close()
    }

    @Test func `A report of which no rule spoke tells nothing of what comes later`() throws {
        let id = try injury("other")
        try report(id)
        try change(id, ["fda_request": "yes"])
        try change(id, ["fda_request": "no", "outcome": "death"])
        #expect(try store.reporting(of: id).standing.undecided == ["US"])
        #expect(try store.verify(thorough: true).ok)
        store.close()
    }

    @Test func `A death that is merged in after the report asks too, the same injury does not`()
        throws
    {
        let (id, member) = (try injury(), try injury())
        try report(id)
        try change(member, ["status": "duplicate", "duplicate_of": .text(try store.number(id))])
        #expect(try needed(id).isEmpty)
        let death = try injury("death")
        try change(death, ["status": "duplicate", "duplicate_of": .text(try store.number(id))])
        #expect(try needed(id) == [supplement])
        #expect(try stored(id) == "US")
        #expect(try store.verify(thorough: true).ok)
        store.close()
    }
}
