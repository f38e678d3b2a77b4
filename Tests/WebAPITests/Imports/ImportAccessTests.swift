import Complaints
import JSON
import Platform
import Storage
import Testing

@testable import WebAPI

/// Uploads and waiting, for tests of who may do what with imports.
extension TestInstance {
    /// Uploads a CSV text as the caller that `sign` makes of a call.
    func upload(_ text: String, _ query: String, _ sign: (Call) -> Call) -> Heard {
        var call = Call(method: .post, target: "/api/v1/imports?" + query)
        call.body = Array(text.utf8)
        return send(sign(call.with("Content-Type", "text/csv")))
    }

    /// The import at its end, as the operator sees it.
    @discardableResult
    func waitForImport(_ id: Int64) -> JSONObject {
        let patience = Mailbox<Bool>(capacity: 1)
        for _ in 0..<60_000 {
            let heard = send(.get("/api/v1/imports/\(id)").local()).json
            let state = heard["state"]?.stringValue ?? ""
            if !["queued", "running", "undoing"].contains(state) { return heard }
            _ = patience.take(until: .now() + .milliseconds(1))
        }
        return JSONObject()
    }

    /// The files of imports that lie in the data directory.
    var importFiles: [String] {
        get throws { try Directory.list(directory + "/imports") }
    }
}

@Suite("Who sees and does what with imports")
struct ImportAccessTests {
    private static let people =
        "id,Patient age,Nom du patient,Complainant name,Nom,Device problem\n"
        + "1,54321,Durand-P,Martin-C,Petit-N,Smoke\n"

    @Test(
        "Samples of a preview are masked as a source row is",
        arguments: [
            (Role.viewer, false, nil), (.engineer, false, nil), (.analyst, false, "cn"),
            (.analyst, true, "cnp"), (.reviewer, false, "cn"), (.admin, false, "cn"),
        ] as [(Role, Bool, String?)])
    func samples(role: Role, grant: Bool, seen: String?) throws {
        let instance = try TestInstance()
        let preview = instance.upload(Self.people, "name=a.csv&preview=true") { $0.local() }
        #expect(preview.status == 202)
        #expect(!preview.text.contains("Durand-P"))
        instance.makeUser("u", role: role, patient: grant)
        let before = instance.store.commit
        let heard = instance.send(.get("/api/v1/imports/1").signed(instance.signIn("u")))
        guard let seen else {
            #expect(heard.status == 403)
            return
        }
        #expect(heard.status == 200)
        #expect(heard.text.contains("Smoke") && heard.text.contains("•••") == !grant)
        #expect(heard.text.contains("Martin-C") == seen.contains("c"))
        #expect(heard.text.contains("Petit-N") == seen.contains("n"))
        #expect(heard.text.contains("Durand-P") == seen.contains("p"))
        #expect(heard.text.contains("54321") == seen.contains("p"))
        // Signing in is one commit; the reading of patient samples another, before the answer.
        #expect(instance.store.commit == before + (grant ? 2 : 1))
        let list = instance.send(.get("/api/v1/imports").local()).text
        #expect(!list.contains("Martin-C") && !list.contains("Durand-P"))
    }

    private func makeSites(_ instance: TestInstance) {
        for code in ["LIL", "LYO"] {
            _ = instance.send(
                .post("/api/v1/sites", ["code": .string(code), "name": .string("Site " + code)])
                    .local())
        }
        instance.makeUser("lili", role: .analyst, sites: ["LIL"])
    }

    @Test("Whoever is bound to sites has no imports but their own")
    func others() throws {
        let instance = try TestInstance()
        makeSites(instance)
        let cookie = instance.signIn("lili")
        _ = instance.upload("id,site,received\n1,LYO,nonsense\n", "name=a.csv") { $0.local() }
        instance.waitForImport(1)
        _ = instance.upload("id,summary\n2,x\n", "name=b.csv&preview=true") { $0.local() }
        func status(_ call: Call) -> UInt16 { instance.send(call.signed(cookie)).status }
        for id in [1, 2] {
            #expect(status(.get("/api/v1/imports/\(id)")) == 404)
            #expect(status(.get("/api/v1/imports/\(id)/errors")) == 404)
            #expect(status(.get("/api/v1/imports/\(id)/errors?format=csv")) == 404)
            for act in ["start", "cancel", "undo"] {
                let call = Call(method: .post, target: "/api/v1/imports/\(id)/\(act)")
                #expect(status(call) == 404)
            }
        }
        let own = instance.upload("id,summary\n3,own\n", "name=c.csv") { $0.signed(cookie) }
        #expect(own.status == 202)
        instance.waitForImport(3)
        let list = instance.send(.get("/api/v1/imports").signed(cookie)).json
        #expect(
            list["items"]?.arrayValue?.map { $0.objectValue?["id"]?.int64Value } == [3])
        #expect(status(.get("/api/v1/imports/3")) == 200)
        #expect(status(Call(method: .post, target: "/api/v1/imports/3/undo")) == 202)
        #expect(instance.waitForImport(3)["state"]?.stringValue == "undone")
    }

    @Test("Rows of whoever is bound to sites land there or are rejected")
    func rows() throws {
        let instance = try TestInstance()
        makeSites(instance)
        let text = "id,site,summary\n1,LIL,a\n2,Site LYO,b\n3,New place,c\n4,,d\n"
        _ = instance.upload(text, "name=a.csv") { $0.signed(instance.signIn("lili")) }
        let ended = instance.waitForImport(1)
        #expect(ended["created"]?.int64Value == 2 && ended["rejected"]?.int64Value == 2)
        let errors = instance.send(.get("/api/v1/imports/1/errors").local()).json
        let told = (errors["items"]?.arrayValue ?? []).compactMap(\.objectValue).map { error in
            ["column", "value", "reason"].compactMap { name in error[name]?.stringValue }
        }
        #expect(
            told == [
                ["site", "Site LYO", "unknown_reference"],
                ["site", "New place", "unknown_reference"],
            ])
        let sites = instance.send(.get("/api/v1/sites").local()).json
        #expect(sites["items"]?.arrayValue?.count == 2)
        let complaints = instance.send(.get("/api/v1/complaints?site=LIL").local()).json
        #expect(complaints["total"]?.int64Value == 2)
    }

    @Test("Whoever starts somebody's preview answers for it")
    func starter() throws {
        let instance = try TestInstance()
        makeSites(instance)
        let cookie = instance.signIn("lili")
        _ = instance.upload("id,site\n1,LYO\n", "name=a.csv&preview=true") { $0.signed(cookie) }
        let started = instance.send(
            Call(method: .post, target: "/api/v1/imports/1/start").local())
        #expect(started.status == 202)
        #expect(instance.waitForImport(1)["created"]?.int64Value == 1)
        #expect(instance.send(.get("/api/v1/imports/1").signed(cookie)).status == 404)
    }

    @Test("An analyst closes no file by importing it, and is told so")
    func closing() throws {
        let instance = try TestInstance()
        instance.makeUser("anna", role: .analyst)
        let cookie = instance.signIn("anna")
        for (id, line) in [(1, "1,triage,minor"), (2, "1,closed,serious")] as [(Int64, String)] {
            _ = instance.upload("id,status,severity\n\(line)\n", "name=a\(id).csv&source=crm") {
                $0.signed(cookie)
            }
            instance.waitForImport(id)
        }
        let complaint = instance.send(.get("/api/v1/complaints/1").local()).json
        #expect(complaint["status"]?.stringValue == "triage")
        #expect(complaint["severity"]?.stringValue == "serious")
        let error = instance.send(.get("/api/v1/imports/2/errors").local()).json["items"]?
            .arrayValue?.first?.objectValue
        #expect(
            ["kind", "column", "value", "reason"].map { error?[$0]?.stringValue } == [
                "kept", "status", "closed", "decision_needed",
            ])
        #expect(error?["row"]?.int64Value == 2)
    }

    @Test("An import that waits is cancelled at once, and does not run afterwards")
    func cancelQueued() throws {
        let instance = try TestInstance()
        let demo = instance.send(.post("/api/v1/demo", ["rows": 400, "seed": 1]).local())
        #expect(demo.status == 202)
        _ = instance.upload("id,summary\n1,x\n", "name=a.csv") { $0.local() }
        let cancelled = instance.send(
            Call(method: .post, target: "/api/v1/imports/1/cancel").local())
        #expect(cancelled.status == 202)
        #expect(cancelled.json["state"]?.stringValue == "cancelled")
        #expect(try instance.importFiles == [])
        // The next import runs behind it, so that its turn has passed.
        _ = instance.upload("id,summary\n2,y\n", "name=b.csv") { $0.local() }
        #expect(instance.waitForImport(2)["created"]?.int64Value == 1)
        #expect(instance.waitForImport(1)["state"]?.stringValue == "cancelled")
        #expect(instance.send(.get("/api/v1/complaints?source=a").local()).json["total"] == 0)
    }

    @Test("The list of imports goes on page by page")
    func pages() throws {
        let instance = try TestInstance()
        for name in ["a", "b", "c"] {
            _ = instance.upload("id,summary\n1,x\n", "name=\(name).csv&preview=true") {
                $0.local()
            }
        }
        let first = instance.send(.get("/api/v1/imports?limit=2").local()).json
        #expect(first["items"]?.arrayValue?.count == 2)
        let next = try #require(first["next"]?.stringValue)
        let second = instance.send(.get("/api/v1/imports?limit=2&cursor=\(next)").local()).json
        #expect(
            second["items"]?.arrayValue?.map { $0.objectValue?["id"]?.int64Value } == [1])
        #expect(second["next"] == .null)
        for query in ["limit=0", "limit=201", "cursor=x"] {
            let status = instance.send(.get("/api/v1/imports?" + query).local()).status
            #expect(status == 400 || status == 422)
        }
    }
}

@Suite("What is left of uploads")
struct ImportFileTests {
    private let canary = "canary-4711"
    private var text: String { "id,summary\n1,\(canary)\n" }

    @Test(
        "A refused upload leaves no file",
        arguments: ["mapping=999", "dry_run=banana", "preview=2", "source=" + longName])
    func refused(query: String) throws {
        let instance = try TestInstance()
        #expect(instance.upload(text, query) { $0.local() }.status == 422)
        #expect(try instance.importFiles == [])
    }

    private static let longName = String(repeating: "s", count: 201)

    @Test("A broken form and one without a file leave none either")
    func forms() throws {
        let instance = try TestInstance()
        for body in [
            "--b\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\n\(text)",
            "--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n\(text)\r\n--b--\r\n",
        ] {
            var call = Call(method: .post, target: "/api/v1/imports").local()
            call.body = Array(body.utf8)
            let heard = instance.send(call.with("Content-Type", "multipart/form-data; boundary=b"))
            #expect(heard.status >= 400, "\(heard.text)")
        }
        // The desk's thread lets go of the file just after its answer.
        let patience = Mailbox<Bool>(capacity: 1)
        for _ in 0..<5_000 where try !instance.importFiles.isEmpty {
            _ = patience.take(until: .now() + .milliseconds(1))
        }
        #expect(try instance.importFiles == [])
    }

    @Test("What a preview shows of people is in no file but its own")
    func canaryPreview() throws {
        let instance = try TestInstance()
        let people = "id,Patient name,Plaignant,severity\n1,\(canary)-p,\(canary)-c,nonsense\n"
        _ = instance.upload(people, "name=a.csv&preview=true") { $0.local() }
        #expect(instance.send(.get("/api/v1/imports/1").local()).text.contains(canary))
        let start = Call.post("/api/v1/imports/1/start", ["dry_run": true]).local()
        #expect(instance.send(start).status == 202)
        instance.waitForImport(1)
        for name in try Directory.list(instance.directory) where name.hasPrefix("ibtool.db") {
            let file = try File.open(instance.directory + "/" + name, .reading)
            let bytes = try file.read(at: 0, bytesMax: 64 << 20)
            #expect(!String(decoding: bytes, as: UTF8.self).contains(canary), "\(name)")
        }
    }

    @Test("A preview that nobody starts ends after a day, and its file goes")
    func forgotten() throws {
        let instance = try TestInstance()
        _ = instance.upload(text, "name=a.csv&preview=true") { $0.local() }
        _ = instance.upload(text, "name=b.csv&dry_run=true") { $0.local() }
        instance.waitForImport(2)
        instance.clock.advance(by: .seconds(24 * 3_600 - 60))
        instance.jobs.letGo()
        #expect(try instance.importFiles.count == 2)
        instance.clock.advance(by: .seconds(120))
        instance.jobs.letGo()
        #expect(try instance.importFiles == [])
        let preview = instance.send(.get("/api/v1/imports/1").local()).json
        #expect(preview["state"]?.stringValue == "cancelled")
        #expect(preview["failure"]?.stringValue?.contains("24 hours") == true)
        for id in [1, 2] {
            let start = Call(method: .post, target: "/api/v1/imports/\(id)/start").local()
            #expect(instance.send(start).status == 409)
        }
    }
}
