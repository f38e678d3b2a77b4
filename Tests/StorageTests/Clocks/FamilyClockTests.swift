import Complaints
import JSON
import Rules
import Testing

@testable import Storage

/// A file and those merged into it are judged as one event.
@Suite struct FamilyClockTests {
    private let directory: StoreDirectory
    private let store: Store

    init() throws {
        directory = try StoreDirectory()
        store = try directory.open()
        try store.makeAccounts("marie", "rita")
    }

    /// A malfunction that nobody has to report.
    @discardableResult
    private func malfunction(_ changes: KeyValuePairs<String, FieldValue> = [:]) throws -> Int64 {
        var fields: [(String, FieldValue)] = [
            ("description", "d"), ("received", "2026-03-02"), ("aware", "2026-03-02"),
            ("outcome", "malfunction"), ("unanticipated", "no"), ("public_health_threat", "no"),
            ("recurrence_would_harm", "no"), ("remedial_action_needed", "no"),
            ("fda_request", "no"), ("radiation", "none"), ("modality", "MR"),
            ("markets", .list(["US", "EU"])), ("acknowledged", "2026-03-02"),
        ]
        fields.removeAll { field in changes.contains { $0.key == field.0 } }
        fields += changes.map { ($0.key, $0.value) }
        var given = FieldValues()
        for (name, value) in fields { given[FieldName(name)] = value }
        let settled = given
        return try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            try transaction.createComplaint(settled, for: everything)
        }.value.id
    }

    /// Decided and signed that nothing is reported in either jurisdiction.
    private func decide(_ id: Int64) throws {
        for code in ["US", "EU"] {
            try store.decide(id, code, "not_reportable", signedBy: "rita")
        }
    }

    private func merge(_ id: Int64, into original: Int64) throws {
        try store.update(
            id, try version(id),
            ["status": "duplicate", "duplicate_of": .text(store.number(original))],
            reason: "the same event")
    }

    private func unmerge(_ id: Int64) throws {
        let (author, version) = (
            Author(name: "marie", origin: .web, address: "", reason: "another event"),
            try version(id)
        )
        try store.writeAndWait(by: author) { (transaction) throws(StorageFailure) in
            _ = try transaction.unmerge(.id(id), expected: version, for: everything)
        }
    }

    private func version(_ id: Int64) throws -> Int64 {
        try #require(
            try store.value("SELECT version FROM complaint WHERE id=\(id)").flatMap { Int64($0) })
    }

    /// The jurisdictions for which somebody has to decide, as lists show them.
    private func required(_ id: Int64) throws -> String? {
        try store.value("SELECT coalesce(decision_required, '-') FROM complaint WHERE id=\(id)")
    }

    /// The rules of the law whose clocks run.
    private func running(_ id: Int64) throws -> [String] {
        try store.reporting(of: id).assessment.clocks.filter {
            $0.end == nil && $0.rule.jurisdiction != "POL"
        }.map(\.rule.id)
    }

    private func states(_ id: Int64) throws -> [FieldValue] {
        try store.reporting(of: id).decisions.map { $0.decision["state"] }
    }

    @Test func `A death merged into a file decided harmless is decided and reported there`() throws
    {
        let (original, death) = (try malfunction(), try malfunction(["outcome": "death"]))
        try decide(original)
        #expect(try running(original).isEmpty && required(original) == "-")
        try merge(death, into: original)
        #expect(try running(original) == ["US-30", "EU-10"])
        #expect(try running(death).isEmpty)
        #expect(try states(original) == ["superseded", "superseded"])
        let found = try store.reporting(of: original)
        #expect(found.standing.undecided == ["US", "EU"])
        #expect(
            found.decisions.allSatisfy { $0.decision["superseded_why"] == "facts" })
        #expect(try store.verify(thorough: true).ok)

        // What is decided now knows of the death, and is not asked again.
        try store.decide(original, "EU", "reportable", signedBy: "rita")
        #expect(try store.reporting(of: original).standing.undecided == ["US"])
        #expect(
            try store.reporting(of: original).decisions.last?.decision["basis"] == .list(["EU-10"]))

        try unmerge(death)
        #expect(try running(original).isEmpty)
        #expect(try running(death) == ["US-30", "EU-10"])
        // Superseded is superseded: without the death nobody has decided here for the United States.
        #expect(try required(original) == "US")
        #expect(try store.verify(thorough: true).ok)
        store.close()
    }

    @Test func `A file without a doubt that joins asks nothing anew`() throws {
        let (original, copy) = (try malfunction(), try malfunction())
        try decide(original)
        let before = try version(original)
        try merge(copy, into: original)
        #expect(try states(original) == ["signed", "signed"])
        #expect(try version(original) == before)
        store.close()
    }

    @Test
    func `Whatever the rules ask of a merged file counts when it changes, to the last original`()
        throws
    {
        let (last, original, copy) = (try malfunction(), try malfunction(), try malfunction())
        try merge(copy, into: original)
        try merge(original, into: last)
        try decide(last)
        #expect(try running(last).isEmpty)
        try store.bring(copy, to: "duplicate", ["public_health_threat": "yes"])
        #expect(try running(last) == ["EU-2"])
        #expect(try states(last) == ["signed", "superseded"])
        #expect(try store.verify(thorough: true).ok)
        try store.bring(copy, to: "duplicate", ["public_health_threat": .null])
        // The original's answer stands again; its decision was superseded and does not.
        #expect(try running(last).isEmpty)
        #expect(try required(last) == "EU")
        #expect(try store.verify(thorough: true).ok)
        store.close()
    }

    @Test func `A dry run and a recount count the merged files`() throws {
        let (original, death) = (try malfunction(), try malfunction(["outcome": "death"]))
        try merge(death, into: original)
        let longer = try RuleSet.shippedDocument("EU-10", days: 12)
        let rules = try store.read { (reader) throws(StorageFailure) in
            try reader.compileRules(longer)
        }
        var run = DryRun(from: store.rules.set, to: rules)
        while try store.read({ (reader) throws(StorageFailure) in try run.step(reader) }) {}
        #expect(run.byRule["EU-10"]?.moved == 2)
        #expect(Set(run.differences.map(\.id)) == [original, death])
        store.close()
    }

    @Test(arguments: ["closed", "not_a_complaint", "withdrawn"])
    func `Nothing is merged into a file at its end, where nobody would see it`(end: String) throws {
        let (original, death) = (try malfunction(), try malfunction(["outcome": "death"]))
        try store.bring(original, to: end)
        let refused = Refusal.invalid([FieldProblem("/duplicate_of", .originalIsEnded)])
        #expect(refusal { try merge(death, into: original) } == refused)
        #expect(
            refusal {
                try malfunction([
                    "status": "duplicate", "duplicate_of": .text(store.number(original)),
                ])
            } == refused)
        // An import tells what was.
        try store.bring(death, to: "duplicate", ["duplicate_of": .text(store.number(original))])
        #expect(try store.verify(thorough: true).ok)
        // Opened again, it is judged with what was merged into it.
        try store.bring(original, to: "triage")
        #expect(try running(original) == ["US-30", "EU-10"])
        #expect(try store.verify(thorough: true).ok)
        store.close()
    }

    @Test func `What a merged file tells suggests answers, and they are not taken for claims`()
        throws
    {
        let (original, injury) = (
            try malfunction(),
            try malfunction(["outcome": "serious_injury", "unanticipated": "yes"])
        )
        let guide = try #require(ReportingGuide.of("EU"))
        let question = try #require(
            guide.questions.first {
                $0.hint?.field == "unanticipated" && $0.effect == .hastens
            })
        func suggested() throws -> ReportingGuide.Answer {
            question.suggestion(of: try store.reporting(of: original).hints)
        }
        #expect(try suggested() == .no)
        try merge(injury, into: original)
        #expect(try suggested() == .yes)
        let fields = values([
            "jurisdiction": "EU", "verdict": "reportable", "rationale": "An injury.",
            "answers": .object(JSONObject([(question.id, .string("yes"))])),
        ])
        let made = try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            try transaction.decide(.id(original), fields, for: everything)
        }.value
        #expect(made["rule"] == "EU-10")
        store.close()
    }
}
