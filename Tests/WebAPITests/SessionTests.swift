import Complaints
import HTTP
import JSON
import Platform
import Testing

@testable import WebAPI

@Suite struct SessionTests {
    @Test func `The cookie of a sign-in opens what anonymous callers may not see`() throws {
        let instance = try TestInstance()
        instance.makeUser("marie", role: .analyst)
        #expect(instance.send(.get("/api/v1/session")).status == 401)
        let heard = instance.send(
            .post("/api/v1/session", ["name": "marie", "password": .string(TestInstance.password)]))
        #expect(heard.status == 201, "\(heard.text)")
        let cookie = try #require(heard.header("set-cookie"))
        #expect(cookie.hasPrefix("ibtool="))
        for part in ["HttpOnly", "SameSite=Lax", "Path=/"] { #expect(cookie.contains(part)) }
        #expect(!cookie.contains("Secure"))
        let session = instance.send(.get("/api/v1/session").signed(try #require(heard.cookie)))
        #expect(session.status == 200)
        #expect(session.bytes == heard.bytes)
        #expect(session.header("cache-control") == "no-store")
        let user = try #require(session.json["user"]?.objectValue)
        #expect(user["name"]?.stringValue == "marie")
        #expect(user["role"]?.stringValue == "analyst")
        #expect(session.json["permissions"]?.arrayValue?.count == 4)
    }

    @Test func `Over TLS the cookie is bound to the host and secure`() throws {
        let instance = try TestInstance()
        instance.makeUser("marie", role: .analyst)
        let heard = instance.send(
            .post("/api/v1/session", ["name": "marie", "password": .string(TestInstance.password)])
                .secure().host("complaints.example"))
        let cookie = try #require(heard.header("set-cookie"))
        #expect(cookie.hasPrefix("__Host-ibtool="))
        #expect(cookie.contains("Secure"))
        #expect(heard.header("strict-transport-security") == "max-age=31536000")
    }

    @Test func `Signing out ends the session`() throws {
        let instance = try TestInstance()
        instance.makeUser("marie", role: .viewer)
        let cookie = instance.signIn("marie")
        #expect(instance.send(.get("/api/v1/session").signed(cookie)).status == 200)
        let out = instance.send(.delete("/api/v1/session").signed(cookie))
        #expect(out.status == 204)
        #expect(out.header("set-cookie")?.contains("Max-Age=0") == true)
        #expect(instance.send(.get("/api/v1/session").signed(cookie)).status == 401)
    }

    @Test func `Signing in again ends the session the browser had`() throws {
        let instance = try TestInstance()
        instance.makeUser("marie", role: .viewer)
        let first = instance.signIn("marie")
        let again = instance.send(
            .post("/api/v1/session", ["name": "marie", "password": .string(TestInstance.password)])
                .signed(first))
        #expect(again.status == 201)
        #expect(again.cookie != first)
        #expect(instance.send(.get("/api/v1/session").signed(first)).status == 401)
    }

    @Test func `A session ends after twelve hours without a request, not before`() throws {
        let instance = try TestInstance()
        instance.makeUser("marie", role: .viewer)
        let cookie = instance.signIn("marie")
        for _ in 0..<3 {
            instance.clock.advance(by: .seconds(11 * 3600))
            #expect(instance.send(.get("/api/v1/session").signed(cookie)).status == 200)
        }
        instance.clock.advance(by: .seconds(13 * 3600))
        #expect(instance.send(.get("/api/v1/session").signed(cookie)).status == 401)
    }

    @Test func `A session ends thirty days after its sign-in, however much it is used`() throws {
        let instance = try TestInstance()
        instance.makeUser("marie", role: .viewer)
        let cookie = instance.signIn("marie")
        for _ in 0..<71 {
            instance.clock.advance(by: .seconds(10 * 3600))
            #expect(instance.send(.get("/api/v1/session").signed(cookie)).status == 200)
        }
        instance.clock.advance(by: .seconds(11 * 3600))
        #expect(instance.send(.get("/api/v1/session").signed(cookie)).status == 401)
    }

    @Test(arguments: ["marie", "nobody", "gone"])
    func `Every failed sign-in reads the same`(name: String) throws {
        let instance = try TestInstance()
        instance.makeUser("marie", role: .viewer)
        instance.makeUser("gone", role: .viewer)
        _ = instance.send(
            .patch("/api/v1/users/gone", ["active": false]).local().with("If-Match", "*"))
        let heard = instance.send(
            .post("/api/v1/session", ["name": .string(name), "password": "not the right one"]))
        #expect(heard.status == 401)
        #expect(heard.json["type"]?.stringValue == "urn:ibtool:problem:sign_in_failed")
        #expect(heard.header("set-cookie") == nil)
    }

    @Test func `Of a hundred guesses at most ten are evaluated`() throws {
        let instance = try TestInstance()
        instance.makeUser("marie", role: .viewer)
        var evaluated = 0
        for _ in 0..<100 {
            let heard = instance.send(
                .post("/api/v1/session", ["name": "marie", "password": "not the right one"]))
            if heard.status == 401 { evaluated += 1 }
            if heard.status == 429 { #expect(heard.header("retry-after") != nil) }
        }
        #expect(evaluated == SignInThrottle.freeFailures)
        instance.clock.advance(by: .seconds(2))
        #expect(!instance.signIn("marie").isEmpty)
    }

    @Test func `A new password ends every session and renews one's own`() throws {
        let instance = try TestInstance()
        instance.makeUser("marie", role: .viewer)
        let (one, other) = (instance.signIn("marie"), instance.signIn("marie"))
        let new = "something else entirely"
        let wrong = instance.send(
            .patch("/api/v1/session", ["password": ["old": "not it at all", "new": .string(new)]])
                .signed(one))
        #expect(wrong.status == 403)
        let heard = instance.send(
            .patch(
                "/api/v1/session",
                ["password": ["old": .string(TestInstance.password), "new": .string(new)]]
            ).signed(one))
        #expect(heard.status == 200, "\(heard.text)")
        let renewed = try #require(heard.cookie)
        #expect(renewed != one)
        #expect(instance.send(.get("/api/v1/session").signed(renewed)).bytes == heard.bytes)
        #expect(instance.send(.get("/api/v1/session").signed(one)).status == 401)
        #expect(instance.send(.get("/api/v1/session").signed(other)).status == 401)
        #expect(!instance.signIn("marie", password: new).isEmpty)
    }

    @Test func `One's own language is changed and told`() throws {
        let instance = try TestInstance()
        instance.makeUser("marie", role: .viewer)
        let cookie = instance.signIn("marie")
        let heard = instance.send(.patch("/api/v1/session", ["language": "fr"]).signed(cookie))
        #expect(heard.json["user"]?.objectValue?["language"]?.stringValue == "fr")
        let problem = instance.send(.get("/api/v1/complaints/999").signed(cookie))
        #expect(problem.header("content-language") == "fr")
    }

    @Test func `The database holds no secret, only hashes`() throws {
        let instance = try TestInstance()
        instance.makeUser("marie", role: .viewer)
        let secret = instance.signIn("marie").dropFirst("ibtool=".count)
        let token = instance.makeToken(of: "marie")
        instance.close()
        for name in try Directory.list(instance.directory) {
            let path = instance.directory + "/" + name
            guard try DurableFile.status(path)?.kind == .file else { continue }
            let bytes = try DurableFile.read(path, bytesMax: 1 << 30)
            #expect(!bytes.contains(Array(secret.utf8)), "\(name) holds a session's secret")
            #expect(!bytes.contains(Array(token.utf8)), "\(name) holds a token")
            #expect(!bytes.contains(Array(TestInstance.password.utf8)), "\(name)")
        }
        for line in instance.log.lines {
            #expect(!line.contains(secret) && !line.contains(token))
            #expect(!line.contains(TestInstance.password))
        }
    }
}
