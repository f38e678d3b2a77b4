import Complaints
import Platform
import Testing

@testable import Storage

@Suite("Who is told on taking a file over")
struct HandoverTests {
    private let store: Store
    private let directory: StoreDirectory

    /// It is 11 March 2026: of a death known since 2 March, nine days of ten are gone.
    init() throws {
        directory = try StoreDirectory()
        let clock = ManualClock(Timestamp(microseconds: 1_773_223_200_000_000))
        store = try directory.open { $0.clock = clock.wallClock }
        try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            _ = try transaction.createSite(values(["code": "S1", "name": "CHU"]))
            for name in ["olga", "paul", "lea", "lars"] {
                _ = try transaction.createAccount(
                    Account(name: name, displayName: name, role: .analyst))
            }
            var bound = Account(name: "bound", displayName: "bound", role: .analyst)
            bound.sites = [1]
            _ = try transaction.createAccount(bound)
            _ = try transaction.createTeam(Team(name: "MR", lead: "lea", members: []))
            _ = try transaction.createTeam(Team(name: "CT", lead: "lars", members: []))
        }
    }

    private func death(_ aware: FieldValue = "2026-03-02") throws -> ComplaintStamp {
        try store.create([
            "summary": "s", "received": aware, "aware": aware, "outcome": "death",
            "markets": .list(["EU"]), "owner": "olga",
        ]).value
    }

    private func told() throws -> [String] {
        try store.rows(
            """
            SELECT account.name || ' ' || notification.due || ' ' || percent FROM notification
            JOIN account ON account.id = account_id WHERE rule = 'EU-10' ORDER BY notification.id
            """
        ).map { $0[0] }
    }

    @Test("The new owner, of each clock past a point, once, with when it is due; nobody else")
    func owner() throws {
        let stamp = try death()
        try store.update(stamp.id, 1, ["summary": "other"])
        #expect(try told() == [])
        try store.update(stamp.id, 2, ["owner": "paul"])
        #expect(try told() == ["paul 2026-03-12 90"])
        try store.update(stamp.id, 3, ["owner": "olga"])
        try store.update(stamp.id, 4, ["owner": "paul"])
        #expect(try told() == ["paul 2026-03-12 90", "olga 2026-03-12 90"])
        let fresh = try death("2026-03-11")
        try store.update(fresh.id, 1, ["owner": "paul"])
        #expect(try told().count == 2)
        #expect(try store.verify(thorough: true).ok)
        store.close()
    }

    @Test("What a person was told of when it was reached is not told again, a later point is")
    func once() throws {
        let stamp = try death()
        func note(_ percent: Int) throws {
            let warning = ClockWarning(
                complaint: stamp.id, number: stamp.code, rule: "EU-10",
                due: try #require(CivilDate("2026-03-12")), percent: percent, escalation: [])
            try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
                _ = try transaction.note([warning])
            }
        }
        try note(50)
        try store.update(stamp.id, 1, ["owner": "paul"])
        try note(90)
        #expect(try told() == ["olga 2026-03-12 50", "paul 2026-03-12 90"])
        try store.update(stamp.id, 2, ["owner": "olga"])
        #expect(try told().last == "olga 2026-03-12 90")
        try store.update(stamp.id, 3, ["owner": "paul"])
        #expect(try told().count == 3)
        store.close()
    }

    @Test(
        "The lead of the new team, and who takes the owner's place; who does not see the file is not"
    )
    func lead() throws {
        let stamp = try death()
        try store.update(stamp.id, 1, ["team": "MR"])
        #expect(try told() == ["lea 2026-03-12 90"])
        try store.update(stamp.id, 2, ["team": "CT", "owner": .null])
        #expect(try told().dropFirst() == ["lars 2026-03-12 90"])
        try store.bring(stamp.id, to: "received", ["owner": "bound"])
        #expect(try told().count == 2)
        store.close()
    }

    @Test("A lead who was never told is on becoming the owner, and not while they stay the lead")
    func leadBecomesOwner() throws {
        let stamp = try death()
        try store.update(stamp.id, 1, ["team": "MR"])
        try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            guard var team = try transaction.team(1) else { return }
            team.lead = "lars"
            _ = try transaction.changeTeam(team, expected: team.version)
        }
        try store.update(stamp.id, 2, ["owner": "paul"])
        #expect(try told() == ["lea 2026-03-12 90", "paul 2026-03-12 90"])
        try store.update(stamp.id, 3, ["owner": "lars"])
        #expect(try told().last == "lars 2026-03-12 90")
        store.close()
    }

    @Test("A change as history tells, too; the log says it was a handover, the web hook does not")
    func history() throws {
        let stamp = try death()
        try store.bring(stamp.id, to: "triage", ["owner": "paul"])
        #expect(try told() == ["paul 2026-03-12 90"])
        let rows = try store.rows(
            "SELECT operation FROM change WHERE entity='clock' AND entity_id = \(stamp.id)")
        #expect(!rows.isEmpty)
        let notices = try store.read { (reader) throws(StorageFailure) in
            try reader.clockNotices(after: 0).notices.count
        }
        #expect(notices == 0)
        try store.bring(stamp.id, to: "withdrawn", ["owner": "lars"])
        #expect(try told().count == 1)
        store.close()
    }
}
