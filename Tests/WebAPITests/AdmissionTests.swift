import Complaints
import HTTP
import JSON
import Testing

/// What admission found is taken when the request runs, and nothing is weaker for it: whoever was shut
/// out in between is shut out.
@Suite struct AdmissionTests {
    private static let list = "/api/v1/complaints?limit=5"

    @Test func `A request runs as it was admitted`() throws {
        let instance = try TestInstance()
        instance.makeUser("ana", role: .analyst)
        let cookie = instance.signIn("ana")
        let heard = instance.send(.get("/api/v1/session").signed(cookie)) {
            instance.makeComplaint(JSONObject([("description", .string("noise"))]))
        }
        #expect(heard.status == 200)
        #expect(heard.wasAdmitted)
    }

    @Test(arguments: [true, false])
    func `A credential that is revoked before its request runs is not good for it`(
        isToken: Bool
    ) throws {
        let instance = try TestInstance()
        instance.makeUser("ana", role: .analyst)
        let cookie = instance.signIn("ana")
        let token = instance.makeToken(of: "ana")
        let call = Call.get("/api/v1/session")
        let heard = instance.send(isToken ? call.bearer(token) : call.signed(cookie)) {
            let change = Call.patch("/api/v1/users/ana", ["active": false])
            #expect(instance.send(change.local().with("If-Match", "*")).status == 200)
        }
        #expect(heard.status == 401)
        #expect(heard.wasAdmitted)
    }

    @Test func `A session that is ended before its request runs is not good for it`() throws {
        let instance = try TestInstance()
        instance.makeUser("ana", role: .analyst)
        let cookie = instance.signIn("ana")
        let heard = instance.send(.get(Self.list).signed(cookie)) {
            #expect(instance.send(.delete("/api/v1/session").signed(cookie)).status == 204)
        }
        #expect(heard.status == 401)
    }

    @Test func `A session that comes to its end before its request runs is over for it`() throws {
        let instance = try TestInstance()
        instance.makeUser("ana", role: .analyst)
        let cookie = instance.signIn("ana")
        let heard = instance.send(.get(Self.list).signed(cookie)) {
            instance.clock.advance(by: .seconds(31 * 24 * 3600))
        }
        #expect(heard.status == 401)
    }

    @Test func `A role that is taken away before the request runs is gone`() throws {
        let instance = try TestInstance()
        instance.makeUser("ana", role: .analyst)
        let cookie = instance.signIn("ana")
        let call = Call.post(
            "/api/v1/complaints", ["received": "2026-03-02", "description": "noise"])
        let heard = instance.send(call.signed(cookie)) {
            let change = Call.patch("/api/v1/users/ana", ["role": "viewer"])
            #expect(instance.send(change.local().with("If-Match", "*")).status == 200)
        }
        #expect(heard.status == 403)
    }
}
