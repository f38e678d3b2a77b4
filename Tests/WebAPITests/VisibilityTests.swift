import Complaints
import HTTP
import JSON
import Platform
import Testing

@testable import WebAPI

@Suite struct VisibilityTests {
    private func makeSites(_ instance: TestInstance) throws -> (lille: Int64, lyon: Int64) {
        for code in ["LIL", "LYO"] {
            let heard = instance.send(
                .post("/api/v1/sites", ["code": .string(code), "name": .string("Site " + code)])
                    .local())
            try #require(heard.status == 201, "\(heard.text)")
        }
        let lille = instance.makeComplaint(
            JSONObject([("description", "Noise in Lille"), ("site", "LIL")]))
        let lyon = instance.makeComplaint(
            JSONObject([("description", "Noise in Lyon"), ("site", "LYO")]))
        return (lille, lyon)
    }

    @Test func `Whoever is bound to a site sees nothing of another, whichever way`() throws {
        let instance = try TestInstance()
        let (lille, lyon) = try makeSites(instance)
        instance.makeUser("lili", role: .analyst, sites: ["LIL"])
        instance.makeUser("anna", role: .analyst)
        let (bound, free) = (instance.signIn("lili"), instance.signIn("anna"))
        // The free caller's answers are in the cache before the bound one asks.
        for cookie in [free, bound, free, bound] {
            let isFree = cookie == free
            func status(_ target: String) -> UInt16 {
                instance.send(.get(target).signed(cookie)).status
            }
            #expect(status("/api/v1/complaints/\(lille)") == 200)
            #expect(status("/api/v1/complaints/\(lyon)") == (isFree ? 200 : 404))
            #expect(status("/api/v1/complaints/\(lyon)/history") == (isFree ? 200 : 404))
            let list = instance.send(.get("/api/v1/complaints?q=noise").signed(cookie))
            #expect(list.json["total"]?.int64Value == (isFree ? 2 : 1))
            #expect(list.text.contains("Lyon") == isFree)
            let facets = instance.send(
                .get("/api/v1/complaints/facets?by=site").signed(cookie))
            #expect(facets.text.contains("LYO") == isFree, "\(facets.text)")
            let export = instance.send(
                .get("/api/v1/complaints/export?format=csv").signed(cookie))
            #expect(export.text.contains("Lyon") == isFree)
            let query = instance.send(.post("/api/v1/complaints/query", [:]).signed(cookie))
            #expect(query.json["total"]?.int64Value == (isFree ? 2 : 1))
        }
        let change = instance.send(
            .patch("/api/v1/complaints/\(lyon)", ["severity": "minor"]).signed(bound)
                .with("If-Match", "\"1\""))
        #expect(change.status == 404)
    }

    @Test func `A change of sites is seen by the next request`() throws {
        let instance = try TestInstance()
        let (_, lyon) = try makeSites(instance)
        instance.makeUser("lili", role: .analyst, sites: ["LIL"])
        let cookie = instance.signIn("lili")
        let call = Call.get("/api/v1/complaints/\(lyon)").signed(cookie)
        #expect(instance.send(call).status == 404)
        let change = instance.send(
            .patch("/api/v1/users/lili", ["sites": ["LIL", "LYO"]]).local().with("If-Match", "*"))
        #expect(change.status == 200, "\(change.text)")
        #expect(instance.send(call).status == 200)
        _ = instance.send(
            .patch("/api/v1/users/lili", ["active": false]).local().with("If-Match", "*"))
        #expect(instance.send(call).status == 401)
    }

    @Test func `Patient fields are for the grant alone, and each reading is in the log first`()
        throws
    {
        let instance = try TestInstance()
        instance.makeUser("anna", role: .analyst)
        instance.makeUser("paul", role: .analyst, patient: true)
        let (without, with) = (instance.signIn("anna"), instance.signIn("paul"))
        let id = instance.makeComplaint(
            JSONObject([("description", "Burn"), ("patient_age", 54)]))
        let target = "/api/v1/complaints/\(id)"
        let before = instance.store.commit
        let plain = instance.send(.get(target).signed(without))
        #expect(plain.json["patient_age"] == nil)
        #expect(instance.store.commit == before)
        let full = instance.send(.get(target).signed(with))
        #expect(full.json["patient_age"] != nil, "\(full.text)")
        #expect(full.header("cache-control") == "no-store")
        #expect(instance.store.commit == before + 1)
        let again = instance.send(.get(target).signed(with))
        #expect(again.wasAdmitted)
        #expect(instance.store.commit == before + 2)
        #expect(instance.send(.get(target + "?fields=patient_age").signed(without)).status == 403)
        for list in [
            "/api/v1/complaints?fields=patient_age", "/api/v1/complaints/export?fields=patient_age",
        ] {
            #expect(instance.send(.get(list).signed(with)).status == 403)
        }
    }

    @Test func `Complainant fields are for those who work files`() throws {
        let instance = try TestInstance()
        instance.makeUser("anna", role: .analyst)
        instance.makeUser("vera", role: .viewer)
        let id = instance.makeComplaint(
            JSONObject([("description", "Noise"), ("complainant_name", "Dr Martin")]))
        let target = "/api/v1/complaints/\(id)"
        #expect(instance.send(.get(target).signed(instance.signIn("anna"))).text.contains("Martin"))
        #expect(
            !instance.send(.get(target).signed(instance.signIn("vera"))).text.contains("Martin"))
    }
}

/// Collects the events of one listener.
final class EventCollector: EventSink {
    private let blocks = Mailbox<[UInt8]>(capacity: 1000)
    private let closed = Lock(false)

    func send(_ event: [UInt8]) -> Bool { blocks.offer(event) }
    func close() { closed.withLock { $0 = true } }

    var isClosed: Bool { closed.withLock { $0 } }

    /// The next block that is not a comment or a retry line; nil when none comes.
    func next() -> String? {
        while let block = blocks.take(until: .now() + .seconds(20)) {
            let text = String(decoding: block, as: UTF8.self)
            if text.hasPrefix("event: ") { return text }
        }
        return nil
    }

    /// Waits for the first sign of life.
    func opened() -> Bool { blocks.take(until: .now() + .seconds(20)) != nil }
}

@Suite struct EventTests {
    private func listen(_ instance: TestInstance, _ call: Call) throws -> EventCollector {
        let heard = instance.send(call)
        guard case .events(let source) = heard.response.body else {
            Issue.record("no events: \(heard.text)")
            return EventCollector()
        }
        #expect(heard.header("content-type") == "text/event-stream")
        let collector = EventCollector()
        source.start(collector)
        #expect(collector.opened())
        return collector
    }

    @Test func `A listener hears of changes they may see, and of nothing else`() throws {
        let instance = try TestInstance()
        for code in ["LIL", "LYO"] {
            _ = instance.send(
                .post("/api/v1/sites", ["code": .string(code), "name": "x"]).local())
        }
        instance.makeUser("lili", role: .analyst, sites: ["LIL"])
        let collector = try listen(
            instance, .get("/api/v1/events").signed(instance.signIn("lili")))
        instance.makeComplaint(JSONObject([("description", "Lyon"), ("site", "LYO")]))
        instance.makeUser("nobody", role: .viewer)
        let id = instance.makeComplaint(JSONObject([("description", "Lille"), ("site", "LIL")]))
        let event = try #require(collector.next())
        #expect(event.contains("event: change"))
        #expect(event.contains("\"entity\":\"complaint\",\"id\":\(id),"), "\(event)")
    }

    @Test func `Whoever comes back goes on behind the last event heard`() throws {
        let instance = try TestInstance()
        instance.makeUser("anna", role: .analyst)
        let cookie = instance.signIn("anna")
        let seq = instance.store.commit
        let first = instance.makeComplaint(JSONObject([("description", "One")]))
        let second = instance.makeComplaint(JSONObject([("description", "Two")]))
        let collector = try listen(
            instance,
            .get("/api/v1/events").signed(cookie).with("Last-Event-ID", String(seq)))
        let text = try #require(collector.next())
        #expect(text.contains("\"id\":\(first),"))
        let rest = text.contains("\"id\":\(second),") ? text : try #require(collector.next())
        #expect(rest.contains("\"id\":\(second),"))
    }

    @Test func `A stream ends with the session, and with the server`() throws {
        let instance = try TestInstance()
        instance.makeUser("anna", role: .analyst)
        let (one, other) = (instance.signIn("anna"), instance.signIn("anna"))
        let ended = try listen(instance, .get("/api/v1/events").signed(one))
        let drained = try listen(instance, .get("/api/v1/events").signed(other))
        #expect(instance.send(.delete("/api/v1/session").signed(one)).status == 204)
        instance.makeComplaint(JSONObject([("description", "Later")]))
        #expect(try #require(drained.next()).contains("complaint"))
        #expect(ended.isClosed)
        #expect(!drained.isClosed)
        instance.application.beginDrain()
        #expect(drained.isClosed)
        #expect(instance.send(.get("/readyz")).status == 503)
        #expect(instance.send(.get("/healthz")).status == 200)
    }
}
