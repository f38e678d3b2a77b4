import JSON
import Platform
import Testing

@Suite("Imports over the API")
struct ImportEndpointTests {
    private let text =
        "id,received,summary\n1,2026-01-31,one\n2,2026-02-30,two\n3,2026-01-30,three\n"

    private func upload(
        _ instance: TestInstance, _ query: String, _ bytes: [UInt8], type: String = "text/csv"
    ) -> Heard {
        var call = Call(method: .post, target: "/api/v1/imports?" + query).local()
        call.body = bytes
        return instance.send(call.with("Content-Type", type))
    }

    /// The import at its end.
    private func wait(_ instance: TestInstance, _ id: Int64) -> JSONObject {
        let patience = Mailbox<Bool>(capacity: 1)
        for _ in 0..<60_000 {
            let heard = instance.send(.get("/api/v1/imports/\(id)").local()).json
            let state = heard["state"]?.stringValue ?? ""
            if !["queued", "running", "undoing"].contains(state) { return heard }
            _ = patience.take(until: .now() + .milliseconds(1))
        }
        return JSONObject()
    }

    private func counts(_ record: JSONObject) -> [Int64?] {
        ["read", "created", "updated", "unchanged", "rejected"].map { record[$0]?.int64Value }
    }

    @Test("a raw body is imported at once; state, counts and errors can be read")
    func rawBody() throws {
        let instance = try TestInstance()
        let taken = upload(instance, "name=a.csv", Array(text.utf8))
        #expect(taken.status == 202)
        #expect(taken.header("location") == "/api/v1/imports/1")
        let ended = wait(instance, 1)
        #expect(ended["state"]?.stringValue == "done")
        #expect(counts(ended) == [3, 2, 0, 0, 1])
        #expect(ended["source"]?.stringValue == "a")
        let errors = instance.send(.get("/api/v1/imports/1/errors").local()).json
        let error = errors["items"]?.arrayValue?.first?.objectValue
        #expect(error?["row"]?.int64Value == 3)
        #expect(error?["reason"]?.stringValue == "invalid_date")
        let file = instance.send(.get("/api/v1/imports/1/errors?format=csv").local())
        #expect(file.text.contains("3,rejected,received,2026-02-30,invalid_date,"))
        let list = instance.send(.get("/api/v1/imports").local()).json
        #expect(list["items"]?.arrayValue?.count == 1)
    }

    @Test("why a row was rejected is said in the reader's language, in the file too")
    func errorsInWords() throws {
        let instance = try TestInstance()
        _ = upload(instance, "name=a.csv", Array(text.utf8))
        _ = wait(instance, 1)
        func detail(in language: String) -> String? {
            let errors = instance.send(
                .get("/api/v1/imports/1/errors").local().with("Accept-Language", language)
            ).json
            return errors["items"]?.arrayValue?.first?.objectValue?["detail"]?.stringValue
        }
        let french = "Ce n’est pas une date au format de la colonne."
        #expect(detail(in: "en") == "This is not a date of the column's format.")
        #expect(detail(in: "fr") == french)
        let file = instance.send(
            .get("/api/v1/imports/1/errors?format=csv").local().with("Accept-Language", "fr"))
        #expect(file.text.contains(french))
    }

    @Test("a form's part named file is taken, with its name")
    func form() throws {
        let instance = try TestInstance()
        let body =
            "--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n1\r\n--b\r\n"
            + "Content-Disposition: form-data; name=\"file\"; filename=\"C:\\\\q\\\\b.csv\"\r\n\r\n"
            + text + "\r\n--b--\r\n"
        let taken = upload(
            instance, "", Array(body.utf8), type: "multipart/form-data; boundary=b")
        #expect(taken.status == 202)
        let ended = wait(instance, 1)
        #expect(ended["name"]?.stringValue == "b.csv")
        #expect(counts(ended) == [3, 2, 0, 0, 1])
    }

    @Test("a preview is looked at, corrected, tried, run and taken back")
    func preview() throws {
        let instance = try TestInstance()
        let taken = upload(instance, "name=a.csv&preview=true", Array(text.utf8)).json
        #expect(taken["state"]?.stringValue == "preview")
        let names = taken["columns"]?.arrayValue?.compactMap {
            $0.objectValue?["name"]?.stringValue
        }
        #expect(names == ["id", "received", "summary"])
        let mapping: JSONValue = [
            "columns": ["id": ["field": "source_id"], "summary": ["field": "description"]]
        ]
        let dry = instance.send(
            .post("/api/v1/imports/1/start", ["mapping": mapping, "dry_run": true]).local())
        #expect(dry.status == 202)
        #expect(counts(wait(instance, 1)) == [3, 3, 0, 0, 0])
        #expect(instance.send(.get("/api/v1/complaints").local()).json["total"]?.int64Value == 0)
        let real = instance.send(.post("/api/v1/imports/1/start", ["mapping": mapping]).local())
        #expect(real.status == 202)
        #expect(counts(wait(instance, 1)) == [3, 3, 0, 0, 0])
        #expect(instance.send(.get("/api/v1/complaints").local()).json["total"]?.int64Value == 3)
        let undo = instance.send(Call(method: .post, target: "/api/v1/imports/1/undo").local())
        #expect(undo.status == 202)
        #expect(wait(instance, 1)["state"]?.stringValue == "undone")
        let again = instance.send(Call(method: .post, target: "/api/v1/imports/1/undo").local())
        #expect(again.status == 409)
    }

    @Test("a mapping is saved, listed, used and deleted")
    func mappings() throws {
        let instance = try TestInstance()
        let saved = instance.send(
            .post(
                "/api/v1/import-mappings",
                [
                    "name": "ours", "source": "crm",
                    "columns": ["id": ["field": "source_id"], "summary": ["field": "summary"]],
                ]
            ).local())
        #expect(saved.status == 201)
        let id = try #require(saved.json["id"]?.int64Value)
        _ = upload(instance, "name=a.csv&mapping=\(id)", Array(text.utf8))
        let ended = wait(instance, 1)
        #expect(ended["source"]?.stringValue == "crm")
        #expect(counts(ended) == [3, 3, 0, 0, 0])
        let gone = instance.send(.delete("/api/v1/import-mappings/\(id)").local())
        #expect(gone.status == 204)
        let refused = instance.send(
            .post("/api/v1/import-mappings", ["name": "x", "columns": ["a": ["field": "b"]]])
                .local())
        #expect(refused.pointers == ["/columns/a/field"])
    }

    @Test("what is no table is one clear failure, and nothing is left of it")
    func noTable() throws {
        let instance = try TestInstance()
        let taken = upload(instance, "name=x.xlsx", [0x50, 0x4B, 0x03, 0x04, 0, 0, 0, 0])
        #expect(taken.status == 202)
        #expect(taken.json["state"]?.stringValue == "failed")
        #expect(taken.json["failure"]?.stringValue?.isEmpty == false)
    }

    @Test("why a file is no table is said in the reader's language")
    func noTableInWords() throws {
        let instance = try TestInstance()
        let picture: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0x0D]
        let taken = upload(instance, "name=x.png&preview=true", picture)
        #expect(
            taken.json["failure"]?.stringValue == "The file is neither text nor a workbook.")
        let wanted = "Le fichier n’est ni du texte ni un classeur."
        let one = instance.send(
            .get("/api/v1/imports/1").local().with("Accept-Language", "fr"))
        #expect(one.json["failure"]?.stringValue == wanted)
        let list = instance.send(.get("/api/v1/imports").local().with("Accept-Language", "fr"))
        let items = list.json["items"]?.arrayValue?.compactMap(\.objectValue)
        #expect(items?.map { $0["failure"]?.stringValue } == [wanted])
    }

    @Test("who may only read may not import")
    func permission() throws {
        let instance = try TestInstance()
        instance.makeUser("vera", role: .viewer)
        let token = instance.makeToken(of: "vera")
        var call = Call(method: .post, target: "/api/v1/imports?name=a.csv").bearer(token)
        call.body = Array(text.utf8)
        #expect(instance.send(call).status == 403)
    }

    @Test("demo data is made by a job that can be watched")
    func demo() throws {
        let instance = try TestInstance()
        let started = instance.send(.post("/api/v1/demo", ["rows": 50, "seed": 3]).local())
        #expect(started.status == 202)
        let patience = Mailbox<Bool>(capacity: 1)
        var job = JSONObject()
        for _ in 0..<60_000 {
            job = instance.send(.get("/api/v1/jobs/1").local()).json
            if job["state"]?.stringValue == "done" { break }
            _ = patience.take(until: .now() + .milliseconds(1))
        }
        #expect(job["done"]?.int64Value == 50)
    }
}
