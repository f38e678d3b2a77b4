import Complaints
import HTTP
import JSON
import Testing

@testable import WebAPI

/// The operator's own fields, from their making to every place where fields are used.
@Suite struct CustomFieldTests {
    static let coil: JSONValue = [
        "name": "coil", "type": "choice", "label": ["en": "Coil", "fr": "Antenne"],
        "values": [["value": "head", "label": ["en": "Head", "fr": "Tête"]], "knee"],
        "facet": true, "sortable": true,
    ]

    private func instance() throws -> TestInstance {
        let instance = try TestInstance()
        let made = instance.send(.post("/api/v1/fields", Self.coil).local())
        try #require(made.status == 201, "\(made.text)")
        #expect(made.json["name"]?.stringValue == "custom.coil")
        #expect(made.header("location") == "/api/v1/fields/custom.coil")
        return instance
    }

    private func complaint(_ coil: String, _ instance: TestInstance) -> Int64 {
        instance.makeComplaint(
            JSONObject([("description", "x"), ("custom", ["coil": .string(coil)])]))
    }

    @Test func `A custom field is listed, entered, filtered, sorted, counted, kept and exported`()
        throws
    {
        let instance = try instance()
        let fields = instance.send(.get("/api/v1/fields").local())
        #expect(fields.text.contains("\"custom.coil\""))
        let (knee, head) = (complaint("knee", instance), complaint("head", instance))
        instance.makeComplaint(JSONObject([("description", "none")]))
        let one = instance.send(.get("/api/v1/complaints/\(head)").local())
        #expect(one.json["custom"]?.objectValue?["coil"]?.stringValue == "head", "\(one.text)")
        let filtered = instance.send(.get("/api/v1/complaints?custom.coil=head").local())
        #expect(filtered.json["total"]?.int64Value == 1, "\(filtered.text)")
        let query = instance.send(
            .post(
                "/api/v1/complaints/query",
                [
                    "filter": ["field": "custom.coil", "op": "in", "value": ["head", "knee"]],
                    "sort": ["-custom.coil"],
                ]
            ).local())
        let ids = (query.json["items"]?.arrayValue ?? []).compactMap {
            $0.objectValue?["id"]?.int64Value
        }
        #expect(ids == [knee, head], "\(query.text)")
        let facets = instance.send(.get("/api/v1/complaints/facets?by=custom.coil").local())
        #expect(facets.text.contains("\"head\""), "\(facets.text)")
        let changed = instance.send(
            .patch("/api/v1/complaints/\(head)", ["custom": ["coil": "knee"]]).local()
                .with("If-Match", "\"1\""))
        #expect(changed.status == 200, "\(changed.text)")
        let history = instance.send(.get("/api/v1/complaints/\(head)/history").local())
        #expect(history.text.contains("custom.coil"), "\(history.text)")
        let export = instance.send(
            .get("/api/v1/complaints/export?format=csv&fields=number,custom.coil").local())
        let table = export.text
        #expect(table.contains("custom.coil") && table.contains("knee"), "\(table)")
        #expect(try instance.store.verify().ok)
    }

    @Test func `A value that the field does not take is refused`() throws {
        let heard = try instance().send(
            .post("/api/v1/complaints", ["description": "x", "custom": ["coil": "foot"]]).local())
        #expect(heard.status == 422)
        #expect(heard.pointers == ["/custom/coil"])
    }

    @Test func `A required field is asked for from now on`() throws {
        let instance = try TestInstance()
        _ = instance.send(
            .post(
                "/api/v1/fields",
                ["name": "ward", "type": "text", "label": "Ward", "required": true]
            ).local())
        let heard = instance.send(.post("/api/v1/complaints", ["description": "x"]).local())
        #expect(heard.status == 422, "\(heard.text)")
    }

    @Test func `Words, choices and traits change; name and type stay; a retired one is read only`()
        throws
    {
        let instance = try instance()
        let id = complaint("head", instance)
        func patch(_ body: JSONValue) -> Heard {
            instance.send(.patch("/api/v1/fields/coil", body).local())
        }
        let wider = patch(["values": ["body"], "label": ["en": "RF coil", "fr": "Antenne RF"]])
        #expect(wider.status == 200, "\(wider.text)")
        for value in ["head", "knee", "body", "RF coil"] {
            #expect(wider.text.contains("\"\(value)\""), "\(value) is lost: \(wider.text)")
        }
        #expect(patch(["type": "text"]).pointers == ["/type"])
        #expect(patch(["name": "other"]).codes == ["read_only"])
        #expect(patch(["retired": true]).json["retired"]?.boolValue == true)
        let write = instance.send(
            .patch("/api/v1/complaints/\(id)", ["custom": ["coil": "knee"]]).local()
                .with("If-Match", "\"1\""))
        #expect(write.codes == ["read_only"], "\(write.text)")
        let read = instance.send(.get("/api/v1/complaints/\(id)").local())
        #expect(read.text.contains("\"coil\":\"head\""), "\(read.text)")
        #expect(
            instance.send(.get("/api/v1/complaints?custom.coil=head").local())
                .json["total"]?.int64Value == 1)
        #expect(patch(["retired": false]).status == 200)
        #expect(instance.send(.patch("/api/v1/fields/nope", [:]).local()).status == 404)
        #expect(instance.send(.patch("/api/v1/fields/severity", [:]).local()).status == 404)
        #expect(try instance.store.verify().ok)
    }

    static let wrong: [(JSONValue, [String])] = [
        ([:], ["/name", "/type", "/label"]),
        (["name": "Bad Name", "type": "text", "label": "x"], ["/name"]),
        (["name": "a", "type": "object", "label": "x"], ["/type"]),
        (["name": "a", "type": "choice", "label": "x"], ["/values"]),
        (["name": "a", "type": "choice", "label": "x", "values": ["b", "b"]], ["/values/1"]),
        (
            ["name": "a", "type": "integer", "label": "x", "minimum": 5, "maximum": 4],
            ["/maximum"]
        ),
        (["name": "a", "type": "prose", "label": "x", "facet": true], ["/facet"]),
        (["name": "a", "type": "text", "label": "x", "colour": "red"], ["/colour"]),
    ]

    @Test("A definition that cannot be is refused with every reason", arguments: wrong)
    func refuses(body: JSONValue, pointers: [String]) throws {
        let heard = try TestInstance().send(.post("/api/v1/fields", body).local())
        #expect(heard.status == 422, "\(heard.text)")
        #expect(heard.pointers == pointers, "\(heard.text)")
    }

    @Test func `A name is taken once`() throws {
        #expect(try instance().send(.post("/api/v1/fields", Self.coil).local()).status == 409)
    }
}

/// Erasing a person.
@Suite struct ErasureTests {
    private func erase(_ instance: TestInstance, _ tag: String?, _ body: JSONValue) -> Heard {
        var call = Call.post("/api/v1/complaints/1/erase-personal-data", body).local()
        if let tag { call = call.with("If-Match", tag) }
        return instance.send(call)
    }

    @Test func `Personal data is gone from every reading, the log says why, and all is in order`()
        throws
    {
        let instance = try TestInstance()
        instance.makeComplaint(
            JSONObject([
                ("description", "Burn"), ("complainant_name", "Dr Canary"), ("patient_age", 54),
            ]))
        #expect(erase(instance, nil, ["reason": "asked"]).status == 428)
        #expect(erase(instance, "\"1\"", [:]).pointers == ["/reason"])
        #expect(erase(instance, "\"7\"", ["reason": "asked"]).status == 412)
        let heard = erase(instance, "\"1\"", ["reason": "asked by the person"])
        #expect(heard.status == 200, "\(heard.text)")
        #expect(heard.header("etag") == "\"2\"")
        #expect(heard.json["erased"]?.boolValue == true)
        for target in ["/api/v1/complaints/1", "/api/v1/complaints/1/history"] {
            let text = instance.send(.get(target).local()).text
            #expect(!text.contains("Canary"), "\(text)")
        }
        let history = instance.send(.get("/api/v1/complaints/1/history").local())
        #expect(history.text.contains("asked by the person"))
        #expect(history.text.contains("\"operation\":\"erase\""))
        let again = instance.send(
            .patch("/api/v1/complaints/1", ["complainant_name": "Dr Canary"]).local()
                .with("If-Match", "\"2\""))
        #expect(again.status == 410, "\(again.text)")
        #expect(try instance.store.verify(thorough: true).ok)
    }

    @Test func `Whoever does not see the file does not erase it`() throws {
        let instance = try TestInstance()
        _ = instance.send(.post("/api/v1/sites", ["code": "LIL", "name": "x"]).local())
        instance.makeComplaint(JSONObject([("description", "Burn")]))
        instance.makeUser("bound", role: .admin, sites: ["LIL"])
        let heard = instance.send(
            .post("/api/v1/complaints/1/erase-personal-data", ["reason": "x"])
                .signed(instance.signIn("bound")).with("If-Match", "\"1\""))
        #expect(heard.status == 404)
    }
}
