import Complaints
import Platform
import Rules
import Testing

@testable import Storage

/// What a law asks for first is stored beside what is due first.
@Suite struct LawDueTests {
    private let directory: StoreDirectory
    private let store: Store

    init() throws {
        directory = try StoreDirectory()
        store = try directory.open()
        try store.makeAccounts("marie", "rita")
    }

    private func death(_ status: String = "assessed") throws -> Int64 {
        try store.create([
            "description": "d", "received": "2026-03-02", "aware": "2026-03-02",
            "outcome": "death", "public_health_threat": "no", "markets": .list(["EU"]),
            "status": .text(status),
        ]).value.id
    }

    private static func stored(_ id: Int64, in store: Store) throws -> [String] {
        try store.rows(
            "SELECT due_rule, due_by_law, due_law_rule FROM complaint WHERE id=\(id)")[0]
    }

    @Test func `The law stands beside the house policy that is due before it, in the log too`()
        throws
    {
        let id = try death("received")
        let found = try Self.stored(id, in: store)
        #expect(found[0].hasPrefix("POL-") && found[1...] == ["2026-03-12", "EU-10"])
        let created = try store.history(id)[0].changes
        #expect(
            created.contains(
                FieldChange(name: "due_by_law", values: .known(old: .null, new: "2026-03-12"))))
        try store.decide(id, "EU", "not_reportable", signedBy: "rita")
        #expect(try Self.stored(id, in: store)[1...] == ["-", "-"])
        #expect(try store.verify(thorough: true).ok)
        store.close()
    }

    @Test func `An end that nobody decided at keeps the rule that applied, no other end does`()
        throws
    {
        for (status, rule) in [
            ("not_a_complaint", "EU-10"), ("withdrawn", "EU-10"), ("closed", "-"),
            ("duplicate", "-"),
        ] {
            let id = try death()
            try store.bring(id, to: status)
            #expect(try Self.stored(id, in: store)[1...] == ["-", rule], "\(status)")
        }
        let decided = try death()
        try store.decide(decided, "EU", "not_reportable", signedBy: "rita")
        try store.bring(decided, to: "withdrawn")
        #expect(try Self.stored(decided, in: store)[1...] == ["-", "-"])
        #expect(try store.verify(thorough: true).ok)
        store.close()
    }

    @Test func `A decision keeps the first legal deadline that ran when it was made`() throws {
        let id = try death()
        let made = try store.decide(id, "EU", "not_reportable")
        #expect(made["due"] == "2026-03-12")
        let signed = try store.signDecision(made, as: "rita")
        #expect(signed["due"] == "2026-03-12")
        let kept = try #require(
            try store.read { (reader) throws(StorageFailure) in
                try reader.companions(.decision, of: .id(id), for: everything)
            })
        #expect(kept.map { $0["due"] } == ["2026-03-12"])
        // No clock runs any more: deciding anew cannot be late.
        let again = try store.decide(id, "EU", "not_reportable", signedBy: "rita")
        #expect(again["due"] == .null)
        #expect(try store.verify(thorough: true).ok)
        store.close()
    }

    @Test func `A stored legal deadline that the rules do not give is found`() throws {
        let id = try death()
        store.close()
        let connection = try Connection(
            path: "\(directory.path)/\(StoreOpening.databaseName)", role: .writing)
        try connection.execute("UPDATE complaint SET due_by_law = NULL WHERE id = \(id)")
        _ = try connection.checkpoint(.truncate)
        let again = try directory.open()
        defer { again.close() }
        let report = try again.verify()
        #expect(report.checks.first { $0.name == "clocks" }?.ok == false)
        #expect(report.checks.first { $0.name == "records" }?.ok == false)
    }

    @Test func `A database from before gets the columns at once and the days beside the traffic`()
        throws
    {
        let id = try death()
        let harmless = try store.create(["description": "d", "markets": .list(["US"])]).value
            .id
        store.close()
        // As it was before schema 12.
        let connection = try Connection(
            path: "\(directory.path)/\(StoreOpening.databaseName)", role: .writing)
        try connection.execute(
            """
            DROP INDEX notification_gathering;
            DROP INDEX notification_of_files;
            ALTER TABLE notification DROP COLUMN kind;
            ALTER TABLE notification DROP COLUMN actor;
            ALTER TABLE notification DROP COLUMN entry;
            ALTER TABLE notification DROP COLUMN detail;
            ALTER TABLE notification DROP COLUMN events;
            DROP INDEX complaint_by_law_due;
            ALTER TABLE complaint DROP COLUMN due_by_law;
            ALTER TABLE complaint DROP COLUMN due_law_rule;
            DELETE FROM migration WHERE number >= 12;
            UPDATE recount SET next = 3;
            PRAGMA user_version = 11;
            """)
        _ = try connection.checkpoint(.truncate)
        let again = try directory.open()
        defer { again.close() }
        #expect(try Self.stored(id, in: again)[1...] == ["-", "-"])
        let progress = try again.read { (reader) throws(StorageFailure) in
            try reader.recountProgress()
        }
        #expect(progress == RecountProgress(ruleSet: 1, done: 0, total: 2))
        // Not reached yet is not wrong.
        #expect(try again.verify().checks.first { $0.name == "clocks" }?.ok == true)
        while let step = try again.read({ (reader) throws(StorageFailure) in
            try reader.nextRecount()
        }) {
            #expect(step.complaints == [id])
            try again.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
                try transaction.recount(step.complaints[...])
                try transaction.finishRecount(step)
            }
        }
        #expect(try Self.stored(id, in: again)[1...] == ["2026-03-12", "EU-10"])
        #expect(try Self.stored(harmless, in: again)[1...] == ["-", "-"])
        // The log of this file knew the columns before they were taken away: only the clocks can agree.
        #expect(try again.verify().checks.first { $0.name == "clocks" }?.ok == true)
    }
}
