import HTTP
import JSON
import Testing

@testable import WebAPI

/// Idempotency-Key on every POST that makes something.
@Suite struct OnceTests {
    private static let makers: [(path: String, body: JSONValue, other: JSONValue)] = [
        (
            "/api/v1/complaints", ["description": "Image noise"],
            ["description": "Something else"]
        ),
        ("/api/v1/sites", ["code": "LIL", "name": "Lille"], ["code": "LYO", "name": "Lyon"]),
        (
            "/api/v1/systems", ["system_id": "S1", "modality": "MR"],
            ["system_id": "S2", "modality": "MR"]
        ),
    ]

    @Test(arguments: makers.indices)
    func `The same key makes one record, another body under it is refused`(index: Int) throws {
        let instance = try TestInstance()
        let (path, body, other) = Self.makers[index]
        let call = Call.post(path, body).local().with("Idempotency-Key", "call-17")
        let (first, second) = (instance.send(call), instance.send(call))
        #expect(first.status == 201, "\(first.text)")
        #expect(second.status == 201, "\(second.text)")
        #expect(second.bytes == first.bytes)
        #expect(second.header("location") == first.header("location"))
        let refused = instance.send(
            .post(path, other).local().with("Idempotency-Key", "call-17"))
        #expect(refused.status == 422, "\(refused.text)")
        #expect(
            refused.json["type"]?.stringValue
                == "urn:ibtool:problem:idempotency_key_of_another_request")
        #expect(refused.json["detail"]?.stringValue?.contains("Idempotency-Key") == true)
        #expect(instance.send(.get(path).local()).json["total"]?.int64Value == 1)
    }

    @Test func `A key is a caller's own, at one address, for a day`() throws {
        let instance = try TestInstance()
        instance.makeUser("anna", role: .analyst)
        let cookie = instance.signIn("anna")
        let (path, body, _) = Self.makers[0]
        let call = Call.post(path, body).with("Idempotency-Key", "k")
        let mine = instance.send(call.signed(cookie)).json["id"]?.int64Value
        #expect(instance.send(call.local()).json["id"]?.int64Value != mine)
        for (path, body, _) in Self.makers.dropFirst() {
            let heard = instance.send(
                Call.post(path, body).with("Idempotency-Key", "k").signed(cookie))
            #expect(heard.status == 201, "\(heard.text)")
        }
        instance.clock.advance(by: .seconds(10 * 3600))
        #expect(instance.send(call.signed(cookie)).json["id"]?.int64Value == mine)
        instance.clock.advance(by: .seconds(15 * 3600))
        let late = instance.signIn("anna")
        #expect(instance.send(call.signed(late)).json["id"]?.int64Value != mine)
    }

    @Test func `A refused request leaves its key free`() throws {
        let instance = try TestInstance()
        let (path, body, _) = Self.makers[1]
        _ = instance.send(.post(path, body).local())
        let call = Call.post(path, body).local().with("Idempotency-Key", "k")
        #expect(instance.send(call).status == 409)
        let other = Call.post(path, ["code": "LYO", "name": "Lyon"]).local()
        #expect(instance.send(other.with("Idempotency-Key", "k")).status == 201)
    }

    @Test func `What was answered with a secret is refused when repeated`() throws {
        let instance = try TestInstance()
        instance.makeUser("anna", role: .analyst)
        let user: (String) -> JSONValue = { password in
            ["name": "bert", "role": "viewer", "password": .string(password)]
        }
        let calls: [(Call, Call)] = [
            (
                .post("/api/v1/users", user(TestInstance.password)),
                .post("/api/v1/users", user("another long password"))
            ),
            (
                .post("/api/v1/tokens", ["user": "anna", "name": "t"]),
                .post("/api/v1/tokens", ["user": "anna", "name": "t"])
            ),
        ]
        for (first, again) in calls {
            let key = "k-\(first.target)"
            let made = instance.send(first.local().with("Idempotency-Key", key))
            #expect(made.status == 201, "\(made.text)")
            let repeated = instance.send(again.local().with("Idempotency-Key", key))
            #expect(repeated.status == 409, "\(repeated.text)")
            #expect(
                repeated.json["type"]?.stringValue == "urn:ibtool:problem:already_done")
            let french = instance.send(
                again.local().with("Idempotency-Key", key).with("Accept-Language", "fr"))
            #expect(french.json["detail"]?.stringValue?.contains("abouti") == true)
        }
        #expect(instance.send(.get("/api/v1/users").local()).json["total"]?.int64Value == 2)
        let other = instance.send(
            .post("/api/v1/users", ["name": "carl", "role": "viewer"]).local()
                .with("Idempotency-Key", "k-/api/v1/users"))
        #expect(other.status == 422, "\(other.text)")
    }

    @Test(arguments: ["", String(repeating: "k", count: 201)])
    func `A key beyond its limit is refused`(key: String) throws {
        let instance = try TestInstance()
        for (path, body, _) in Self.makers {
            let heard = instance.send(
                .post(path, body).local().with("Idempotency-Key", key))
            #expect(heard.status == 400)
        }
        let most = String(repeating: "k", count: 200)
        let heard = instance.send(
            .post(Self.makers[0].path, Self.makers[0].body).local()
                .with("Idempotency-Key", most))
        #expect(heard.status == 201)
    }
}
