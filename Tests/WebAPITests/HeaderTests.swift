import HTTP
import JSON
import Testing

@testable import WebAPI

@Suite struct HeaderTests {
    private static let always = [
        "content-security-policy", "x-content-type-options", "referrer-policy",
        "cross-origin-opener-policy", "cross-origin-resource-policy", "permissions-policy",
        "cache-control", "ibtool-commit",
    ]

    @Test func `Every route's answer carries the security headers, refused or not`() throws {
        let instance = try TestInstance()
        instance.makeUser("admin", role: .admin)
        let cookie = instance.signIn("admin")
        let id = instance.makeComplaint(JSONObject([("description", "Image noise")]))
        for route in RouteTable(Routes.all, pages: Routes.pages).routes {
            let target = route.path.text.replacing("{id}", with: String(id))
                .replacing("{name}", with: "admin").replacing("{attachment}", with: "1")
                .replacing("{version}", with: "1").replacing("{companion}", with: "1")
                .replacing("{annex}", with: "A")
                .replacing("{form}", with: "eu-mir")
                .replacing("{check}", with: "uncoded")
                .replacing("{fingerprint}", with: "x")
                .replacing("{path*}", with: "app.js").replacing("{file}", with: "signin")
                .replacing("{page*}", with: "complaints/1")
            for call in [
                Call(method: route.method, target: target),
                Call(method: route.method, target: target).signed(cookie),
                Call(method: route.method, target: target).host("evil.example"),
            ] {
                let heard = instance.send(call)
                for name in Self.always {
                    #expect(
                        heard.response.headers.all(name).count == 1,
                        "\(name) of \(route.method) \(target): \(heard.status)")
                }
                #expect(heard.header("server") == nil)
            }
        }
    }

    @Test func `No policy allows inline code`() {
        #expect(!SecurityHeaders.contentPolicy.contains("unsafe"))
        #expect(SecurityHeaders.contentPolicy.hasPrefix("default-src 'none'"))
        #expect(SecurityHeaders.plain["strict-transport-security"] == nil)
    }

    @Test func `Unknown paths, wrong methods and OPTIONS are answered by the table`() throws {
        let instance = try TestInstance()
        #expect(instance.send(.get("/api/v1/nothing")).status == 404)
        #expect(instance.send(.get("/api/v1/nothing")).header("content-type") == Problem.mediaType)
        #expect(instance.send(.get("/nothing.js")).status == 404)
        let wrong = instance.send(.delete("/api/v1/complaints"))
        #expect(wrong.status == 405)
        #expect(wrong.header("allow") == "GET, POST, HEAD, OPTIONS")
        let options = instance.send(Call(method: .options, target: "/api/v1/complaints"))
        #expect(options.status == 204)
        #expect(options.header("allow") == "GET, POST, HEAD, OPTIONS")
        #expect(instance.send(Call(method: .head, target: "/healthz")).status == 200)
    }

    @Test func `The page is asked again each time, its files are kept for ever`() throws {
        let instance = try TestInstance()
        for target in ["/", "/signin", "/setup", "/complaints", "/complaints/C-2026-000001"] {
            let page = instance.send(.get(target))
            #expect(page.status == 200)
            #expect(page.header("content-type") == "text/html; charset=utf-8")
            #expect(page.header("cache-control") == "no-cache")
            let tag = try #require(page.header("etag"))
            let again = instance.send(.get(target).with("If-None-Match", tag))
            #expect(again.status == 304)
            #expect(again.bytes.isEmpty)
            let packed = instance.send(.get(target).with("Accept-Encoding", "gzip, br"))
            #expect(packed.header("content-encoding") == "gzip")
            #expect(packed.header("etag") != tag)
            #expect(packed.header("vary") == "accept-encoding")
        }
        let fingerprint = instance.assetsFingerprint
        let file = instance.send(.get("/assets/\(fingerprint)/app.js"))
        #expect(file.status == 200)
        #expect(file.header("cache-control") == "public, max-age=31536000, immutable")
        #expect(instance.send(.get("/assets/old/app.js")).header("cache-control") == "no-cache")
        #expect(instance.send(.get("/assets/\(fingerprint)/none.js")).status == 404)
    }

    @Test func `A declared body beyond the limit is refused from its head`() throws {
        let instance = try TestInstance()
        instance.makeUser("admin", role: .admin)
        let cookie = instance.signIn("admin")
        for (length, isTaken) in [
            (BodyRule.jsonBytesMax, true), (BodyRule.jsonBytesMax + 1, false),
        ] {
            let call = Call(method: .post, target: "/api/v1/complaints").signed(cookie)
                .with("Content-Type", "application/json").with("Content-Length", String(length))
            switch instance.application.admit(
                call.head, from: call.peer, id: TestInstance.requestID)
            {
            case .run, .replayable: #expect(isTaken)
            case .answer(let response):
                #expect(!isTaken)
                #expect(response.status.code == 413)
            }
        }
    }
}
