import Complaints
import Testing

@testable import Storage

@Suite("Who is told of clocks")
struct NotificationTests {
    private let directory: StoreDirectory
    private let store: Store

    init() throws {
        directory = try StoreDirectory()
        store = try directory.open()
        try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            _ = try transaction.createSite(values(["code": "S1", "name": "CHU"]))
            for (name, role) in [
                ("olga", Role.analyst), ("lead", .analyst), ("rita", .reviewer), ("ada", .admin),
            ] {
                _ = try transaction.createAccount(
                    Account(name: name, displayName: name, role: role))
            }
            var bound = Account(name: "bound", displayName: "bound", role: .reviewer)
            bound.sites = [1]
            _ = try transaction.createAccount(bound)
            var gone = Account(name: "gone", displayName: "gone", role: .reviewer)
            gone.isActive = false
            _ = try transaction.createAccount(gone)
            _ = try transaction.createTeam(Team(name: "MR", lead: "lead", members: ["olga"]))
        }
    }

    /// A file with the clock EU-10: ten days from 2 March.
    private func death(
        _ more: KeyValuePairs<String, FieldValue> = [:], aware: String = "2026-03-02"
    ) throws -> ComplaintStamp {
        var fields = values([
            "summary": "s", "received": .text(aware), "aware": .text(aware), "outcome": "death",
            "markets": .list(["EU"]),
        ])
        for (name, value) in more { fields[FieldName(name)] = value }
        let given = fields
        return try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            try transaction.createComplaint(given, for: everything)
        }.value
    }

    /// Who is told that day of the clock EU-10, by the way of the keeper.
    @discardableResult
    private func tell(_ store: Store, on day: String) throws -> [String] {
        let before = try told(store)
        let today = try #require(CivilDate(day))
        let found = try store.read { (reader) throws(StorageFailure) in
            try reader.dueWarnings(on: today, of: try reader.filesWithClocks()[...])
        }
        try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            _ = try transaction.note(found)
        }
        return try told(store).dropFirst(before.count).sorted()
    }

    private func told(_ store: Store) throws -> [String] {
        try store.rows(
            """
            SELECT account.name || ' ' || percent FROM notification
            JOIN account ON account.id = account_id WHERE rule = 'EU-10' ORDER BY notification.id
            """
        ).map { $0[0] }
    }

    @Test("The owner at each point, the lead from 75 %, roles from where the rule says, each once")
    func escalation() throws {
        _ = try death(["owner": "olga", "team": "MR"])
        #expect(try tell(store, on: "2026-03-06") == [])
        #expect(try tell(store, on: "2026-03-07") == ["olga 50"])
        #expect(try tell(store, on: "2026-03-07") == [])
        // A clock of the machine that jumps back tells nothing again.
        #expect(try tell(store, on: "2026-03-01") == [])
        #expect(try tell(store, on: "2026-03-10") == ["lead 75", "olga 75", "rita 75"])
        #expect(try tell(store, on: "2026-03-11") == ["lead 90", "olga 90"])
        store.close()
        let again = try directory.open()
        defer { again.close() }
        #expect(try tell(again, on: "2026-03-11") == [])
        #expect(try tell(again, on: "2026-03-12") == ["ada 100", "lead 100", "olga 100"])
        #expect(try again.verify(thorough: true).ok)
    }

    @Test("A jump over several points tells of the highest, to all whom it passed")
    func jump() throws {
        _ = try death(["owner": "olga"])
        #expect(try tell(store, on: "2026-03-12") == ["ada 100", "olga 100", "rita 100"])
        store.close()
    }

    @Test("Without an owner the lead takes their place; who does not see the file is not told")
    func places() throws {
        let stamp = try death(["team": "MR"])
        #expect(try tell(store, on: "2026-03-07") == ["lead 50"])
        try store.update(stamp.id, 1, ["site": "S1"])
        #expect(try tell(store, on: "2026-03-10") == ["bound 75", "lead 75", "rita 75"])
        store.close()
    }

    @Test("A clock that starts anew tells anew only when it ends on another day")
    func otherStart() throws {
        let stamp = try death(["owner": "olga"])
        #expect(try tell(store, on: "2026-03-07") == ["olga 50"])
        try store.update(stamp.id, 1, ["summary": "other words"])
        #expect(try tell(store, on: "2026-03-08") == [])
        try store.update(stamp.id, 2, ["aware": "2026-03-01"])
        #expect(try tell(store, on: "2026-03-08") == ["olga 50"])
        store.close()
    }

    @Test("Nothing half told is left by a death between notes")
    func crash() throws {
        _ = try death(["owner": "olga"])
        try tell(store, on: "2026-03-07")
        let left = try directory.copied()
        store.close()
        let again = try left.open()
        defer { again.close() }
        let warned = try again.value("SELECT count(*) FROM clock_warning WHERE rule = 'EU-10'")
        #expect(warned == "1")
        #expect(try told(again) == ["olga 50"])
        #expect(try tell(again, on: "2026-03-07") == [])
    }

    @Test("One sees one's own, of files one may see, until one has seen them")
    func reading() throws {
        _ = try death(["owner": "olga"])
        _ = try death(["owner": "olga"])
        try tell(store, on: "2026-03-07")
        func list(_ name: String, unseen: Bool, _ sites: Set<Int64>? = nil) throws -> [Int] {
            let visibility = Visibility(sites: sites, seesComplainant: true, seesPatient: false)
            return try store.read { (reader) throws(StorageFailure) in
                let account = try reader.account(named: name)
                let found = try reader.notifications(
                    of: account?.id ?? 0, onlyUnseen: unseen, for: visibility, limit: 50)
                return found.items.compactMap { item in
                    guard case .clock("EU-10", _, let percent) = item.matter else { return nil }
                    return percent
                }
            }
        }
        #expect(try list("olga", unseen: true) == [50, 50])
        #expect(try list("olga", unseen: true, [1]) == [])
        #expect(try list("rita", unseen: false) == [])
        try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            try transaction.markNotificationsSeen(of: 1, upTo: .max)
        }
        #expect(try list("olga", unseen: true) == [])
        #expect(try list("olga", unseen: false) == [50, 50])
        let left = try store.read { (reader) throws(StorageFailure) in
            try reader.notifications(of: 1, onlyUnseen: false, for: everything, limit: 1).unseen
        }
        #expect(left == 0)
        store.close()
    }

    // MARK: Bounds

    /// So many for the account 1, in the file 1, told at their own number in microseconds.
    private func fill(_ store: Store, _ count: Int) throws {
        try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            try transaction.session.connection.execute(
                """
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(count))
                INSERT INTO notification(account_id, complaint_id, rule, due, percent, at)
                SELECT 1, 1, 'R' || i, '2026-03-12', 50, i FROM n
                """)
        }
    }

    private func page(
        _ store: Store, before id: Int64 = .max, onlyUnseen: Bool = false, limit: Int = 30,
        for visibility: Visibility = everything
    ) throws -> NotificationPage {
        try store.read { (reader) throws(StorageFailure) in
            try reader.notifications(
                of: 1, before: id, onlyUnseen: onlyUnseen, for: visibility, limit: limit)
        }
    }

    @Test("A count goes to a hundred, a page looks at a thousand rows, and marks come in turns")
    func bounds() throws {
        _ = try death()
        let rows = NotificationTable.rowsMax
        try fill(store, NotificationPage.unseenMax - 1)
        #expect(try page(store).unseen == 99)
        try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            try transaction.session.connection.execute("DELETE FROM notification")
        }
        try fill(store, rows + 500)
        #expect(try page(store).unseen == 100)
        for onlyUnseen in [false, true] {
            var (ids, before) = ([Int64](), Int64.max)
            while true {
                let page = try page(store, before: before, onlyUnseen: onlyUnseen, limit: 400)
                ids += page.items.map(\.id)
                guard let next = page.next else { break }
                before = next
            }
            #expect(ids == (1...Int64(rows + 500)).reversed())
        }
        // Of files that one does not see any more: an empty page that goes on.
        let mine = Visibility(sites: [99], seesComplainant: false, seesPatient: false)
        let blind = try page(store, for: mine)
        #expect(blind.items.isEmpty && blind.unseen == 0 && blind.next == 501)
        #expect(try page(store, before: 501, for: mine).next == nil)
        for (isAll, left) in [(false, "500"), (true, "0")] {
            let marked = try store.writeAndWait(by: marie) {
                (transaction) throws(StorageFailure) in
                try transaction.markNotificationsSeen(of: 1, upTo: .max)
            }.value
            #expect(marked == isAll)
            let unseen = try store.value(
                "SELECT count(*) FROM notification WHERE seen_at IS NULL")
            #expect(unseen == left)
        }
        store.close()
    }

    @Test("Seen ones go before the others, the oldest first, and no younger row is looked at")
    func retention() throws {
        _ = try death()
        let rows = NotificationTable.rowsMax
        try fill(store, rows * 2)
        // Every other one was seen at its number.
        try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            try transaction.session.connection.execute(
                "UPDATE notification SET seen_at = at WHERE id % 2 = 0")
        }
        let limits = NotificationLimits(seenBefore: 1_101, toldBefore: 11)
        func span(_ id: Int64) throws -> (ids: [Int64], next: Int64?) {
            try store.read { (reader) throws(StorageFailure) in
                try reader.oldNotifications(after: id, limits)
            }
        }
        let first = try span(0)
        #expect(first.ids == Array(1...10) + stride(from: 12, through: 1_000, by: 2))
        #expect(first.next == Int64(rows))
        let second = try span(Int64(rows))
        #expect(second.ids == Array(stride(from: 1_002, through: 1_100, by: 2)))
        #expect(second.next == nil)
        try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            try transaction.removeNotifications((first.ids + second.ids)[...])
        }
        #expect(try span(0).ids == [])
        #expect(try page(store, limit: 1).items.first?.id == Int64(rows * 2))
        store.close()
    }

    @Test("Pages, counts and marks go by an index in its order")
    func plans() throws {
        let fixture = try QueryFixture()
        let known = [
            (NotificationTable.page, "notification_by_account (account_id=? AND id<?)"),
            (NotificationTable.unseenPage, "notification_unseen (account_id=? AND rowid<?)"),
            (NotificationTable.unseenSites, "notification_unseen (account_id=?)"),
            (NotificationTable.seeing, "notification_unseen (account_id=? AND rowid<?)"),
        ]
        for (sql, index) in known {
            let lines = try fixture.explain(sql, [])
            #expect(lines.contains { $0.contains(index) }, "\(lines)")
            #expect(!lines.contains { $0.contains("SCAN") || $0.contains("ORDER BY") }, "\(lines)")
        }
        store.close()
    }
}
