import Complaints
import HTTP
import JSON
import Platform
import Testing

/// What a server that gives a cached answer again relies on.
@Suite struct CachedReplayTests {
    private static let list = "/api/v1/complaints?limit=5"
    private static let record = JSONObject([
        ("received", .string("2026-03-02")), ("description", .string("noise")),
    ])

    /// The replay of a second, cached GET; nil when there is none.
    private func kept(_ instance: TestInstance, _ call: Call) -> (any Replay)? {
        _ = instance.send(call)
        let admission = instance.application.admit(
            call.head, from: call.peer, id: TestInstance.requestID)
        guard case .replayable(_, let replay) = admission else { return nil }
        return replay
    }

    private func time(_ instance: TestInstance) -> Int64 {
        instance.clock.wallClock.now().microseconds
    }

    @Test func `A cached list stands until something in it changes`() throws {
        let instance = try TestInstance()
        instance.makeUser("ana", role: .analyst)
        instance.makeComplaint(Self.record)
        let call = Call.get(Self.list).signed(instance.signIn("ana"))
        let replay = try #require(kept(instance, call))
        #expect(replay.use(at: time(instance)))
        instance.makeComplaint(Self.record)
        #expect(!replay.use(at: time(instance)))
    }

    @Test func `It stands for one second, so that the use of a session is noted`() throws {
        let instance = try TestInstance()
        instance.makeUser("ana", role: .analyst)
        let call = Call.get(Self.list).signed(instance.signIn("ana"))
        let replay = try #require(kept(instance, call))
        let now = time(instance)
        #expect(replay.use(at: now + 999_999))
        #expect(!replay.use(at: now + 1_000_000))
        #expect(!replay.use(at: now - 1))
    }

    @Test func `It falls with the session, the account and the token`() throws {
        let instance = try TestInstance()
        instance.makeUser("ana", role: .analyst)
        let cookie = instance.signIn("ana")
        let first = try #require(kept(instance, .get(Self.list).signed(cookie)))
        #expect(instance.send(.delete("/api/v1/session").signed(cookie)).status == 204)
        #expect(!first.use(at: time(instance)))

        let token = instance.makeToken(of: "ana")
        let second = try #require(kept(instance, .get(Self.list).bearer(token)))
        #expect(second.use(at: time(instance)))
        instance.makeUser("another", role: .viewer)
        #expect(!second.use(at: time(instance)))
    }

    @Test func `Restricted answers and the operator's are given once only`() throws {
        let instance = try TestInstance()
        instance.makeUser("paula", role: .analyst, patient: true)
        let id = instance.makeComplaint(Self.record)
        let cookie = instance.signIn("paula")
        #expect(kept(instance, .get("/api/v1/complaints/\(id)").signed(cookie)) == nil)
        #expect(kept(instance, .get("/api/v1/session").signed(cookie)) == nil)
        #expect(kept(instance, .get("/api/v1/users").signed(cookie)) == nil)
    }

    @Test func `Files of the interface stand while the newest commit is the same`() throws {
        let instance = try TestInstance()
        let replay = try #require(kept(instance, .get("/complaints")))
        #expect(replay.use(at: time(instance)))
        instance.makeComplaint(Self.record)
        #expect(!replay.use(at: time(instance)))
    }
}
