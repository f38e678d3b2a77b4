import Complaints
import Testing

@testable import Storage

@Suite("Who is told of what others do in a file")
struct FileEventTests {
    private let directory: StoreDirectory
    private let store: Store
    /// A file of no site.
    private let id: Int64

    init() throws {
        directory = try StoreDirectory()
        store = try directory.open()
        try store.makeAccounts("marie", "olga", "paul")
        try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            _ = try transaction.createSite(values(["code": "S1", "name": "CHU"]))
            var bound = Account(name: "bound", displayName: "bound", role: .analyst)
            bound.sites = [1]
            _ = try transaction.createAccount(bound)
            var gone = Account(name: "gone", displayName: "gone", role: .analyst)
            gone.isActive = false
            _ = try transaction.createAccount(gone)
        }
        id = try store.create(["summary": "file"]).value.id
    }

    private static let job = Author(name: "marie", origin: .web, address: "", isJob: true)

    /// Who was told of what: account, kind, detail, how many, and whether it was seen.
    private func told(_ store: Store? = nil) throws -> [String] {
        try (store ?? self.store).rows(
            """
            SELECT account.name || ' ' || kind || coalesce(' ' || detail, '')
              || CASE WHEN events > 1 THEN ' ×' || events ELSE '' END
              || CASE WHEN seen_at IS NULL THEN '' ELSE ' seen' END
            FROM notification JOIN account ON account.id = account_id WHERE kind <> 'clock'
            ORDER BY account.name, notification.id
            """
        ).map { $0[0] }
    }

    @discardableResult
    private func comment(
        _ text: String, on complaint: Int64? = nil, by author: Author = marie
    ) throws -> Companion {
        let fields = values(["text": .text(text), "audience": "internal"])
        let key = RecordKey.id(complaint ?? id)
        return try store.writeAndWait(by: author) { (transaction) throws(StorageFailure) in
            try transaction.addComment(fields, to: key, for: everything)
        }.value
    }

    private func watch(_ names: String..., of complaint: Int64? = nil) throws {
        let key = RecordKey.id(complaint ?? id)
        try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            for name in names {
                _ = try transaction.watch(key, account: name, for: everything)
            }
        }
    }

    private func version(_ complaint: Int64) throws -> Int64 {
        Int64(try store.value("SELECT version FROM complaint WHERE id=\(complaint)") ?? "") ?? 0
    }

    private func change(
        _ complaint: Int64, _ pairs: KeyValuePairs<String, FieldValue>, by author: Author = marie
    ) throws {
        let (fields, version) = (values(pairs), try self.version(complaint))
        try store.writeAndWait(by: author) { (transaction) throws(StorageFailure) in
            _ = try transaction.updateComplaint(
                .id(complaint), expected: version, to: fields, for: everything)
        }
    }

    private func see(_ name: String, upTo last: Int64 = .max) throws {
        try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            guard
                let account = try AccountTable.find(
                    named: name, on: transaction.session.connection)
            else { return }
            _ = try transaction.markNotificationsSeen(of: account.id, upTo: last)
        }
    }

    private func page(_ name: String) throws -> NotificationPage {
        try store.read { (reader) throws(StorageFailure) in
            let account = try reader.account(named: name)
            return try reader.notifications(
                of: account?.id ?? 0, onlyUnseen: false, for: everything, limit: 50)
        }
    }

    // MARK: Comments

    @Test(
        "A mention tells each person of each comment, never its author, who is closed or sees less")
    func mentions() throws {
        try comment("@olga @OLGA @marie @gone @bound @nobody, please look; olga@chu.fr")
        #expect(try told() == ["olga mention internal"])
        try comment("@olga again")
        #expect(try told() == ["olga mention internal", "olga mention internal"])
        let there = try store.create(["summary": "at the site", "site": "S1"]).value.id
        try comment("@bound yours", on: there)
        #expect(try told().first == "bound mention internal")
        #expect(try store.verify(thorough: true).ok)
        store.close()
    }

    @Test(
        "Who was mentioned watches, and hears of the next comments in one row; watchers do at once")
    func comments() throws {
        try watch("paul", "marie")
        let first = try comment("@olga look")
        #expect(try told() == ["olga mention internal", "paul comment internal"])
        try comment("more")
        let last = try comment("and more")
        #expect(
            try told() == [
                "olga mention internal", "olga comment internal ×2", "paul comment internal ×3",
            ])
        guard case .event(let event) = try #require(try page("paul").items.first).matter else {
            Issue.record("no event")
            return
        }
        #expect(event.actor == "marie" && event.entry == last.id && event.count == 3)
        #expect(first.id < last.id)
        // Nothing of what was written stands in the row.
        let words = try store.rows("SELECT * FROM notification").joined()
        #expect(!words.contains { $0.contains("look") || $0.contains("more") })
        store.close()
    }

    @Test("Who watches an original hears what is said in its duplicates, once")
    func duplicates() throws {
        let file = ["summary": "file", "site": "S1"] as KeyValuePairs<String, FieldValue>
        let (duplicate, last) = (try store.create(file).value.id, try store.create(file).value.id)
        try watch("olga", "bound")
        try watch("olga", of: duplicate)
        try change(
            last, ["status": "duplicate", "duplicate_of": .text(try store.number(duplicate))])
        try change(duplicate, ["status": "duplicate", "duplicate_of": .text(try store.number(id))])
        for name in ["olga", "bound"] { try see(name) }
        try comment("the hospital called again", on: last)
        #expect(
            try told().filter { !$0.hasSuffix("seen") } == [
                "bound comment internal", "olga comment internal",
            ])
        store.close()
    }

    @Test("Who watches no more, or whom the site is closed to, hears nothing; nor who comments")
    func watchers() throws {
        try watch("olga", "bound", "gone")
        try comment("by olga", by: Author(name: "olga", origin: .web, address: ""))
        #expect(try told() == [])
        let watcher = try #require(
            try store.companions(.watcher, of: id)?.first { $0["owner"] == "olga" })
        try store.withdraw(watcher)
        try comment("by marie")
        #expect(try told() == [])
        try change(id, ["site": "S1"])
        try comment("again")
        #expect(try told() == ["bound comment internal"])
        store.close()
    }

    @Test("What came after the list was read is not marked with it, and a seen row stays as it was")
    func seen() throws {
        try watch("olga")
        try comment("one")
        let read = try page("olga")
        try comment("two")
        try see("olga", upTo: try #require(read.items.first).id)
        #expect(try told() == ["olga comment internal ×2"])
        #expect(try page("olga").unseen == 1)
        try see("olga")
        try comment("three")
        #expect(try told() == ["olga comment internal ×2 seen", "olga comment internal"])
        #expect(try page("olga").unseen == 1)
        store.close()
    }

    @Test("The latest stands first, and rows are told in the order of their ids")
    func order() throws {
        let other = try store.create(["summary": "other"]).value.id
        try watch("olga")
        try watch("olga", of: other)
        try comment("one")
        try comment("two", on: other)
        try comment("three")
        #expect(try page("olga").items.map(\.complaint) == [id, other])
        let times = try store.rows("SELECT at FROM notification ORDER BY id").map { $0[0] }
        #expect(times == times.sorted())
        store.close()
    }

    @Test("What the customer was asked is a comment, and who is named in it is mentioned")
    func waiting() throws {
        try watch("paul")
        let key = RecordKey.id(id)
        let day = try #require(CivilDate("2026-03-02"))
        try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            _ = try transaction.waitForCustomer(
                key, since: day, note: "Which serial number, @olga?", for: everything)
        }
        #expect(try told() == ["olga mention customer", "paul comment customer"])
        store.close()
    }

    // MARK: The file

    @Test("Moves tell who watches, in one row while unseen; fields, imports and history do not")
    func moves() throws {
        try watch("olga")
        try change(id, ["summary": "other words"])
        #expect(try told() == [])
        try change(id, ["status": "triage"])
        try change(
            id, ["status": "assessed", "is_complaint": "yes", "severity": "minor"], by: Self.job)
        #expect(try told() == ["olga status assessed ×2"])
        try store.bring(id, to: "withdrawn", ["owner": "paul"])
        #expect(try told() == ["olga status assessed ×2"])
        try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            _ = try transaction.createComplaint(
                values(["summary": "told elsewhere", "owner": "paul"]))
        }
        #expect(try told() == ["olga status assessed ×2"])
        store.close()
    }

    @Test("Opening a file again is told as that")
    func reopening() throws {
        try store.bring(id, to: "withdrawn")
        try watch("olga")
        let (signer, version) = (try store.signer("paul", .reopening), try self.version(id))
        let author = Author(name: "paul", origin: .web, address: "", reason: "new facts")
        try store.writeAndWait(by: author) { (transaction) throws(StorageFailure) in
            _ = try transaction.updateComplaint(
                .id(1), expected: version, to: values(["status": "triage"]), for: everything,
                as: signer)
        }
        #expect(try told() == ["olga reopening triage"])
        store.close()
    }

    @Test("A merge tells who watches either file, and taking it back who watches the duplicate")
    func merges() throws {
        let duplicate = try store.create(["summary": "file"]).value.id
        try watch("olga", of: duplicate)
        try watch("paul")
        let number = try store.number(id)
        try change(duplicate, ["status": "duplicate", "duplicate_of": .text(number)])
        #expect(try told() == ["olga merge \(number)", "paul duplicate"])
        let version = try self.version(duplicate)
        let author = Author(name: "marie", origin: .web, address: "", reason: "other room")
        try store.writeAndWait(by: author) { (transaction) throws(StorageFailure) in
            _ = try transaction.unmerge(.id(duplicate), expected: version, for: everything)
        }
        #expect(try told().contains("olga reopening received"))
        try store.create([
            "summary": "once more", "status": "duplicate", "duplicate_of": .text(number),
        ])
        #expect(try told().last == "paul duplicate ×2")
        store.close()
    }

    @Test("Decisions and reports tell who watches, a decision that is signed at once as one")
    func reporting() throws {
        let death = try store.create([
            "description": "d", "received": "2026-03-02", "aware": "2026-03-02",
            "outcome": "death", "public_health_threat": "no", "markets": .list(["EU"]),
        ]).value.id
        try watch("olga", of: death)
        let made = try store.decide(death, "EU", "reportable")
        #expect(try told() == ["olga decision EU"])
        _ = try store.signDecision(made, as: "paul")
        #expect(try told() == ["olga decision EU ×2"])
        try see("olga")
        _ = try store.decide(death, "EU", "reportable", signedBy: "paul")
        #expect(try told().last == "olga decision EU")
        let report = try store.report(
            death, ["jurisdiction": "EU", "type": "initial", "report_number": "MIR-1"])
        #expect(try told().last == "olga report EU")
        try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            _ = try transaction.withdrawReport(
                report.id, of: .id(death), reason: "typo", for: everything)
        }
        #expect(try told().last == "olga report EU ×2")
        store.close()
    }

    // MARK: Work

    @Test("A task tells whose it becomes, while it is open; nobody of their own")
    func tasks() throws {
        let task = try store.add(
            .work, ["title": "Call", "owner": "olga", "state": "open"], to: id)
        try store.add(.work, ["title": "Mine", "owner": "marie", "state": "open"], to: id)
        try store.add(.work, ["title": "Over", "owner": "paul", "state": "done"], to: id)
        #expect(try told() == ["olga task"])
        let due = try store.change(task, ["due": "2026-04-01"])
        #expect(try told() == ["olga task"])
        let handed = try store.change(due, ["owner": "paul"])
        #expect(try told() == ["olga task", "paul task"])
        try store.withdraw(handed)
        try store.add(.work, ["title": "More", "owner": "paul", "state": "open"], to: id)
        #expect(try told() == ["olga task", "paul task ×2"])
        store.close()
    }

    @Test("A file tells its new owner and investigator, from its first day on, one person once")
    func hands() throws {
        try store.create(["summary": "s", "owner": "olga", "investigator": "olga"])
        #expect(try told() == ["olga owner"])
        try change(id, ["owner": "marie", "investigator": "paul"])
        #expect(try told() == ["olga owner", "paul investigator"])
        try change(id, ["summary": "t"])
        try change(id, ["owner": "paul"])
        #expect(try told() == ["olga owner", "paul investigator", "paul owner"])
        store.close()
    }

    @Test("Files handed over in bulk are told in one row, whatever their number")
    func bulk() throws {
        let ids = try (0..<5).map { _ in try store.create(["summary": "s"]).value.id }
        for file in ids { try change(file, ["owner": "olga"], by: Self.job) }
        #expect(try told() == ["olga files owner ×5"])
        #expect(try page("olga").items.map(\.complaint) == [try #require(ids.last)])
        try see("olga")
        try change(ids[0], ["owner": "paul"], by: Self.job)
        try change(ids[0], ["owner": "olga"], by: Self.job)
        #expect(
            try told() == ["olga files owner ×5 seen", "olga files owner", "paul files owner"])
        store.close()
    }

    // MARK: Once

    @Test("What was told is there after a death, once; what was refused told nobody")
    func crash() throws {
        try watch("olga")
        try comment("@paul look")
        let number = try store.number(id)
        #expect(throws: StorageFailure.self) {
            try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
                _ = try transaction.addComment(
                    values(["text": "@paul again", "audience": "internal"]), to: .id(1),
                    for: everything)
                throw .refused(.notFound(.complaint, key: number))
            }
        }
        let left = try directory.copied()
        store.close()
        let again = try left.open()
        defer { again.close() }
        #expect(try told(again) == ["olga comment internal", "paul mention internal"])
        #expect(try again.verify(thorough: true).ok)
    }

    @Test("Nobody to tell costs one look into an index; a row that waits is found by one")
    func plans() throws {
        let fixture = try QueryFixture()
        let watchers = try fixture.explain(WriterSession.watchersSQL, [.integer(1)])
        #expect(!watchers.contains { $0.contains("SCAN") }, "\(watchers)")
        #expect(
            watchers.contains { $0.contains("companion_by_complaint (complaint_id=? AND kind=?)") })
        for (kind, count, index) in [
            (
                FileEvent.Kind.comment, 8,
                "notification_gathering (account_id=? AND complaint_id=?"
            ),
            (.files, 7, "notification_of_files (account_id=?)"),
            (.lapses, 7, "notification_gathering (account_id=?)"),
        ] {
            let lines = try fixture.explain(
                NotificationTable.gathering(kind), Array(repeating: .integer(1), count: count))
            #expect(lines.contains { $0.contains(index) }, "\(lines)")
        }
        store.close()
    }
}
