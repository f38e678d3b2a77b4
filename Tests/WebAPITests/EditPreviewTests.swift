import Complaints
import HTTP
import JSON
import Testing

@testable import WebAPI

@Suite("A change of many complaints is previewed")
struct EditPreviewTests: BulkSteps {
    private func preview(
        _ instance: TestInstance, _ body: JSONValue, as cookie: String
    ) -> Heard {
        instance.send(.post("/api/v1/complaints/edit-preview", body).signed(cookie))
    }

    private func ids(_ ids: [Int64]) -> JSONValue {
        .array(ids.map { .number(JSONNumber($0)) })
    }

    private func objects(_ heard: Heard, _ name: String) -> [JSONObject] {
        heard.json[name]?.arrayValue?.compactMap(\.objectValue) ?? []
    }

    @Test
    func `It says what would change, what holds already and what is refused, and the edit agrees`()
        throws
    {
        let instance = try TestInstance()
        instance.makeUser("anna", role: .analyst)
        let anna = instance.signIn("anna")
        let changed = make(instance, ("severity", "minor"))
        let same = make(instance, ("severity", "serious"), ("owner", "anna"))
        let ended = makeWithdrawn(instance)
        let change: JSONValue = ["severity": "serious", "owner": "anna"]
        let heard = preview(
            instance, ["ids": ids([changed, same, ended, 99]), "change": change], as: anna)
        #expect(heard.status == 200, "\(heard.text)")
        let numbers = ["total", "changed", "unchanged", "refused"].map {
            heard.json[$0]?.int64Value
        }
        #expect(numbers == [4, 1, 1, 2] && heard.json["is_whole"] == true)
        #expect(heard.json["rows"] == named([(changed, 1)]))
        let example = try #require(objects(heard, "examples").first)
        #expect(
            example["changes"] == [
                ["field": "owner", "before": nil, "after": "anna"],
                ["field": "severity", "before": "minor", "after": "serious"],
            ], "\(heard.text)")
        #expect(objects(heard, "reasons").map { $0["reason"] } == ["locked", "not_found"])
        #expect(objects(heard, "refusals").map { $0["id"]?.int64Value } == [ended, 99])
        let work = try edit(
            instance,
            ["rows": named([(changed, 1), (same, 1), (ended, 1), (99, 1)]), "change": change],
            as: anna)
        #expect(counts(work) == [4, 4, 1, 1, 0, 2])
    }

    @Test func `All that a filter finds but some, and it writes nothing`() throws {
        let instance = try TestInstance()
        instance.makeUser("anna", role: .analyst)
        let anna = instance.signIn("anna")
        let made = (0..<4).map { _ in make(instance, ("severity", "minor")) }
        _ = make(instance, ("severity", "serious"))
        let commit = try instance.store.read { $0.commit }
        let search: [(String, JSONValue)] = [
            ("filter", ["field": "severity", "op": "eq", "value": "minor"]),
            ("except", ids([made[1]])), ("change", ["priority": "high"]),
        ]
        let heard = preview(instance, .object(JSONObject(search)), as: anna)
        #expect(
            heard.json["rows"] == named([made[0], made[2], made[3]].map { ($0, 1) }),
            "\(heard.text)")
        #expect(try instance.store.read { $0.commit } == commit)
        #expect(
            counts(try edit(instance, .object(JSONObject(search)), as: anna)) == [3, 3, 3, 0, 0, 0])
        #expect(read(instance, made[1])["priority"]?.isNull ?? true)
    }

    @Test func `References, locked facts and what a value makes necessary are judged as on saving`()
        throws
    {
        let instance = try TestInstance()
        instance.makeUser("anna", role: .analyst)
        let anna = instance.signIn("anna")
        let triaged = make(instance, ("status", "triage"), ("aware", "2026-03-01"))
        for (change, pointer, reason) in [
            (["owner": "nobody"], "/owner", "unknown_reference"),
            (["aware": "2026-02-01"], "/aware", "locked"),
            (["is_complaint": "no"], "/not_complaint_reason", "required"),
        ] as [(JSONValue, String, String)] {
            let heard = preview(instance, ["ids": ids([triaged]), "change": change], as: anna)
            let refusal = objects(heard, "refusals").first
            #expect(refusal?["pointer"]?.stringValue == pointer, "\(heard.text)")
            #expect(refusal?["reason"]?.stringValue == reason)
            let work = try edit(
                instance, ["rows": named([(triaged, 1)]), "change": change], as: anna)
            let row = rows(instance, work, as: anna).first
            #expect(row?["pointer"]?.stringValue == pointer, "\(work)")
            #expect(row?["detail"] == refusal?["detail"])
        }
    }

    @Test func `What a patient's field holds is not told, and nobody without the grant asks`()
        throws
    {
        let instance = try TestInstance()
        instance.makeUser("anna", role: .analyst)
        instance.makeUser("pia", role: .reviewer, patient: true)
        let id = make(instance, ("patient_sex", "female"))
        let body: JSONValue = ["ids": ids([id]), "change": ["patient_sex": "female"]]
        #expect(preview(instance, body, as: instance.signIn("anna")).status == 403)
        let heard = preview(instance, body, as: instance.signIn("pia"))
        #expect(heard.json["changed"] == 1, "\(heard.text)")
        let example = objects(heard, "examples").first
        let changes: JSONValue = [["field": "patient_sex", "after": "female"]]
        #expect(example?["changes"] == changes, "\(heard.text)")
    }

    @Test func `Of a longer search it looks at the first, and takes no more ids`() throws {
        let instance = try TestInstance { $0.previewRowsMax = 3 }
        let local = { (body: JSONValue) in
            instance.send(.post("/api/v1/complaints/edit-preview", body).local())
        }
        var made = (0..<3).map { _ in make(instance, ("severity", "minor")) }
        let whole = local(["filter": [:], "change": ["priority": "high"]])
        #expect(whole.json["is_whole"] == true && whole.json["total"] == 3, "\(whole.text)")
        made.append(make(instance, ("severity", "minor")))
        let partly = local(["filter": [:], "change": ["priority": "high"]])
        #expect(partly.json["is_whole"] == false && partly.json["total"] == 3, "\(partly.text)")
        #expect(partly.json["rows"] == named(made.prefix(3).map { ($0, 1) }))
        let tooMany = local(["ids": ids(made), "change": ["priority": "high"]])
        #expect(tooMany.status == 422 && tooMany.pointers == ["/ids"], "\(tooMany.text)")
        let fits = local(["ids": ids(Array(made.suffix(3))), "change": ["priority": "high"]])
        #expect(fits.json["is_whole"] == true && fits.json["total"] == 3, "\(fits.text)")
    }

    @Test func `An id that is named twice counts once`() throws {
        let instance = try TestInstance()
        let (first, second) = (make(instance), make(instance))
        let body: JSONValue = [
            "ids": ids([second, first, second, 99, 99]), "change": ["priority": "high"],
        ]
        let heard = instance.send(.post("/api/v1/complaints/edit-preview", body).local())
        #expect(heard.json["total"] == 3 && heard.json["refused"] == 1, "\(heard.text)")
        #expect(heard.json["rows"] == named([(second, 1), (first, 1)]))
    }

    @Test func `Few run at once`() throws {
        let instance = try TestInstance()
        let desk = instance.application.instance.previews
        let body: JSONValue = ["ids": ids([make(instance)]), "change": ["priority": "high"]]
        let ask = { instance.send(.post("/api/v1/complaints/edit-preview", body).local()).status }
        for _ in 0..<PreviewDesk.atOnceMax { #expect(desk.begin()) }
        #expect(ask() == 503)
        desk.end()
        #expect(ask() == 200 && ask() == 200)
    }

    @Test(arguments: ["complaints/edit-preview", "complaints/bulk-edit"])
    func `A filter that is null is none, and changes nothing`(path: String) throws {
        let instance = try TestInstance()
        let id = make(instance, ("severity", "minor"))
        for search: [(String, JSONValue)] in [
            [("filter", .null)], [("q", .null)], [("filter", .null), ("q", .null)],
        ] {
            let body = JSONObject(search + [("change", ["severity": "serious"])])
            let heard = instance.send(.post("/api/v1/\(path)", .object(body)).local())
            let member = path.hasSuffix("preview") ? "/ids" : "/rows"
            #expect(heard.status == 422 && heard.pointers == [member], "\(heard.text)")
        }
        #expect(read(instance, id)["version"] == 1)
    }

    @Test(arguments: [
        ("{\"change\":{\"severity\":\"minor\"}}", "/ids"),
        ("{\"ids\":[1],\"change\":{\"status\":\"triage\"}}", "/change/status"),
        ("{\"ids\":[1],\"filter\":{},\"change\":{\"severity\":\"minor\"}}", "/filter"),
        ("{\"ids\":[1],\"except\":[1],\"change\":{\"severity\":\"minor\"}}", "/except"),
        ("{\"ids\":[\"x\"],\"change\":{\"severity\":\"minor\"}}", "/ids/0"),
        ("{\"ids\":[1],\"change\":{\"severity\":\"huge\"}}", "/change/severity"),
        ("{\"ids\":[1]}", "/change"),
    ])
    func `A preview that cannot be made is refused with its place`(
        body: String, pointer: String
    ) throws {
        let instance = try TestInstance()
        var call = Call.post("/api/v1/complaints/edit-preview", [:]).local()
        call.body = Array(body.utf8)
        let heard = instance.send(call)
        #expect(heard.status == 422 && heard.pointers == [pointer], "\(heard.text)")
    }
}
