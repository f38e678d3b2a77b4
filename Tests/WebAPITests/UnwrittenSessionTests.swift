import Complaints
import HTTP
import JSON
import Platform
import Storage
import Testing

@testable import WebAPI

/// Sessions that wait for space on the disk.
@Suite struct UnwrittenSessionTests {
    private func account(_ name: String, _ instance: TestInstance) throws -> Account {
        try #require(
            try instance.store.read { reader throws(StorageFailure) in
                try reader.account(named: name)
            })
    }

    private func session(_ account: Account, _ instance: TestInstance) -> UnwrittenSessions.Session
    {
        let now = instance.clock.wallClock.now()
        return UnwrittenSessions.Session(
            account: account, expiresAt: now.microseconds + 3_600_000_000,
            openedAt: now.microseconds, address: "127.0.0.1")
    }

    @Test func `One lets in until its account changes`() throws {
        let instance = try TestInstance()
        instance.makeUser("anna", role: .analyst)
        let sessions = instance.application.instance.credentials.unwritten
        let added = sessions.add(
            session(try account("anna", instance), instance), hash: Secrets.hash(of: "secret"))
        #expect(added)
        let call = Call.get("/api/v1/session").signed("ibtool=secret")
        #expect(instance.send(call).status == 200)
        let change = instance.send(
            .patch("/api/v1/users/anna", ["password": "another long password"])
                .with("If-Match", "*").local())
        #expect(change.status == 200, "\(change.text)")
        #expect(instance.send(call).status == 401)
        sessions.write(to: instance.store)
        instance.makeComplaint(JSONObject([("description", "after it")]))
        #expect(instance.send(call).status == 401)
    }

    @Test func `One is written when there is space, and lets in as before`() throws {
        let instance = try TestInstance()
        instance.makeUser("anna", role: .analyst)
        let sessions = instance.application.instance.credentials.unwritten
        let hash = Secrets.hash(of: "secret")
        _ = sessions.add(session(try account("anna", instance), instance), hash: hash)
        sessions.write(to: instance.store)
        // The writer takes requests in order: this one comes after.
        instance.makeComplaint(JSONObject([("description", "after it")]))
        let written = try instance.store.read { reader throws(StorageFailure) in
            try reader.credential(hash: hash, at: 0) != nil
        }
        #expect(written)
        #expect(instance.send(.get("/api/v1/session").signed("ibtool=secret")).status == 200)
    }

    @Test func `There are so many and no more`() throws {
        let instance = try TestInstance()
        instance.makeUser("anna", role: .analyst)
        let sessions = UnwrittenSessions()
        let one = session(try account("anna", instance), instance)
        for number in 0..<UnwrittenSessions.countMax {
            #expect(sessions.add(one, hash: Secrets.hash(of: "\(number)")))
        }
        #expect(!sessions.add(one, hash: Secrets.hash(of: "one more")))
    }
}
