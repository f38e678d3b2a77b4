import Complaints
import JSON
import Platform
import Rules
import Testing

@testable import Storage

/// What of clocks is stored, and what of them is replayed.
@Suite struct ClockTests {
    private let directory: StoreDirectory
    private let store: Store
    private let signer: Signer

    init() throws {
        directory = try StoreDirectory()
        store = try directory.open()
        let ada = try store.makeAccount("ada", display: "Ada Lovelace", role: .admin)
        signer = Signer(account: ada, meaning: .activation)
    }

    /// Who signs writes.
    private var ada: Author {
        Author(name: signer.account.name, origin: .web, address: "", reason: "another event")
    }

    private func stored(_ id: Int64) throws -> [String] {
        try store.rows("SELECT due, due_rule, decision_required FROM complaint WHERE id=\(id)")[0]
    }

    private func death(_ aware: String) throws -> ComplaintStamp {
        try store.create([
            "description": "d", "received": .text(aware), "aware": .text(aware),
            "outcome": "death", "markets": .list(["EU"]), "status": "assessed",
            "acknowledged": .text(aware),
        ]).value
    }

    private func clocks(_ id: Int64) throws -> FileClocks {
        let found = try store.read { (reader) throws(StorageFailure) in
            try reader.clocks(of: .id(id), for: everything, withHistory: true)
        }
        return try #require(found)
    }

    private func activate(_ document: JSONValue) throws -> RuleSetRecord {
        try store.writeAndWait(by: ada) { (transaction) throws(StorageFailure) in
            let draft = try transaction.createRuleSet(document)
            return try transaction.activateRuleSet(
                draft.id, expected: 1, reason: "new law", as: signer)
        }.value
    }

    private func recount() throws {
        while let step = try store.read({ (reader) throws(StorageFailure) in
            try reader.nextRecount()
        }) {
            try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
                try transaction.recount(step.complaints[...])
                try transaction.finishRecount(step)
            }
        }
    }

    @Test("A new file says what is due, and its log says so in the same row")
    func creation() throws {
        let stamp = try death("2026-03-02")
        #expect(try stored(stamp.id) == ["2026-03-12", "EU-10", "EU"])
        let history = try store.history(stamp.id)
        #expect(history.count == 1)
        #expect(
            history[0].changes.contains(
                FieldChange(name: "due", values: .known(old: .null, new: "2026-03-12"))))
        #expect(try store.verify(thorough: true).ok)
    }

    @Test("A change of a fact moves what is due, and a closed file has nothing due")
    func change() throws {
        let stamp = try death("2026-03-02")
        try store.update(
            stamp.id, 1, ["public_health_threat": "yes", "aware_threat": "2026-03-04"],
            reason: "found the e-mail")
        let now = try stored(stamp.id)
        #expect(now == ["2026-03-06", "EU-2", "-"])
        try store.bring(stamp.id, to: "withdrawn")
        #expect(try stored(stamp.id) == ["-", "-", "-"])
        #expect(try store.verify(thorough: true).ok)
    }

    @Test("A change that touches no fact leaves the clocks out of the log")
    func otherChange() throws {
        let stamp = try death("2026-03-02")
        try store.update(stamp.id, 1, ["summary": "s"])
        #expect(try store.history(stamp.id)[1].changes.map(\.name) == ["summary"])
    }

    @Test("Superseded clocks are replayed with who changed what, and why")
    func superseded() throws {
        let stamp = try store.create([
            "description": "d", "received": "2026-03-02", "aware": "2026-03-02",
            "outcome": "serious_injury", "unanticipated": "no", "public_health_threat": "no",
            "markets": .list(["EU"]),
        ]).value
        try store.update(stamp.id, 1, ["outcome": "death"], reason: "the hospital called")
        let past = try #require(try clocks(stamp.id).superseded.first)
        #expect(past.clock.rule.id == "EU-15")
        #expect(past.clock.due.text == "2026-03-17")
        #expect(past.closed.by == "marie")
        #expect(past.closed.reason == "the hospital called")
        #expect(past.closed.changed == ["outcome"])
        #expect(past.successor?.rule.id == "EU-10")
    }

    @Test("A file that others are merged into counts from the earliest awareness, and back")
    func merged() throws {
        let original = try death("2026-03-10")
        #expect(try stored(original.id)[0] == "2026-03-20")
        let copy = try death("2026-03-03")
        try store.update(
            copy.id, 1, ["status": "duplicate", "duplicate_of": .text(original.code)],
            reason: "the same event")
        #expect(try stored(original.id)[0] == "2026-03-13")
        #expect(try stored(copy.id) == ["-", "-", "-"])
        let clock = try #require(try clocks(original.id).assessment.clocks.first)
        #expect(clock.isOfMember)
        // Born a duplicate, and earlier still.
        try store.create([
            "description": "d", "received": "2026-03-01", "aware": "2026-03-01",
            "status": "duplicate", "duplicate_of": .text(original.code),
        ])
        #expect(try stored(original.id)[0] == "2026-03-11")
        // Two files down the line.
        #expect(try store.verify(thorough: true).ok)
        let (back, signer) = (values(["status": "assessed"]), signer.account)
        try store.writeAndWait(by: ada) { (transaction) throws(StorageFailure) in
            _ = try transaction.updateComplaint(
                .id(copy.id), expected: 2, to: back, for: everything,
                as: Signer(account: signer, meaning: .reopening))
        }
        #expect(try stored(original.id)[0] == "2026-03-11")
        #expect(try stored(copy.id)[0] == "2026-03-13")
        #expect(try store.verify(thorough: true).ok)
    }

    @Test("What is due can be filtered, sorted and counted like any field")
    func queries() throws {
        let late = try death("2026-03-10")
        let soon = try death("2026-03-02")
        try store.bring(try death("2026-03-05").id, to: "withdrawn")
        #expect(
            try store.rows("SELECT id FROM complaint WHERE due IS NOT NULL ORDER BY due")
                == [["\(soon.id)"], ["\(late.id)"]])
        let field = try #require(FieldCatalogue.standard["due"])
        #expect(field.operators.contains(.less))
        #expect(field.traits.contains(.sortable))
        #expect(FieldCatalogue.standard["decision_required"]?.traits.contains(.facet) == true)
    }

    // MARK: Versions of the rules

    @Test("A draft changes nothing; active, it holds for what is saved and is brought to the rest")
    func activation() throws {
        let first = try death("2026-03-02")
        let closed = try death("2026-03-02")
        try store.bring(closed.id, to: "withdrawn")
        let changed = try RuleSet.shippedDocument("EU-10", days: 7)
        let draft = try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            try transaction.createRuleSet(changed)
        }.value
        #expect(draft.state == .draft)
        #expect(try stored(first.id)[0] == "2026-03-12")
        let active = try store.writeAndWait(by: ada) { (transaction) throws(StorageFailure) in
            try transaction.activateRuleSet(
                draft.id, expected: 1, reason: "new law", as: signer)
        }.value
        #expect(active.state == .active)
        #expect(store.rules.id == draft.id)
        let second = try death("2026-03-02")
        #expect(try stored(second.id)[0] == "2026-03-09")
        #expect(try stored(first.id)[0] == "2026-03-12")
        // Not reached yet is not wrong.
        #expect(try store.verify().ok)
        try recount()
        #expect(try stored(first.id)[0] == "2026-03-09")
        #expect(try store.history(first.id).count == 2)
        #expect(try store.history(closed.id).count == 2)
        #expect(try store.verify(thorough: true).ok)
        let past = try #require(try clocks(first.id).superseded.first)
        #expect(past.clock.due.text == "2026-03-12")
        #expect(past.closed.changed.isEmpty)
        #expect(past.successor?.due.text == "2026-03-09")
    }

    @Test("A recount that was interrupted goes on where it was")
    func interrupted() throws {
        for _ in 0..<3 { _ = try death("2026-03-02") }
        _ = try activate(try RuleSet.shippedDocument("EU-10", days: 7))
        store.close()
        let again = try directory.open()
        defer { again.close() }
        #expect(again.rules.id == 2)
        let progress = try again.read { (reader) throws(StorageFailure) in
            try reader.recountProgress()
        }
        #expect(progress == RecountProgress(ruleSet: 2, done: 0, total: 3))
        let step = try #require(
            try again.read { (reader) throws(StorageFailure) in try reader.nextRecount() })
        #expect(step.complaints == [1, 2, 3])
    }

    @Test("Only a draft is changed and activated, on its version, and only when it fits the fields")
    func refusals() throws {
        let right = try RuleSet.shippedDocument("EU-10", days: 7)
        let wrong: JSONValue = .object(JSONObject([("name", .string("x"))]))
        func write<Value: Sendable>(
            _ body: @escaping @Sendable (borrowing WriteTransaction) throws(StorageFailure) -> Value
        ) -> Refusal? {
            refusal { _ = try store.writeAndWait(by: marie, body) }
        }
        #expect(
            write { (t) throws(StorageFailure) in try t.createRuleSet(wrong) } != nil)
        #expect(write { (t) throws(StorageFailure) in try t.createRuleSet(right) } == nil)
        #expect(
            write { (t) throws(StorageFailure) in
                try t.changeRuleSet(2, expected: 9, to: right)
            } == .versionConflict(current: 1))
        #expect(
            write { (t) throws(StorageFailure) in
                try t.changeRuleSet(1, expected: 1, to: right)
            } == .locked(.ruleSet, key: "1"))
        #expect(
            write { (t) throws(StorageFailure) in
                try t.activateRuleSet(7, expected: 1, reason: "r", as: signer)
            } == .notFound(.ruleSet, key: "7"))
        #expect(
            write { (t) throws(StorageFailure) in
                try t.activateRuleSet(2, expected: 1, reason: "r", as: signer)
            } == nil)
        #expect(
            write { (t) throws(StorageFailure) in
                try t.activateRuleSet(2, expected: 2, reason: "r", as: signer)
            } == .locked(.ruleSet, key: "2"))
    }

    @Test("A stored due day that the rules do not give is found")
    func tampered() throws {
        let stamp = try death("2026-03-02")
        store.close()
        let connection = try Connection(
            path: "\(directory.path)/\(StoreOpening.databaseName)", role: .writing)
        try connection.execute(
            "UPDATE complaint SET due = '2026-05-01' WHERE id = \(stamp.id)")
        _ = try connection.checkpoint(.truncate)
        let again = try directory.open()
        defer { again.close() }
        let report = try again.verify()
        #expect(report.checks.first { $0.name == "clocks" }?.ok == false)
        #expect(report.checks.first { $0.name == "records" }?.ok == false)
    }

    @Test("A rule set that was edited behind the log is found")
    func tamperedRules() throws {
        _ = try activate(try RuleSet.shippedDocument("EU-10", days: 7))
        #expect(try store.verify(thorough: true).ok)
        store.close()
        let connection = try Connection(
            path: "\(directory.path)/\(StoreOpening.databaseName)", role: .writing)
        try connection.execute(
            "UPDATE rule_set SET document = replace(document, '21 CFR', '22 CFR') WHERE id = 2")
        _ = try connection.checkpoint(.truncate)
        let again = try directory.open()
        defer { again.close() }
        let report = try again.verify()
        #expect(
            report.checks.first { $0.name == "records" }?.detail
                == "The rule_set 2: the field document is not what the log says.")
    }

    // MARK: Dry run

    @Test("A dry run says which files would change and how, closed ones too, and changes nothing")
    func dryRun() throws {
        let open = try death("2026-03-02")
        let closed = try death("2026-03-04")
        try store.bring(closed.id, to: "withdrawn")
        try store.create(["description": "d", "received": "2026-03-02", "markets": .list(["US"])])
        let commit = store.commit
        let changed = try RuleSet.shippedDocument("EU-10", days: 7)
        let rules = try store.read { (reader) throws(StorageFailure) in
            try reader.compileRules(changed)
        }
        var run = DryRun(from: store.rules.set, to: rules)
        while try store.read({ (reader) throws(StorageFailure) in try run.step(reader) }) {}
        #expect(run.done == 3)
        #expect(run.changed == 2)
        #expect(run.changedOpen == 1)
        #expect(run.byRule["EU-10"] == DryRun.Counts(gained: 0, lost: 0, moved: 2))
        #expect(run.differences.map(\.id) == [open.id, closed.id])
        #expect(
            run.differences[0].lines == [
                .clock(
                    rule: "EU-10", before: CivilDate("2026-03-12"), after: CivilDate("2026-03-09"))
            ])
        #expect(store.commit == commit)
    }

    // MARK: Warnings

    @Test("Each warning point is told once, across restarts")
    func warnings() throws {
        let stamp = try death("2026-03-02")
        func due(_ store: Store, _ day: String) throws -> [ClockWarning] {
            let today = try #require(CivilDate(day))
            let found = try store.read { (reader) throws(StorageFailure) in
                try reader.dueWarnings(on: today, of: try reader.filesWithClocks()[...])
            }
            return try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
                try transaction.note(found)
            }.value.filter { $0.rule == "EU-10" }
        }
        #expect(try due(store, "2026-03-06") == [])
        #expect(try due(store, "2026-03-07").map(\.percent) == [50])
        #expect(try due(store, "2026-03-07") == [])
        store.close()
        let again = try directory.open()
        defer { again.close() }
        #expect(try due(again, "2026-03-07") == [])
        // Two points were passed while nobody looked: the higher one is told.
        #expect(try due(again, "2026-03-11").map(\.percent) == [90])
        #expect(try due(again, "2026-03-12").map(\.percent) == [100])
        #expect(try due(again, "2026-04-01") == [])
        let told = try again.rows(
            "SELECT entity_id, code, operation FROM change WHERE entity='clock' LIMIT 1")
        #expect(told == [["\(stamp.id)", stamp.code, "warn"]])
        #expect(try again.verify(thorough: true).ok)
    }

    @Test("What ended long ago warns nobody")
    func oldWarnings() throws {
        _ = try death("2025-01-02")
        let today = try #require(CivilDate("2026-03-07"))
        let found = try store.read { (reader) throws(StorageFailure) in
            try reader.dueWarnings(on: today, of: try reader.filesWithClocks()[...])
        }
        #expect(found.isEmpty)
    }

    // MARK: Zones

    @Test("A zone's file in the data directory comes before the table")
    func zoneFolder() throws {
        let zones = ZoneBook(directory: directory.path)
        #expect(zones.zone(named: "Europe/Paris")?.offset(at: 1_772_442_764) == 3_600)
        #expect(zones.zone(named: "Mars/Olympus") == nil)
        #expect(zones.zone(named: "../keys") == nil)
        #expect(zones.zone(named: "") == nil)
        try Directory.create("\(directory.path)/zoneinfo")
        try Directory.create("\(directory.path)/zoneinfo/Mars")
        // A fixed offset of five hours: no transition, one type, a footer.
        var file = Array("TZif2".utf8) + [UInt8](repeating: 0, count: 15)
        let counts: [UInt8] = [
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 4,
        ]
        let body: [UInt8] = [0, 0, 0x46, 0x50, 0, 0] + Array("MRS\0".utf8)
        file += counts + body
        file += Array("TZif2".utf8) + [UInt8](repeating: 0, count: 15) + counts + body
        file += Array("\nMRS-5\n".utf8)
        try DurableFile.write(file, to: "\(directory.path)/zoneinfo/Mars/Olympus")
        #expect(zones.zone(named: "Mars/Olympus")?.offset(at: 0) == 5 * 3_600)
        try DurableFile.write(Array("no zone".utf8), to: "\(directory.path)/zoneinfo/Mars/Bad")
        #expect(zones.zone(named: "Mars/Bad") == nil)
    }
}
