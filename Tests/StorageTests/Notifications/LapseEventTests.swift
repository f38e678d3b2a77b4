import Complaints
import Testing

@testable import Storage

@Suite("Who is told that a decision on reporting fell")
struct LapseEventTests {
    private let directory: StoreDirectory
    private let store: Store

    init() throws {
        directory = try StoreDirectory()
        store = try directory.open()
        try store.makeAccounts("marie", "nina", "olga", "paul")
        try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            for code in ["S1", "S2"] {
                _ = try transaction.createSite(values(["code": .text(code), "name": .text(code)]))
            }
            for (name, site) in [("one", 1), ("two", 2)] as [(String, Int64)] {
                var account = Account(name: name, displayName: name, role: .analyst)
                account.sites = [site]
                _ = try transaction.createAccount(account)
            }
        }
    }

    /// A file at S1 that olga owns, nina, one and two watch, and paul decided and signed.
    private func decided(drafts: Int = 0) throws -> Int64 {
        let id = try store.create([
            "description": "d", "received": "2026-03-02", "aware": "2026-03-02", "site": "S1",
            "outcome": "serious_injury", "public_health_threat": "no", "markets": .list(["EU"]),
            "owner": "olga",
        ]).value.id
        try store.decide(id, "EU", "not_reportable", signedBy: "paul")
        for _ in 0..<drafts { try store.decide(id, "EU", "not_reportable") }
        try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            for name in ["nina", "one", "two"] {
                _ = try transaction.watch(.id(id), account: name, for: everything)
            }
        }
        return id
    }

    private func change(
        _ id: Int64, _ pairs: KeyValuePairs<String, FieldValue>, isJob: Bool = false
    ) throws {
        let fields = values(pairs)
        let version = Int64(try store.value("SELECT version FROM complaint WHERE id=\(id)") ?? "")
        let author = Author(name: "marie", origin: .web, address: "", isJob: isJob)
        try store.writeAndWait(by: author) { (transaction) throws(StorageFailure) in
            _ = try transaction.updateComplaint(
                .id(id), expected: version ?? 0, to: fields, for: everything)
        }
    }

    /// Account, kind, jurisdiction and how many.
    private func told() throws -> [String] {
        try store.rows(
            """
            SELECT account.name || ' ' || kind || ' ' || detail
              || CASE WHEN events > 1 THEN ' ×' || events ELSE '' END
            FROM notification JOIN account ON account.id = account_id
            WHERE kind IN ('lapse', 'lapses') ORDER BY account.name
            """
        ).map { $0[0] }
    }

    @Test("Owner, decider and watchers hear of a signed decision that falls, not of a draft")
    func lapse() throws {
        let id = try decided(drafts: 1)
        #expect(try told() == [])
        try change(id, ["outcome": "death"])
        #expect(
            try told() == ["nina lapse EU", "olga lapse EU", "one lapse EU", "paul lapse EU"])
        #expect(try store.verify(thorough: true).ok)
        store.close()
    }

    @Test("A decision that another replaces tells of the decision alone")
    func replaced() throws {
        let id = try decided()
        try store.decide(id, "EU", "reportable", signedBy: "paul")
        #expect(try told() == [])
        store.close()
    }

    @Test("Who may see the file where it is now is told, not who could before")
    func moved() throws {
        let id = try decided()
        try change(id, ["outcome": "death", "site": "S2"])
        #expect(
            try told() == ["nina lapse EU", "olga lapse EU", "paul lapse EU", "two lapse EU"])
        #expect(try store.verify(thorough: true).ok)
        store.close()
    }

    @Test("Work on many files tells each person in one row")
    func bulk() throws {
        for id in try (0..<3).map({ _ in try decided() }) {
            try change(id, ["outcome": "death"], isJob: true)
        }
        #expect(
            try told() == [
                "nina lapses EU ×3", "olga lapses EU ×3", "one lapses EU ×3", "paul lapses EU ×3",
            ])
        store.close()
    }

    @Test("A merge that brings what the decision did not know tells of it")
    func merged() throws {
        let id = try decided()
        let worse = try store.create([
            "description": "d", "received": "2026-03-02", "outcome": "death",
            "markets": .list(["EU"]),
        ]).value.id
        try change(worse, ["status": "duplicate", "duplicate_of": .text(try store.number(id))])
        #expect(try told().contains("olga lapse EU"))
        store.close()
    }
}
