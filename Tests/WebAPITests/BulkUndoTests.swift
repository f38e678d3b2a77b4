import Complaints
import HTTP
import JSON
import Testing

@testable import WebAPI

@Suite("Bulk work is taken back")
struct BulkUndoTests: BulkSteps {
    private func patch(_ instance: TestInstance, _ id: Int64, _ change: JSONValue) {
        let heard = instance.send(
            .patch("/api/v1/complaints/\(id)", change).local().with("If-Match", "*"))
        #expect(heard.status == 200, "\(heard.text)")
    }

    @Test func `Values that still stand are put back, others stay and make the row a conflict`()
        throws
    {
        let instance = try TestInstance()
        instance.makeUser("anna", role: .analyst)
        let anna = instance.signIn("anna")
        let ids = ["minor", "serious", "minor"].map {
            make(instance, ("severity", .string($0)), ("model", "Old"))
        }
        let work = try edit(
            instance,
            [
                "rows": named(ids.map { ($0, 1) }),
                "change": ["severity": "serious", "model": "New"],
            ], as: anna)
        #expect(counts(work) == [3, 3, 3, 0, 0, 0])
        #expect(work["fields"] == ["model", "severity"], "\(work)")
        patch(instance, ids[2], ["model": "Newer"])
        let undone = try undo(instance, work, as: anna)
        #expect(undone["kind"] == "undo" && undone["undoes"] == work["id"], "\(undone)")
        #expect(counts(undone) == [3, 3, 2, 0, 1, 0])
        let conflict = try #require(rows(instance, undone, as: anna, "conflict,refused").first)
        #expect(conflict["reason"] == "version_conflict" && conflict["pointer"] == "/model")
        #expect(conflict["number"] == read(instance, ids[2])["number"])
        let found = ids.map { read(instance, $0) }
        #expect(found.map { $0["severity"] } == ["minor", "serious", "minor"])
        #expect(found.map { $0["model"] } == ["Old", "Old", "Newer"])
        #expect(found.map { $0["version"] } == [3, 3, 4])
        let history = instance.send(
            .get("/api/v1/complaints/\(ids[0])/history").local()
        ).json["items"]?.arrayValue?.first?.objectValue
        #expect(history?["reason"] == "the wrong files" && history?["actor"] == "anna")
        #expect(try instance.store.verify(thorough: true).ok)
        #expect(try keepsNoFile(instance))
    }

    @Test func `Taking back is done once, and may itself be taken back`() throws {
        let instance = try TestInstance()
        instance.makeUser("anna", role: .analyst)
        let anna = instance.signIn("anna")
        let id = make(instance, ("severity", "minor"))
        let work = try edit(
            instance, ["rows": named([(id, 1)]), "change": ["severity": "serious"]], as: anna)
        let undone = try undo(instance, work, as: anna)
        #expect(read(instance, id)["severity"] == "minor")
        let again = askUndo(instance, work, as: anna)
        #expect(again.status == 409, "\(again.text)")
        let path = "/api/v1/bulk/\(work["id"]?.int64Value ?? 0)"
        #expect(instance.send(.get(path).signed(anna)).json["undone_by"] == undone["id"])
        let redone = try undo(instance, undone, as: anna)
        #expect(counts(redone) == [1, 1, 1, 0, 0, 0])
        #expect(read(instance, id)["severity"] == "serious")
        #expect(read(instance, id)["version"] == 4)
    }

    @Test func `The same key takes work back once`() throws {
        let instance = try TestInstance()
        instance.makeUser("anna", role: .analyst)
        let anna = instance.signIn("anna")
        let id = make(instance, ("severity", "minor"))
        let work = try edit(
            instance, ["rows": named([(id, 1)]), "change": ["severity": "serious"]], as: anna)
        func ask() -> Heard {
            let number = work["id"]?.int64Value ?? 0
            return instance.send(
                .post("/api/v1/bulk/\(number)/undo", ["change_reason": "no"]).signed(anna)
                    .with("Idempotency-Key", "k"))
        }
        let first = ask()
        _ = try end(instance, first, as: anna)
        let second = ask()
        #expect(second.status == 202 && second.json["id"] == first.json["id"], "\(second.text)")
    }

    @Test func `It does nothing that its author might not do by hand`() throws {
        let instance = try TestInstance()
        instance.makeUser("anna", role: .analyst)
        let anna = instance.signIn("anna")
        // What intake did not know is entered once, and is locked then.
        let locked = make(instance, ("status", "triage"))
        let ended = instance.makeComplaint(
            JSONObject([("description", "The table stops.")] + TestInstance.question))
        let open = make(instance)
        let work = try edit(
            instance,
            [
                "rows": named([(locked, 1), (ended, 1), (open, 1)]),
                "change": ["aware": "2026-03-01"],
            ], as: anna)
        #expect(counts(work) == [3, 3, 3, 0, 0, 0], "\(rows(instance, work, as: anna))")
        patch(instance, ended, ["status": "withdrawn", "change_reason": "entered twice"])
        let undone = try undo(instance, work, as: anna)
        #expect(counts(undone) == [3, 3, 1, 0, 0, 2])
        let refused = rows(instance, undone, as: anna, "refused")
        #expect(refused.map { $0["reason"] } == ["locked", "locked"])
        #expect(refused.map { $0["pointer"] } == ["/aware", ""])
        #expect(read(instance, open)["aware"]?.isNull ?? true)
    }

    @Test
    func `A patient's field is put back by whoever may see it, and by nobody once it is erased`()
        throws
    {
        let instance = try TestInstance()
        instance.makeUser("anna", role: .analyst)
        instance.makeUser("pia", role: .reviewer, patient: true)
        let (anna, pia) = (instance.signIn("anna"), instance.signIn("pia"))
        let (kept, erased) = (make(instance), make(instance))
        let body: JSONValue = [
            "rows": named([(kept, 1), (erased, 1)]), "change": ["patient_sex": "female"],
        ]
        let refused = instance.send(.post("/api/v1/complaints/bulk-edit", body).signed(anna))
        #expect(refused.status == 403, "\(refused.text)")
        let work = try edit(instance, body, as: pia)
        #expect(counts(work) == [2, 2, 2, 0, 0, 0], "\(rows(instance, work, as: pia))")
        let erasing = instance.send(
            .post("/api/v1/complaints/\(erased)/erase-personal-data", ["reason": "asked for"])
                .local().with("If-Match", "*"))
        #expect(erasing.status == 200, "\(erasing.text)")
        let undone = try undo(instance, work, as: pia)
        #expect(counts(undone) == [2, 2, 1, 0, 0, 1])
        let row = try #require(rows(instance, undone, as: pia, "refused").first)
        #expect(row["reason"] == "erased" && row["pointer"] == "/patient_sex", "\(row)")
        #expect(read(instance, kept)["patient_sex"]?.isNull ?? true)
        #expect(try instance.store.verify(thorough: true).ok)
    }

    @Test func `A field that became required meanwhile is not emptied`() throws {
        let instance = try TestInstance()
        instance.makeUser("anna", role: .analyst)
        let anna = instance.signIn("anna")
        let id = make(instance)
        let made = instance.send(
            .post(
                "/api/v1/fields",
                [
                    "name": "coil", "type": "text", "label": ["en": "Coil", "fr": "Antenne"],
                    "required": true,
                ]
            ).local())
        #expect(made.status == 201, "\(made.text)")
        let work = try edit(
            instance,
            ["rows": named([(id, 1)]), "change": ["custom": ["coil": "head"]]], as: anna)
        #expect(counts(work) == [1, 1, 1, 0, 0, 0], "\(rows(instance, work, as: anna))")
        let undone = try undo(instance, work, as: anna)
        #expect(counts(undone) == [1, 1, 0, 0, 0, 1])
        let row = try #require(rows(instance, undone, as: anna, "refused").first)
        #expect(row["reason"] == "required" && row["pointer"] == "/custom/coil", "\(row)")
        #expect(read(instance, id)["custom"] == ["coil": "head"])
    }

    @Test func `Work that only met conflicts cannot be taken back, and says so`() throws {
        let instance = try TestInstance()
        instance.makeUser("anna", role: .analyst)
        let anna = instance.signIn("anna")
        let id = make(instance, ("severity", "minor"))
        patch(instance, id, ["model": "New"])
        let work = try edit(
            instance, ["rows": named([(id, 1)]), "change": ["severity": "serious"]], as: anna)
        #expect(counts(work) == [1, 1, 0, 0, 1, 0])
        let heard = askUndo(instance, work, as: anna)
        #expect(heard.status == 409 && heard.text.contains("changed nothing"), "\(heard.text)")
        let path = "/api/v1/bulk/\(work["id"]?.int64Value ?? 0)"
        #expect(instance.send(.get(path).signed(anna)).json["undone_by"]?.isNull == true)
        #expect(try keepsNoFile(instance))
    }

    @Test func `A reason is needed, and work that changed something`() throws {
        let instance = try TestInstance()
        instance.makeUser("anna", role: .analyst)
        let anna = instance.signIn("anna")
        let id = make(instance, ("severity", "minor"))
        let same = try edit(
            instance, ["rows": named([(id, 1)]), "change": ["severity": "minor"]], as: anna)
        #expect(askUndo(instance, same, as: anna).status == 409)
        let number = same["id"]?.int64Value ?? 0
        for body: JSONValue in [[:], ["change_reason": ""], ["change_reason": 7]] {
            let heard = instance.send(
                .post("/api/v1/bulk/\(number)/undo", body).signed(anna))
            #expect(heard.status == 422 && heard.pointers.contains("/change_reason"))
        }
        instance.makeUser("paul", role: .analyst)
        #expect(askUndo(instance, same, as: instance.signIn("paul")).status == 404)
    }

    @Test func `Refused rows are one file, whole, in the reader's language`() throws {
        let instance = try TestInstance()
        instance.makeUser("anna", role: .analyst)
        let anna = instance.signIn("anna")
        let ended = makeWithdrawn(instance)
        let work = try edit(
            instance, ["rows": named([(ended, 1), (99, 1)]), "change": ["severity": "minor"]],
            as: anna)
        let path = "/api/v1/bulk/\(work["id"]?.int64Value ?? 0)/rows?format=csv&outcome=refused"
        let heard = instance.send(.get(path).signed(anna).with("Accept-Language", "fr"))
        #expect(heard.header("content-type") == "text/csv; charset=utf-8")
        let number = read(instance, ended)["number"]?.stringValue ?? ""
        let text = heard.text
        #expect(text.contains("row,id,number,outcome,reason,pointer,detail"), "\(text)")
        #expect(text.contains("1,\(ended),\(number),refused,locked,,"), "\(text)")
        #expect(text.contains("2,99,,refused,not_found,,"), "\(text)")
        #expect(text.contains("Le dossier est terminé"), "\(text)")
    }
}
