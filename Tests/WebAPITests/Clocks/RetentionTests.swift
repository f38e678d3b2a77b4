import Complaints
import JSON
import Platform
import Storage
import Telemetry
import Testing

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

    private func pass(days: Int) throws {
        instance.clock.advance(by: .seconds(days * 86_400))
        try work.forgetNotifications()
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
