import HTTP
import JSON
import Testing

@testable import WebAPI

/// Parts of files (RFC 9110 section 14).
@Suite struct RangeTests {
    private static let target = "/openapi.json"

    @Test(arguments: [
        ("bytes=0-9", 0, 10), ("bytes=5-5", 5, 1), ("bytes=-4", -4, 4), ("bytes=10-", 10, -10),
        ("bytes=0-99999999", 0, 0), ("BYTES=0-0", 0, 1),
    ])
    func `A range is answered with its bytes`(range: String, start: Int, count: Int) throws {
        let instance = try TestInstance()
        for target in targets(instance) {
            let whole = instance.send(.get(target))
            #expect(whole.header("accept-ranges") == "bytes")
            let length = whole.bytes.count
            let first = start < 0 ? length + start : start
            let last = count <= 0 ? length : first + count
            for call in [
                Call.get(target), .get(target).with("Accept-Encoding", "gzip"),
                .get(target).with("If-Range", try #require(whole.header("etag"))),
            ] {
                let heard = instance.send(call.with("Range", range))
                #expect(heard.status == 206, "\(target) \(heard.status)")
                #expect(heard.bytes == Array(whole.bytes[first..<last]))
                #expect(heard.header("content-range") == "bytes \(first)-\(last - 1)/\(length)")
                #expect(heard.header("etag") == whole.header("etag"))
                #expect(heard.header("content-type") == whole.header("content-type"))
                #expect(heard.header("content-encoding") == nil)
                #expect(heard.header("vary") == whole.header("vary"))
                #expect(heard.header("cache-control") == whole.header("cache-control"))
            }
        }
    }

    private func targets(_ instance: TestInstance) -> [String] {
        [Self.target, "/", "/assets/\(instance.assetsFingerprint)/app.js", "/assets/old/app.js"]
    }

    @Test(arguments: [
        "bytes=0-1,3-4", "bytes=-", "bytes=9-5", "bytes=x-2", "items=0-1", "bytes=0 - 1", "",
    ])
    func `What is no single range is answered with the whole`(range: String) throws {
        let instance = try TestInstance()
        for target in targets(instance) {
            let heard = instance.send(.get(target).with("Range", range))
            #expect(heard.status == 200)
            #expect(heard.header("content-range") == nil)
            #expect(heard.bytes == instance.send(.get(target)).bytes)
        }
    }

    @Test(arguments: ["bytes=99999999-", "bytes=-0"])
    func `A range outside the file is 416 with its length`(range: String) throws {
        let instance = try TestInstance()
        for target in targets(instance) {
            let length = instance.send(.get(target)).bytes.count
            let heard = instance.send(.get(target).with("Range", range))
            #expect(heard.status == 416)
            #expect(heard.header("content-range") == "bytes */\(length)")
            #expect(heard.header("content-type") == Problem.mediaType)
            #expect(heard.json["detail"]?.stringValue?.contains(String(length)) == true)
        }
    }

    @Test(arguments: ["\"other\"", "W/\"x\"", "Sun, 06 Nov 1994 08:49:37 GMT", "nonsense"])
    func `If-Range that does not hold gives the whole`(condition: String) throws {
        let instance = try TestInstance()
        let call = Call.get(Self.target).with("Range", "bytes=0-9").with("If-Range", condition)
        #expect(instance.send(call).status == 200)
    }

    @Test func `HEAD, conditions and answers that are one's own ignore Range`() throws {
        let instance = try TestInstance()
        let range = ("Range", "bytes=0-9")
        let head = instance.send(
            Call(method: .head, target: Self.target).with(range.0, range.1))
        #expect(head.status == 200)
        #expect(head.header("accept-ranges") == "bytes")
        let tag = try #require(head.header("etag"))
        let known = instance.send(
            .get(Self.target).with(range.0, range.1).with("If-None-Match", tag))
        #expect(known.status == 304)
        let id = instance.makeComplaint(JSONObject([("description", "Image noise")]))
        for target in ["/api/v1/complaints/\(id)", "/api/v1/complaints", "/healthz"] {
            let heard = instance.send(.get(target).local().with(range.0, range.1))
            #expect(heard.status == 200, "\(target)")
            #expect(heard.header("accept-ranges") == nil)
        }
    }

    @Test func `A file's part is sent from its place in the file`() throws {
        let instance = try TestInstance()
        let answer = Answer(
            body: .file(path: "/x", offset: 100, length: 50), caching: .never, tag: "t")
        let head = Call.get("/x").with("Range", "bytes=10-19").head
        let response = instance.application.instance.finish(answer, head: head)
        #expect(response.status.code == 206)
        guard case .file("/x", 110, 10) = response.body else {
            Issue.record("\(response.body)")
            return
        }
    }
}
