import HTTP
import JSON
import Storage
import Testing

@testable import WebAPI

@Suite struct AttachmentReadingTests {
    /// Range, what comes of it: status, the bytes, Content-Range.
    private static let ranges: [(String, UInt16, Range<Int>?, String?)] = [
        ("bytes=0-0", 206, 0..<1, "bytes 0-0/200016"),
        ("bytes=0-65535", 206, 0..<65_536, "bytes 0-65535/200016"),
        ("bytes=65535-65536", 206, 65_535..<65_537, "bytes 65535-65536/200016"),
        ("bytes=131072-", 206, 131_072..<200_016, "bytes 131072-200015/200016"),
        ("bytes=-1", 206, 200_015..<200_016, "bytes 200015-200015/200016"),
        ("bytes=-999999", 206, 0..<200_016, "bytes 0-200015/200016"),
        ("bytes=200015-300000", 206, 200_015..<200_016, "bytes 200015-200015/200016"),
        ("bytes=200016-", 416, nil, "bytes */200016"), ("bytes=-0", 416, nil, "bytes */200016"),
        ("bytes=0-1,5-6", 200, 0..<200_016, nil), ("bytes=5-1", 200, 0..<200_016, nil),
        ("lines=0-1", 200, 0..<200_016, nil), ("bytes=x", 200, 0..<200_016, nil),
    ]

    @Test func `Any part comes as it was asked for, with its conditions`() throws {
        let bench = try AttachmentBench()
        let path = bench.path(bench.raw(AttachmentBench.png)) + "/content"
        #expect(AttachmentBench.png.count == 200_016)
        let whole = bench.get(path, as: bench.viewer)
        let tag = try #require(whole.header("etag"))
        #expect(whole.header("accept-ranges") == "bytes")
        for (range, status, bytes, field) in Self.ranges {
            let heard = bench.get(path, as: bench.viewer, ("Range", range))
            #expect(heard.status == status, "\(range)")
            #expect(heard.header("content-range") == field, "\(range)")
            if let bytes { #expect(heard.bytes == Array(AttachmentBench.png[bytes]), "\(range)") }
        }
        let part = ("Range", "bytes=5-9")
        #expect(bench.get(path, as: bench.viewer, part, ("If-Range", tag)).status == 206)
        #expect(bench.get(path, as: bench.viewer, part, ("If-Range", "\"other\"")).status == 200)
        #expect(bench.get(path, as: bench.viewer, part, ("If-Range", "W/" + tag)).status == 200)
        #expect(bench.get(path, as: bench.viewer, part, ("If-None-Match", tag)).status == 304)
        let head = bench.instance.send(Call(method: .head, target: path).signed(bench.viewer))
        #expect(head.status == 200)
        guard case .stream(let producer) = head.response.body else {
            Issue.record("\(head.response.body)")
            return
        }
        #expect(producer.byteCount == 200_016)
    }

    @Test
    func `With a file stand those of the files merged into it, and their reading is logged there`()
        throws
    {
        let bench = try AttachmentBench()
        _ = bench.raw(Array("secret".utf8), query: "name=x.txt&patient_data=true")
        let original = bench.instance.makeComplaint(JSONObject([("description", "Image noise")]))
        let path = "/api/v1/complaints/\(original)"
        let duplicate = "/api/v1/complaints/\(bench.complaint)"
        let merged = try #require(bench.get(duplicate, as: bench.viewer).json["number"])
        let number = try #require(bench.get(path, as: bench.viewer).json["number"])
        let merge = Call.post(duplicate + "/merge", ["into": number, "reason": "same"])
        #expect(
            bench.instance.send(merge.with("If-Match", "*").signed(bench.doctor)).status == 200)
        func names(as cookie: String) -> [JSONValue?] {
            let heard = bench.get(path + "/attachments", as: cookie)
            #expect(heard.json["items"] == [])
            let groups = heard.json["merged"]?.arrayValue?.compactMap(\.objectValue) ?? []
            return groups.flatMap { group in
                (group["items"]?.arrayValue ?? []).map { $0.objectValue?["name"] }
            }
        }
        #expect(names(as: bench.viewer) == ["•••"])
        #expect(names(as: bench.doctor) == ["x.txt"])
        let log = bench.instance.send(.get("/api/v1/changes?operation=read").local())
        let read = log.json["items"]?.arrayValue?.first?.objectValue
        #expect(read?["actor"] == "doris" && read?["code"] == merged)
    }

    @Test func `Only four kinds of image are shown, all else is saved, and nothing runs`() throws {
        let bench = try AttachmentBench()
        let kinds: [([UInt8], String, Bool)] = [
            (AttachmentBench.png, "image/png", true),
            ([0xFF, 0xD8, 0xFF, 0xE0], "image/jpeg", true),
            (Array("GIF89a=1;alert(1)".utf8), "image/gif", true),
            (Array("RIFF1234WEBPVP8 ".utf8), "image/webp", true),
            (Array("<svg onload='x()'/>".utf8), "image/svg+xml", false),
            (Array("<html><script>x()</script>".utf8), "text/html", false),
            (Array("%PDF-1.7".utf8), "application/pdf", false),
            (Array("hello".utf8), "text/plain", false),
        ]
        for (bytes, type, isShown) in kinds {
            let made = bench.raw(bytes, query: "name=t%C3%AAte.png")
            #expect(made.json["media_type"]?.stringValue == type)
            #expect(made.json["inline"]?.boolValue == isShown)
            for query in ["", "?inline=1"] {
                let heard = bench.get(bench.path(made) + "/content" + query, as: bench.viewer)
                let kind = isShown && !query.isEmpty ? "inline" : "attachment"
                #expect(
                    heard.header("content-disposition")
                        == "\(kind); filename=\"t_te.png\"; filename*=UTF-8''t%C3%AAte.png")
                #expect(heard.header("content-type") == type)
                #expect(heard.header("x-content-type-options") == "nosniff")
                #expect(
                    heard.response.headers.all("content-security-policy") == [
                        SecurityHeaders.sandboxPolicy
                    ])
                #expect(heard.header("cache-control") == "private, no-cache")
                #expect(heard.header("content-encoding") == nil)
            }
        }
        #expect(SecurityHeaders.sandboxPolicy.hasSuffix("; sandbox"))
    }

    @Test func `Patient data are for holders of the grant, and their reading is logged first`()
        throws
    {
        let bench = try AttachmentBench()
        let made = bench.raw(Array("secret".utf8), query: "name=Dupont.txt&patient_data=true")
        #expect(made.json["name"]?.stringValue == "•••")
        #expect(made.json["sha256"]?.isNull == true)
        let path = bench.path(made)
        let before = bench.instance.store.commit
        for cookie in [bench.engineer, bench.viewer] {
            #expect(bench.list(as: cookie).first?["name"]?.stringValue == "•••")
            #expect(bench.get(path, as: cookie).json["name"]?.stringValue == "•••")
            let content = bench.get(path + "/content", as: cookie)
            #expect(content.status == 403)
            #expect(!content.text.contains("secret"))
        }
        #expect(bench.instance.store.commit == before)
        let list = bench.get(bench.folder, as: bench.doctor)
        #expect(list.text.contains("Dupont.txt"))
        #expect(bench.instance.store.commit == before + 1)
        let one = bench.get(path, as: bench.doctor)
        #expect(one.json["name"]?.stringValue == "Dupont.txt")
        let content = bench.get(path + "/content", as: bench.doctor)
        #expect(content.bytes == Array("secret".utf8))
        #expect(bench.instance.store.commit == before + 3)
        for heard in [list, one, content] {
            #expect(heard.header("cache-control") == "no-store")
        }
        let history = bench.get("/api/v1/complaints/\(bench.complaint)/history", as: bench.doctor)
        #expect(history.text.contains("\"operation\":\"read\""))
        #expect(!history.text.contains("Dupont"))
    }

    @Test func `DICOM counts as patient data unless somebody says otherwise`() throws {
        let bench = try AttachmentBench()
        let dicom = [UInt8](repeating: 0, count: 128) + Array("DICM".utf8)
        #expect(bench.raw(dicom).json["patient_data"]?.boolValue == true)
        let phantom = bench.raw(dicom, query: "patient_data=false")
        #expect(phantom.json["patient_data"]?.boolValue == false)
    }

    @Test func `The mark is set by who works files and taken away by holders of the grant`() throws
    {
        let bench = try AttachmentBench()
        bench.instance.makeUser("anna", role: .analyst)
        let anna = bench.instance.signIn("anna")
        let path = bench.path(bench.raw([1, 2, 3]))
        func mark(_ value: Bool, _ cookie: String, version: String?) -> Heard {
            var call = Call.patch(path, ["patient_data": .bool(value)]).signed(cookie)
            if let version { call = call.with("If-Match", "\"\(version)\"") }
            return bench.instance.send(call)
        }
        #expect(mark(true, bench.engineer, version: "1").status == 403)
        #expect(mark(true, anna, version: nil).status == 428)
        let marked = mark(true, anna, version: "1")
        #expect(marked.status == 200 && marked.json["version"]?.int64Value == 2)
        let late = mark(true, anna, version: "1")
        #expect(late.status == 412)
        #expect(late.json["current"]?.objectValue?["version"]?.int64Value == 2)
        #expect(mark(false, anna, version: "2").status == 403)
        #expect(bench.get(path + "/content", as: anna).status == 403)
        #expect(mark(false, bench.doctor, version: "2").status == 200)
        #expect(bench.get(path + "/content", as: anna).bytes == [1, 2, 3])
        #expect(try bench.instance.store.verify().ok)
    }

    @Test func `Withdrawing needs a reason, and work unless it is one's own`() throws {
        let bench = try AttachmentBench()
        let path = bench.path(bench.raw([1, 2, 3]))
        let theirs = bench.path(bench.raw([4], as: bench.doctor))
        func withdraw(_ path: String, _ body: JSONValue, _ cookie: String) -> Heard {
            bench.instance.send(.post(path + "/withdraw", body).signed(cookie))
        }
        #expect(withdraw(path, [:], bench.engineer).status == 422)
        #expect(withdraw(path, ["reason": ""], bench.engineer).pointers == ["/reason"])
        #expect(withdraw(theirs, ["reason": "x"], bench.engineer).status == 403)
        #expect(withdraw(path, ["reason": "x"], bench.viewer).status == 403)
        let done = withdraw(path, ["reason": "wrong file"], bench.engineer)
        #expect(done.status == 200)
        let withdrawn = done.json["withdrawn"]?.objectValue
        #expect(withdrawn?["reason"]?.stringValue == "wrong file")
        #expect(withdrawn?["by"]?.stringValue == "erik")
        #expect(bench.get(path + "/content", as: bench.viewer).bytes == [1, 2, 3])
        #expect(bench.list(as: bench.viewer).count == 2)
        #expect(withdraw(theirs, ["reason": "x"], bench.doctor).status == 200)
    }

    @Test func `After an erasure the content is gone for good`() throws {
        let bench = try AttachmentBench()
        bench.instance.makeUser("admin", role: .admin)
        let path = bench.path(bench.raw(Array("secret".utf8)))
        let tag = try #require(bench.get(path, as: bench.doctor).header("etag"))
        let erase = Call.post(
            "/api/v1/complaints/\(bench.complaint)/erase-personal-data", ["reason": "asked for"])
        let erased = bench.instance.send(
            erase.with("If-Match", "\"1\"").signed(bench.instance.signIn("admin")))
        #expect(erased.status == 200)
        let content = bench.get(path + "/content", as: bench.doctor)
        #expect(content.status == 410)
        #expect(content.json["type"]?.stringValue == "urn:ibtool:problem:erased")
        let one = bench.get(path, as: bench.doctor)
        #expect(one.json["erased"]?.boolValue == true && one.json["name"]?.isNull == true)
        // What a browser kept is not said to be still so.
        let kept = Call.get(path).with("If-None-Match", tag).signed(bench.doctor)
        #expect(bench.instance.send(kept).status == 200)
        #expect(bench.raw([1]).status == 410)
    }

    @Test func `An export in lines tells what is attached, and nothing of patients`() throws {
        let bench = try AttachmentBench()
        _ = bench.raw([1, 2, 3], query: "name=open.txt&note=page%202")
        _ = bench.raw([4], query: "name=Dupont.txt&patient_data=true")
        bench.instance.makeComplaint(JSONObject([("description", "without")]))
        func export(_ query: String) throws -> [JSONObject] {
            let heard = bench.get("/api/v1/complaints/export?sort=id&" + query, as: bench.doctor)
            return try heard.bytes.split(separator: 0x0A).compactMap {
                try JSONValue.parse(Array($0)).objectValue
            }
        }
        let lines = try export("format=ndjson")
        #expect(lines.count == 2)
        let attached = (lines[0]["attachments"]?.arrayValue ?? []).compactMap(\.objectValue)
        #expect(attached.map { $0["name"]?.stringValue } == ["open.txt", "•••"])
        #expect(attached[0]["note"]?.stringValue == "page 2")
        #expect(attached[0]["sha256"]?.stringValue?.count == 64)
        #expect(lines[1]["attachments"] == nil)
        #expect(try export("format=ndjson&fields=id").allSatisfy { $0["attachments"] == nil })
    }
}
