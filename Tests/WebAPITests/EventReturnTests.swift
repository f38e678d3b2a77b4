import HTTP
import JSON
import Testing

@testable import WebAPI

/// Coming back with Last-Event-ID.
@Suite struct EventReturnTests {
    @Test func `A listener ahead of the log, as after a restore, is told to load afresh`() throws {
        let instance = try TestInstance()
        let commit = instance.store.commit
        for ahead in [commit + 1, Int64.max] {
            let heard = instance.send(
                .get("/api/v1/events").local().with("Last-Event-ID", String(ahead)))
            guard case .events(let source) = heard.response.body else {
                Issue.record("no events: \(heard.text)")
                return
            }
            let collector = WholeCollector()
            source.start(collector)
            #expect(collector.text(until: "event: reset\nid: \(commit)\ndata: {}\n\n"))
        }
    }

    @Test func `A listener that heard everything hears of the next change alone`() throws {
        let instance = try TestInstance()
        let commit = instance.store.commit
        let heard = instance.send(
            .get("/api/v1/events").local().with("Last-Event-ID", String(commit)))
        guard case .events(let source) = heard.response.body else { return }
        let collector = WholeCollector()
        source.start(collector)
        instance.makeComplaint(JSONObject([("description", "One")]))
        #expect(collector.text(until: "event: change"))
        #expect(!collector.all.contains("event: reset"))
    }

    @Test(arguments: ["x", "-1", "1.5", "99999999999999999999", "1 2"])
    func `A Last-Event-ID that is no number of ours is refused`(id: String) throws {
        let instance = try TestInstance()
        let heard = instance.send(.get("/api/v1/events").local().with("Last-Event-ID", id))
        #expect(heard.status == 400)
        #expect(heard.json["detail"]?.stringValue?.contains("Last-Event-ID") == true)
    }

    @Test func `A server that drains takes no listeners`() throws {
        let instance = try TestInstance()
        instance.application.beginDrain()
        #expect(instance.send(.get("/api/v1/events").local()).status == 503)
    }
}
