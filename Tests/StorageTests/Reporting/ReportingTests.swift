import Complaints
import Rules
import Testing

@testable import Storage

@Suite struct ReportingTests {
    private let directory: StoreDirectory
    private let store: Store

    init() throws {
        directory = try StoreDirectory()
        store = try directory.open()
        try store.makeAccounts("marie", "rita")
    }

    /// A serious injury that was foreseen: 15 days in the EU.
    private func injury() throws -> Int64 {
        try store.create([
            "description": "d", "received": "2026-03-02", "aware": "2026-03-02",
            "outcome": "serious_injury", "unanticipated": "no", "public_health_threat": "no",
            "recurrence_would_harm": "no", "markets": .list(["EU"]), "status": "assessed",
            "acknowledged": "2026-03-02", "is_complaint": "yes", "severity": "serious",
        ]).value.id
    }

    private func stored(_ id: Int64) throws -> [String] {
        try store.rows(
            """
            SELECT due_rule, coalesce(decision_required, '-'), coalesce(awaiting_signature, '-')
            FROM complaint WHERE id=\(id)
            """)[0]
    }

    private func standing(_ id: Int64) throws -> [[String]] {
        let standing = try store.reporting(of: id).standing
        return [standing.undecided, standing.unsigned, standing.unreported]
    }

    @Test func `A decision counts once it is signed, and its signature is bound to what it says`()
        throws
    {
        let id = try injury()
        #expect(try stored(id) == ["EU-15", "-", "-"])
        #expect(try standing(id) == [["EU"], [], []])
        let made = try store.decide(id, "EU", "not_reportable")
        #expect(made["state"] == "unsigned" && made["rule"] == "EU-15")
        #expect(made["basis"] == .list(["EU-15"]) && made["rule_set"] == .integer(1))
        #expect(try stored(id) == ["EU-15", "-", "decision"])
        #expect(try standing(id) == [[], ["EU"], []])
        let signed = try store.signDecision(made, as: "rita")
        #expect(signed["state"] == "signed" && signed["decided_by"] == "rita")
        #expect(try stored(id) == ["POL-INV", "-", "-"])
        #expect(try standing(id) == [[], [], []])
        let signature = try #require(try store.reporting(of: id).decisions.first?.signature)
        #expect(signature.recordVersion == signed.version && signature.meaning == "decision")
        #expect(
            refusal { try store.signDecision(signed, as: "rita") }
                == .wrongState(.decision, key: String(made.id), state: "signed"))
        #expect(try store.verify(thorough: true).ok)
        store.close()
    }

    @Test func `A death reported later starts the shorter clock; the superseded decision stays`()
        throws
    {
        let id = try injury()
        try store.decide(id, "EU", "not_reportable", signedBy: "rita")
        let version = try #require(try store.value("SELECT version FROM complaint"))
        try store.update(id, try #require(Int64(version)), ["outcome": "death"])
        #expect(try stored(id)[0] == "EU-10")
        #expect(try standing(id) == [["EU"], [], []])
        let past = try #require(try store.reporting(of: id).decisions.first)
        #expect(past.decision["state"] == "superseded")
        #expect(past.decision["superseded_why"] == "facts" && past.signature != nil)
        #expect(past.decision["rationale"] == "The table moved by itself.")
        try store.decide(id, "EU", "reportable", signedBy: "rita")
        #expect(try standing(id) == [[], [], ["EU"]])
        try store.decide(id, "EU", "further_information")
        let states = try store.reporting(of: id).decisions.map(\.decision)
        #expect(states.map { $0["state"] } == ["superseded", "signed", "unsigned"])
        #expect(try standing(id) == [["EU"], [], []])
        #expect(try stored(id)[2] == "-", "what is not decided waits for no signature")
        #expect(try store.verify(thorough: true).ok)
        store.close()
    }

    @Test func `What is not signed leaves what was signed before in force`() throws {
        let id = try injury()
        let first = try store.decide(id, "EU", "not_reportable", signedBy: "rita")
        let second = try store.decide(id, "EU", "reportable")
        #expect(try stored(id) == ["POL-INV", "-", "decision"], "the first one's clocks")
        let third = try store.decide(id, "EU", "reportable")
        func states() throws -> [Int64: FieldValue] {
            let decisions = try store.reporting(of: id).decisions.map(\.decision)
            return Dictionary(uniqueKeysWithValues: decisions.map { ($0.id, $0["state"]) })
        }
        #expect(
            try states() == [first.id: "signed", second.id: "superseded", third.id: "unsigned"])
        try store.signDecision(third, as: "rita")
        #expect(
            try states() == [first.id: "superseded", second.id: "superseded", third.id: "signed"])
        #expect(try stored(id)[0] == "EU-15")
        #expect(try store.verify(thorough: true).ok)
        store.close()
    }

    @Test func `No two follow-ups have one number, also where one was withdrawn`() throws {
        let id = try injury()
        func first(_ number: String) throws -> Companion {
            try store.report(
                id,
                [
                    "jurisdiction": "EU", "type": "initial", "submitted": "2026-03-10",
                    "report_number": .text(number),
                ])
        }
        _ = try first("I-1")
        func followUp() throws -> Companion {
            try store.report(
                id,
                [
                    "jurisdiction": "EU", "type": "follow_up", "submitted": "2026-04-10",
                    "report_number": "F-1",
                ])
        }
        let one = try followUp()
        #expect(one["sequence"] == .integer(1))
        try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            _ = try transaction.withdrawReport(
                one.id, of: .id(id), reason: "another file's", for: everything)
        }
        #expect(try followUp()["sequence"] == .integer(2))
        let initial = try first("I-2")
        let fields = values(["type": "follow_up"])
        let changed = try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            try transaction.changeReport(
                initial.id, of: .id(id), expected: 1, to: fields, for: everything)
        }.value
        #expect(changed["sequence"] == .integer(3))
        store.close()
    }

    @Test func `A follow-up or a final report comes after an initial one of its jurisdiction`()
        throws
    {
        let id = try injury()
        func problems(_ act: () throws -> Void) -> [String] {
            guard case .invalid(let problems) = refusal(act) else { return [] }
            return problems.map { "\($0.pointer) \($0.code.rawValue)" }
        }
        let none = ["/type initial_report_missing"]
        func add(_ type: FieldValue, _ day: FieldValue) throws -> Companion {
            try store.report(
                id,
                ["jurisdiction": "EU", "type": type, "submitted": day, "report_number": "M-1"])
        }
        for type in ["follow_up", "final"] as [FieldValue] {
            #expect(problems { _ = try add(type, "2026-03-10") } == none)
            #expect(
                problems {
                    try store.report(
                        id,
                        [
                            "jurisdiction": "EU", "type": type,
                            "information_received": "2026-03-09",
                        ])
                } == none)
        }
        let planned = try store.report(
            id, ["jurisdiction": "EU", "type": "initial", "report_number": "M-0"])
        #expect(problems { _ = try add("final", "2026-03-12") } == none, "it is not submitted")
        func change(_ pairs: KeyValuePairs<String, FieldValue>) throws {
            let (fields, version) = (
                values(pairs),
                try #require(
                    try store.value("SELECT version FROM companion WHERE id=\(planned.id)")
                        .flatMap { Int64($0) })
            )
            try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
                _ = try transaction.changeReport(
                    planned.id, of: .id(id), expected: version, to: fields, for: everything)
            }
        }
        #expect(problems { try change(["type": "final"]) } == none)
        try change(["submitted": "2026-03-12"])
        #expect(problems { _ = try add("final", "2026-03-11") } == none, "it came later")
        #expect(try add("final", "2026-03-12")["type"] == "final")
        store.close()
    }

    @Test func `A report says what makes it one, also after a change`() throws {
        let id = try injury()
        func refused(_ more: KeyValuePairs<String, FieldValue>) -> String? {
            var fields = values(["jurisdiction": "EU", "type": "initial"])
            for (name, value) in more { fields[FieldName(name)] = value }
            let given = fields
            let found = refusal {
                try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
                    _ = try transaction.addReport(.id(id), given, for: everything)
                }
            }
            guard case .invalid(let problems)? = found, let first = problems.first else {
                return nil
            }
            return "\(first.pointer) \(first.code.rawValue)"
        }
        #expect(refused([:]) == "/submitted report_empty")
        #expect(refused(["rules": .list(["EU-15"])]) == "/submitted report_empty")
        let day: FieldValue = "2026-03-10"
        #expect(refused(["submitted": day]) == "/report_number report_number_missing")
        #expect(
            refused(["acknowledged": day, "report_number": "M"]) == "/submitted submission_missing")
        #expect(refused(["information_received": day]) == nil)
        #expect(refused(["submitted": day, "report_number": "M"]) == nil)
        let planned = try store.report(
            id, ["jurisdiction": "EU", "type": "initial", "report_number": "MIR-1"])
        let emptied = refusal {
            try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
                _ = try transaction.changeReport(
                    planned.id, of: .id(id), expected: 1, to: values(["report_number": .null]),
                    for: everything)
            }
        }
        #expect(emptied == .invalid([FieldProblem("/submitted", .reportEmpty)]))
        store.close()
    }

    @Test func `A report ends its clock; a follow-up has one of its own`() throws {
        let id = try injury()
        try store.decide(id, "EU", "reportable", signedBy: "rita")
        let planned = try store.report(
            id, ["jurisdiction": "EU", "type": "initial", "report_number": "MIR-1"])
        #expect(planned["rules"] == .list(["EU-15"]) && planned["due"] == "2026-03-17")
        #expect(try stored(id)[0] == "EU-15")
        let fields = values([
            "submitted": "2026-03-20", "report_number": "MIR-1", "next_report": "2026-04-20",
        ])
        let sent = try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            try transaction.changeReport(
                planned.id, of: .id(id), expected: 1, to: fields, for: everything)
        }.value
        #expect(sent["due"] == "2026-03-17")
        let reporting = try store.reporting(of: id)
        let clocks = Dictionary(
            uniqueKeysWithValues: reporting.assessment.clocks.map { ($0.rule.id, $0) })
        #expect(clocks["EU-15"]?.end == CivilDate("2026-03-20").map { Clock.End.submitted($0) })
        #expect(clocks["EU-FUP"]?.due.text == "2026-04-20")
        #expect(try standing(id) == [[], [], ["EU"]], "the report that was announced is owed")
        let last = try store.report(
            id,
            [
                "jurisdiction": "EU", "type": "final", "submitted": "2026-04-10",
                "report_number": "MIR-2",
            ])
        #expect(last["due"] == "2026-04-20")
        #expect(try standing(id) == [[], [], []])
        try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            _ = try transaction.withdrawReport(
                sent.id, of: .id(id), reason: "another file's", for: everything)
        }
        #expect(try stored(id)[0] == "EU-15", "its clock runs again")
        #expect(
            refusal { try store.report(id, ["jurisdiction": "US", "type": "initial"]) }
                == .invalid([FieldProblem("/jurisdiction", .notAChoice, argument: "EU")]))
        #expect(try store.verify(thorough: true).ok)
        store.close()
    }

    @Test func `A file in review that lacks nothing waits for its closing to be signed`() throws {
        let id = try injury()
        try store.update(id, 1, Self.whole)
        #expect(try stored(id) == ["EU-15", "-", "-"])
        try store.decide(id, "EU", "not_reportable", signedBy: "rita")
        #expect(try stored(id)[2] == "closure")
        let version = try #require(
            try store.value("SELECT version FROM complaint").flatMap { Int64($0) })
        try store.update(id, version, ["reviewer": .null])
        #expect(try stored(id)[2] == "-")
        #expect(try store.verify(thorough: true).ok)
        store.close()
    }

    @Test func `Open tasks, a merged file's too, and a link that goes hold closing back`()
        throws
    {
        let id = try injury()
        try store.update(id, 1, Self.whole)
        try store.decide(id, "EU", "not_reportable", signedBy: "rita")
        #expect(try stored(id)[2] == "closure")
        func version(_ id: Int64) throws -> Int64 {
            try #require(
                try store.value("SELECT version FROM complaint WHERE id=\(id)").flatMap {
                    Int64($0)
                })
        }
        let task = try store.add(.work, ["title": "Call", "state": "open"], to: id)
        #expect(try stored(id)[2] == "-")
        // What changes nothing of it moves no version.
        let before = try version(id)
        let renamed = try store.change(task, ["title": "Call back"])
        try store.add(.comment, ["text": "x", "audience": "internal"], to: id)
        #expect(try version(id) == before)
        let done = try store.change(renamed, ["state": "done"])
        #expect(try stored(id)[2] == "closure" && version(id) == before + 1)
        #expect(done["state"] == "done")

        let duplicate = try injury()
        let own = try store.add(.work, ["title": "Ask", "state": "open"], to: duplicate)
        let number = try store.number(id)
        try store.update(
            duplicate, try version(duplicate),
            ["status": "duplicate", "duplicate_of": .text(number)])
        #expect(try stored(id)[2] == "-")
        try store.withdraw(own)
        #expect(try stored(id)[2] == "closure")

        let other = try injury()
        try store.update(other, try version(other), ["investigation_results": "Worn too."])
        try store.update(
            id, try version(id),
            ["investigation_needed": "unknown", "investigation_results": .null])
        #expect(try stored(id)[2] == "-")
        let link = try store.add(
            .link, ["relation": "same_investigation", "other": .text(try store.number(other))],
            to: id)
        #expect(try stored(id)[2] == "closure")
        try store.withdraw(link)
        #expect(try stored(id)[2] == "-")
        #expect(try store.verify(thorough: true).ok)
        store.close()
    }

    @Test func `A dry run tells what a decision has settled apart from what would change`() throws {
        let (open, decided, reported) = (try injury(), try injury(), try injury())
        try store.decide(decided, "EU", "not_reportable", signedBy: "rita")
        try store.decide(reported, "EU", "reportable", signedBy: "rita")
        try store.report(
            reported,
            [
                "jurisdiction": "EU", "type": "initial", "submitted": "2026-03-10",
                "report_number": "I-1",
            ])
        func run(_ rule: String) throws -> DryRun {
            let changed = try RuleSet.shippedDocument(rule, days: 12)
            let rules = try store.read { (reader) throws(StorageFailure) in
                try reader.compileRules(changed)
            }
            var run = DryRun(from: store.rules.set, to: rules)
            while try store.read({ (reader) throws(StorageFailure) in try run.step(reader) }) {}
            return run
        }
        let moved = DryRun.Line.clock(
            rule: "EU-15", before: CivilDate("2026-03-17"), after: CivilDate("2026-03-14"))
        let shorter = try run("EU-15")
        #expect(shorter.done == 3 && shorter.changed == 1 && shorter.decided == 2)
        #expect(shorter.byRule == ["EU-15": .init(gained: 0, lost: 0, moved: 1)])
        #expect(shorter.differences.map(\.id) == [open, decided, reported])
        #expect(shorter.differences.map(\.lines) == [[moved], [], []])
        #expect(shorter.differences.map(\.decided) == [[], [moved], [moved]])
        // House policy asks whatever was decided.
        let policy = try run("POL-INV")
        #expect(policy.changed == 3 && policy.decided == 0)
        let lines = try QueryFixture().explain(DryRun.settledFiles, [])
        #expect(lines.count == 1 && lines[0].contains("COVERING INDEX companion_by_complaint"))
        store.close()
    }

    @Test func `A signature copied to another decision is named`() throws {
        let (one, other) = (try injury(), try injury())
        try store.decide(one, "EU", "not_reportable", signedBy: "rita")
        let bare = try store.decide(other, "EU", "not_reportable")
        store.close()
        try directory.tamper { connection in
            try connection.execute(
                """
                INSERT INTO signature SELECT id + 1, record, \(bare.id), record_version, record_hash,
                account_id, signer, name, meaning, reason, at FROM signature
                """)
        }
        let again = try directory.open()
        let finding = try #require(try again.failing()["signatures"])
        #expect(finding.hasPrefix("Signature 2 (decision \(bare.id), version 2): "))
        again.close()
    }

    private static let whole: KeyValuePairs<String, FieldValue> = [
        "status": "review", "category": "hardware", "investigation_needed": "yes",
        "investigation_results": "A worn bearing.", "correction": "Bearing replaced.",
        "reply": "Replaced.", "reply_date": "2026-03-20", "udi": "04012345678901",
        "country": "FR", "failure_to_meet_specification": "no", "imdrf_a": .list(["A0101"]),
        "action_decision": "correction", "investigator": "marie",
        "investigation_started": "2026-03-02", "investigation_finished": "2026-03-09",
        "met_specification": "no", "relation_to_event": "caused", "reviewer": "rita",
    ]
}
