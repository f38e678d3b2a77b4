import HTTP
import JSON
import Platform
import Storage
import Testing

@testable import WebAPI

@Suite struct AttachmentUploadTests {
    @Test func `A raw body and a form make the same attachment, typed by its bytes alone`() throws {
        let bench = try AttachmentBench()
        let raw = bench.raw(AttachmentBench.png, query: "name=..%2F%C3%A9vil.html&note=page%202")
        #expect(raw.status == 201)
        #expect(raw.json["name"]?.stringValue == "évil.html")
        #expect(raw.json["note"]?.stringValue == "page 2")
        #expect(raw.json["media_type"]?.stringValue == "image/png")
        #expect(raw.json["bytes"]?.int64Value == Int64(AttachmentBench.png.count))
        #expect(raw.json["inline"]?.boolValue == true)
        let form = bench.form([
            ("\"note\"", Array("page 2".utf8)),
            ("\"file\"; filename=\"C:\\\\x\\\\évil.html\"", AttachmentBench.png),
        ])
        #expect(form.status == 201)
        for member in ["name", "note", "sha256", "media_type", "bytes", "patient_data"] {
            #expect(form.json[member] == raw.json[member], "\(member)")
        }
        for heard in [raw, form] {
            let content = bench.get(bench.path(heard) + "/content", as: bench.viewer)
            #expect(content.bytes == AttachmentBench.png)
        }
        #expect(bench.list(as: bench.viewer).count == 2)
        #expect(try bench.instance.store.verify().ok)
    }

    @Test func `What is no file is refused with a pointer, and leaves none`() throws {
        let bench = try AttachmentBench()
        let cases: [(Heard, UInt16, String?)] = [
            (bench.raw([]), 422, "/file"),
            (bench.form([]), 422, "/file"),
            (bench.form([("\"file\"; filename=\"x\"", [])]), 422, "/file"),
            (bench.form([("\"note\"", [0x61])]), 422, "/file"),
            (bench.form([("\"other\"", [0x61])]), 422, "/other"),
            (
                bench.form([
                    ("\"file\"; filename=\"x\"", [1]), ("\"file\"; filename=\"y\"", [2]),
                ]), 422, "/file"
            ),
            (bench.form([("\"file\"", [1]), ("\"note\"", [0xFF])]), 422, "/note"),
            (bench.form([("\"file\"", [1]), ("\"note\"", [0x07])]), 422, "/note"),
            (
                bench.form([
                    ("\"file\"", [1]), ("\"note\"", [UInt8](repeating: 0x61, count: 2001)),
                ]), 422, "/note"
            ),
            (bench.form([("\"file\"", [1]), ("\"patient_data\"", [0x3F])]), 422, "/patient_data"),
            (bench.raw([1], query: "patient_data=maybe"), 422, "/patient_data"),
        ]
        for (index, (heard, status, pointer)) in cases.enumerated() {
            #expect(heard.status == status, "\(index): \(heard.text)")
            #expect(heard.pointers == (pointer.map { [$0] } ?? []), "\(index)")
        }
        var broken = Call(method: .post, target: bench.folder)
        broken.body = Array(
            "--xYz\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nabc".utf8)
        let cut = broken.with("Content-Type", "multipart/form-data; boundary=xYz").signed(
            bench.engineer)
        #expect(bench.instance.send(cut).status == 400)
        let boundless = broken.with("Content-Type", "multipart/form-data").signed(bench.engineer)
        #expect(bench.instance.send(boundless).status == 400)
        #expect(bench.list(as: bench.viewer).isEmpty)
        let incoming = bench.instance.directory + "/attachments/incoming"
        if try DurableFile.status(incoming) != nil { #expect(try Directory.list(incoming) == []) }
    }

    @Test(arguments: [false, true])
    func `A file may have as many bytes as the limit, and not one more`(isForm: Bool) throws {
        let bench = try AttachmentBench { $0.attachments.fileBytesMax = 20_000 }
        func send(_ count: Int) -> Heard {
            let bytes = [UInt8](repeating: 0x61, count: count)
            return isForm ? bench.form([("\"file\"", bytes)]) : bench.raw(bytes)
        }
        #expect(send(20_000).status == 201)
        let over = send(20_001)
        #expect(over.status == 413)
        #expect(over.pointers == ["/file"] && over.codes == ["too_large"])
        #expect(over.header("content-type") == Problem.mediaType)
        // A declared length beyond what a form may have around it is not even read.
        #expect(send(200_000).wasAdmitted == false)
    }

    @Test func `Count and quota are told before the body is read`() throws {
        let bench = try AttachmentBench {
            $0.attachments.countMax = 2
            $0.attachments.quotaBytes = 100
        }
        #expect(bench.raw([UInt8](repeating: 1, count: 60)).status == 201)
        let full = bench.raw([UInt8](repeating: 2, count: 41))
        #expect(full.status == 507 && !full.wasAdmitted)
        #expect(full.json["type"]?.stringValue == "urn:ibtool:problem:quota_reached")
        #expect(full.pointers == ["/file"] && full.codes == ["quota"])
        #expect(bench.raw([UInt8](repeating: 2, count: 40)).status == 201)
        let many = bench.raw([1])
        #expect(many.status == 422 && !many.wasAdmitted)
        #expect(many.pointers == ["/file"] && many.codes == ["too_many"])
        let metrics = bench.instance.send(.get("/metrics").local()).text
        #expect(metrics.contains("ibtool_attachment_bytes 100"))
        #expect(metrics.contains("ibtool_attachment_files 2"))
    }

    @Test func `A repetition under its key attaches once; another file under it is refused`() throws
    {
        let bench = try AttachmentBench()
        let first = bench.form([("\"file\"; filename=\"a\"", [1, 2, 3])], key: "k")
        let again = bench.form([("\"file\"; filename=\"a\"", [1, 2, 3])], key: "k")
        #expect(first.status == 201 && again.status == 201)
        #expect(first.json["id"] == again.json["id"])
        #expect(bench.form([("\"file\"; filename=\"a\"", [1, 2, 4])], key: "k").status == 422)
        #expect(bench.list(as: bench.viewer).count == 1)
        #expect(try bench.instance.store.attachmentTotal().files == 1)
    }

    @Test func `Who may not attach is told before the body is read`() throws {
        let bench = try AttachmentBench()
        bench.instance.makeUser("admin", role: .admin)
        for (code, name) in [("S1", "one"), ("S2", "two")] {
            let heard = bench.instance.send(
                .post("/api/v1/sites", ["code": .string(code), "name": .string(name)]).local())
            #expect(heard.status == 201)
        }
        let other = bench.instance.makeComplaint(
            JSONObject([("description", "x"), ("site", "S2")]))
        bench.instance.makeUser("bound", role: .engineer, sites: ["S1"])
        let bound = bench.instance.signIn("bound")
        func upload(_ complaint: String, _ cookie: String) -> Heard {
            var call = Call(method: .post, target: "/api/v1/complaints/\(complaint)/attachments")
            call.body = [1]
            return bench.instance.send(call.signed(cookie))
        }
        for (heard, status) in [
            (upload("\(other)", bound), 404), (upload("999", bench.engineer), 404),
            (upload("\(bench.complaint)", bench.viewer), 403),
        ] as [(Heard, UInt16)] {
            #expect(heard.status == status)
            #expect(!heard.wasAdmitted)
        }
        #expect(bench.raw([1], query: "name=x").status == 201)
        for path in ["", "/1", "/1/content"] {
            let target = "/api/v1/complaints/\(other)/attachments\(path)"
            #expect(bench.get(target, as: bound).status == 404, "\(path)")
        }
        // An attachment is found in its own complaint only.
        #expect(
            bench.get("/api/v1/complaints/\(other)/attachments/1", as: bench.viewer).status == 404)
        let close = Call.patch(
            "/api/v1/complaints/\(bench.complaint)",
            .object(
                JSONObject(
                    [("status", "not_a_complaint"), ("change_reason", "a question")]
                        + TestInstance.question)))
        #expect(
            bench.instance.send(close.with("If-Match", "\"1\"").signed(bench.doctor)).status == 200)
        let locked = bench.raw([1])
        #expect(locked.status == 409 && !locked.wasAdmitted)
    }
}
