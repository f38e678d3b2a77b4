import Complaints
import JSON
import Platform
import Telemetry
import Testing

@testable import Storage
@testable import WebAPI

@Suite("How long notifications are kept")
struct RetentionTests {
    private let instance: TestInstance
    private let work: ClockWork

    init() throws {
        instance = try TestInstance()
        instance.makeUser("ann", role: .analyst)
        work = ClockWork(store: instance.store, clock: instance.clock.wallClock, log: .silent)
    }

    /// A file of a death whose clock has passed points, with Ann told of them.
    private func warned(_ aware: String) throws -> Int64 {
        let id = instance.makeComplaint(
            JSONObject([
                ("description", "d"), ("received", .string(aware)), ("aware", .string(aware)),
                ("outcome", "death"), ("markets", ["EU"]), ("owner", "ann"),
            ]))
        try work.warn(of: [id])
        return id
    }

    /// The files that she finds notifications of.
    private func told() -> Set<Int64> {
        let heard = instance.send(
            .get("/api/v1/notifications?limit=200").signed(instance.signIn("ann")))
        return Set(
            (heard.json["items"]?.arrayValue ?? []).compactMap {
                $0.objectValue?["complaint"]?.int64Value
            })
    }

    private func advance(days: Int) { instance.clock.advance(by: .seconds(days * 86_400)) }

    /// A row in the log, as every day has some.
    private func note() {
        _ = instance.makeComplaint(
            JSONObject([("description", "d"), ("received", "2026-02-20")]))
    }

    private func removal() throws -> NotificationRemoval {
        NotificationRemoval(
            work.retention.limits(
                at: instance.clock.wallClock.now().microseconds,
                newestChange: try work.newestChange()))
    }

    private func pass(days: Int) throws {
        advance(days: days)
        note()
        var removal = try removal()
        try work.remove(&removal, while: { true })
        #expect(removal.next == nil)
    }

    @Test("A clock that jumped years ahead removes nothing, seen or not")
    func jump() throws {
        let id = try warned("2026-02-22")
        advance(days: 4_000)
        var removal = try removal()
        try work.remove(&removal, while: { true })
        #expect(removal.next == nil)
        #expect(told() == [id])
    }

    @Test("A look passes over ten spans, none once it may not run, and the next look goes on")
    func turns() throws {
        let id = try warned("2026-02-22")
        let rows = NotificationTable.rowsMax
        try instance.store.writeAndWait(
            by: Author(name: "system", origin: .system, address: "")
        ) { transaction throws(StorageFailure) in
            try transaction.session.connection.execute(
                """
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(rows * 10))
                INSERT INTO notification(account_id, complaint_id, rule, due, percent, at)
                SELECT account_id, complaint_id, 'R' || i, due, percent, at
                FROM n, (SELECT * FROM notification WHERE complaint_id = \(id) LIMIT 1)
                """)
        }
        advance(days: 400)
        note()
        var removal = try removal()
        try work.remove(&removal, while: { false })
        #expect(removal.next == 0)
        try work.remove(&removal, while: { true })
        #expect(removal.next == Int64(rows * 10))
        #expect(told() == [id])
        try work.remove(&removal, while: { true })
        #expect(removal.next == nil)
        #expect(told() == [])
    }

    @Test("Seen ones for ninety days, all for a year; that somebody was told stays in the log")
    func life() throws {
        let seen = try warned("2026-02-22")
        #expect(told() == [seen])
        let up: JSONValue = ["up_to": 1_000_000]
        let heard = instance.send(
            .post("/api/v1/notifications/seen", up).signed(instance.signIn("ann")))
        #expect(heard.status == 204)
        try pass(days: 10)
        let unseen = try warned("2026-03-04")
        try pass(days: 79)
        #expect(told() == [seen, unseen])
        try pass(days: 2)
        #expect(told() == [unseen])
        try pass(days: 270)
        #expect(told() == [unseen])
        try pass(days: 15)
        #expect(told() == [])
        let notices = try instance.store.read { reader throws(StorageFailure) in
            try reader.clockNotices(after: 0).notices
        }
        #expect(Set(notices.map(\.rule)).contains("EU-10"))
        #expect(try instance.store.verify(thorough: true).ok)
    }
}

@Suite("When clocks are looked at")
struct ClockLookTests {
    @Test("All files at the start, and again half a minute after a look at the soonest")
    func first() {
        var looks = ClockKeeper.Looks()
        let start = MonotonicInstant.now()
        #expect(looks.mayLookAtAll(at: start))
        looks.begin(CivilDate("2026-03-02"), removing: .init(), at: 0, moment: start)
        #expect(!looks.mayLookAtAll(at: start + .seconds(29)))
        #expect(looks.mayLookAtAll(at: start + .seconds(30)))
    }
}
