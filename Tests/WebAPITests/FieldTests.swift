import Complaints
import HTTP
import JSON
import Testing

@testable import WebAPI

/// Every field of the catalogue through the API: in, out, filtered, exported, told in the history.
@Suite struct FieldTests {
    /// A value of each type that no default has.
    static func value(of field: Field) -> JSONValue? {
        switch field.name {
        case "status": return nil
        case "owner": return "anna"
        case "udi": return "09521234543213"
        case "udi_pi": return "(11)240131(21)V15-0042"
        default: break
        }
        switch field.type {
        case .text, .prose: return .string("Value of \(field.name)")
        case .choice(let choices): return .string(choices[choices.count - 1].value)
        case .list(of: .choice(let choices)):
            return .array(choices.prefix(2).map { .string($0.value) })
        case .list(of: .code(let annex)): return .array([.string(annex.example)])
        case .list(of: .country): return ["DE", "FR"]
        case .list(of: .text): return ["one, two", "three"]
        case .date, .partialDate: return "2026-03-01"
        case .integer: return 42
        case .decimal: return JSONNumber(70.5).map { .number($0) }
        case .boolean: return true
        case .country: return "DE"
        case .reference(.user): return "anna"
        case .timestamp, .object, .reference: return nil
        }
    }

    static var written: [Field] {
        FieldCatalogue.standard.fields.filter {
            $0.entry != .system && value(of: $0) != nil && $0.name != "source"
        }
    }

    private func signedIn(_ instance: TestInstance) -> String {
        instance.makeUser("anna", role: .reviewer, patient: true)
        return instance.signIn("anna")
    }

    @Test func `Every field goes in and comes out, with its history, its export and its filter`()
        throws
    {
        let instance = try TestInstance()
        let cookie = signedIn(instance)
        var body = JSONObject()
        for field in Self.written { body[field.name.text] = Self.value(of: field) }
        let made = instance.send(.post("/api/v1/complaints", .object(body)).signed(cookie))
        try #require(made.status == 201, "\(made.text)")
        let id = try #require(made.json["id"]?.int64Value)
        let read = instance.send(.get("/api/v1/complaints/\(id)").signed(cookie))
        for field in Self.written {
            #expect(read.json[field.name.text] == Self.value(of: field), "\(field.name)")
        }
        let history = instance.send(.get("/api/v1/complaints/\(id)/history").signed(cookie)).text
        for field in Self.written {
            #expect(history.contains("\"\(field.name)\""), "\(field.name)")
        }
        // A whole export holds no patient columns; those are asked for by name.
        let line = instance.send(
            .get("/api/v1/complaints/export?format=ndjson").signed(cookie))
        let exported = try JSONValue.parse(Array(line.bytes.split(separator: 0x0A)[0]))
        for field in Self.written where field.access != .patient {
            #expect(
                exported.objectValue?[field.name.text] == Self.value(of: field), "\(field.name)")
        }
        for field in Self.written where !field.operators.isEmpty {
            let value = try #require(Self.value(of: field))
            let query: JSONValue = [
                "filter": [
                    "field": .string(field.name.text), "op": "eq",
                    "value": value.arrayValue?.first ?? value,
                ]
            ]
            let found = instance.send(.post("/api/v1/complaints/query", query).signed(cookie))
            #expect(found.json["total"]?.int64Value == 1, "\(field.name): \(found.text)")
        }
        #expect(try instance.store.verify(thorough: true).ok)
    }

    @Test func `A list is filtered by any of its values and counted by each`() throws {
        let instance = try TestInstance()
        for markets in [["US", "EU"], ["EU"], ["CH"], []] as [JSONValue] {
            instance.makeComplaint(
                JSONObject([("description", "x"), ("markets", markets)]))
        }
        func total(_ query: String) -> Int64? {
            instance.send(.get("/api/v1/complaints?\(query)").local()).json["total"]?.int64Value
        }
        #expect(total("markets=US") == 1)
        #expect(total("markets=US,CH") == 2)
        #expect(total("markets=EU&markets=") == 3)
        let none: JSONValue = [
            "filter": ["field": "markets", "op": "not_in", "value": ["EU", "US"]]
        ]
        let rest = instance.send(.post("/api/v1/complaints/query", none).local())
        #expect(rest.json["total"]?.int64Value == 2, "\(rest.text)")
        let facets = instance.send(.get("/api/v1/complaints/facets?by=markets").local())
        let counts = facets.json["facets"]?.objectValue?["markets"]?.arrayValue ?? []
        let found = counts.map {
            "\($0.objectValue?["value"]?.stringValue ?? "-")"
                + ":\($0.objectValue?["count"]?.int64Value ?? 0)"
        }
        #expect(Set(found) == ["EU:2", "US:1", "CH:1", "-:1"], "\(facets.text)")
        let sorted = instance.send(.get("/api/v1/complaints?sort=markets").local())
        #expect(sorted.codes == ["not_sortable"])
        let csv = instance.send(.get("/api/v1/complaints/export?format=csv&fields=markets").local())
        #expect(csv.text.contains("US; EU"), "\(csv.text)")
    }

    @Test func `What intake entered locks with it; what it did not know is entered once`() throws {
        let instance = try TestInstance()
        let id = instance.makeComplaint(
            JSONObject([("description", "x"), ("aware", "2026-03-01")]))
        var version = 1
        func patch(_ body: JSONValue) -> Heard {
            instance.send(
                .patch("/api/v1/complaints/\(id)", body).local()
                    .with("If-Match", "\"\(version)\""))
        }
        for body in [
            ["aware": "2026-02-28"], ["status": "triage"], ["event_date": "2026-02"],
        ] as [JSONValue] {
            let heard = patch(body)
            #expect(heard.status == 200, "\(heard.text)")
            version += 1
        }
        for body in [
            ["aware": "2026-02-27"], ["description": "y"], ["received": "2026-02-27"],
            ["event_date": "2026-01"], ["event_date": nil],
        ] as [JSONValue] {
            let heard = patch(body)
            #expect(heard.status == 422, "\(heard.text)")
            #expect(heard.codes == ["locked"], "\(heard.text)")
            #expect(heard.text.contains("signed correction"), "\(heard.text)")
        }
        // What is sent as it stands is no change.
        #expect(patch(["aware": "2026-02-28", "severity": "minor"]).status == 200)
    }

    @Test func `What a change makes necessary is asked for, and told by the catalogue`() throws {
        let instance = try TestInstance()
        let id = instance.makeComplaint(JSONObject([("description", "x")]))
        let heard = instance.send(
            .patch("/api/v1/complaints/\(id)", ["remedial_action_needed": "yes"]).local()
                .with("If-Match", "\"1\""))
        #expect(heard.status == 422 && heard.pointers == ["/aware_remedial"], "\(heard.text)")
        let fields = instance.send(.get("/api/v1/fields").local())
        let field = fields.json["items"]?.arrayValue?.first {
            $0.objectValue?["name"] == "aware_remedial"
        }
        let requirement = field?.objectValue?["required_when"]?.objectValue
        #expect(
            requirement?["condition"]
                == ["field": "remedial_action_needed", "in": ["yes"]], "\(fields.text)")
        #expect(
            requirement?["words"]?.objectValue?["en"]
                == "when “Remedial action needed” is “Yes”")
        let document = instance.send(.get("/openapi.json")).text
        #expect(document.contains("Required when “Remedial action needed” is “Yes”."))
        #expect(document.contains("21 CFR 803.53(a)"))
    }

    @Test func `Own fields may be lists, needed by condition, placed and indexed`() throws {
        let instance = try TestInstance()
        let body: JSONValue = [
            "name": "coils", "type": "choice_list", "label": "Coils", "values": ["head", "knee"],
            "facet": true, "group": "device", "position": 3,
            "required_when": ["field": "modality", "in": ["MR"]],
        ]
        let made = instance.send(.post("/api/v1/fields", body).local())
        try #require(made.status == 201, "\(made.text)")
        #expect(made.json["group"] == "device")
        #expect(made.json["position"]?.int64Value == 3)
        let missing = instance.send(
            .post("/api/v1/complaints", ["description": "x", "modality": "MR"]).local())
        #expect(missing.pointers == ["/custom/coils"], "\(missing.text)")
        let given = instance.send(
            .post(
                "/api/v1/complaints",
                ["description": "x", "modality": "MR", "custom": ["coils": ["head", "knee"]]]
            ).local())
        #expect(given.status == 201, "\(given.text)")
        #expect(given.json["custom"] == ["coils": ["head", "knee"]])
        let found = instance.send(.get("/api/v1/complaints?custom.coils=knee").local())
        #expect(found.json["total"]?.int64Value == 1, "\(found.text)")
        let facets = instance.send(.get("/api/v1/complaints/facets?by=custom.coils").local())
        #expect(facets.text.contains("\"knee\""), "\(facets.text)")
        let own = instance.send(.get("/api/v1/openapi.json").local())
        #expect(own.text.contains("Coils") && own.text.contains("knee"), "\(own.status)")
        #expect(!instance.send(.get("/openapi.json")).text.contains("knee"))
        let relaxed = instance.send(
            .patch("/api/v1/fields/coils", ["required_when": nil, "group": "event"]).local())
        #expect(relaxed.status == 200 && relaxed.json["required_when"] == nil, "\(relaxed.text)")
        #expect(relaxed.json["group"] == "event")
    }

    static let wrong: [(JSONValue, [String])] = [
        (["group": "patient"], ["/group"]), (["position": -1], ["/position"]),
        (["required_when": ["field": "nope", "is": "set"]], ["/required_when"]),
        (["required_when": ["field": "custom.a", "is": "set"]], ["/required_when"]),
        (["type": "choice_list", "values": ["x"], "indexed": true], ["/indexed"]),
        (["type": "text_list", "sortable": true], ["/sortable"]),
        (["type": "code_list"], ["/type"]),
    ]

    @Test("What an own field cannot be is refused", arguments: wrong)
    func refuses(change: JSONValue, pointers: [String]) throws {
        var body = JSONObject([("name", "a"), ("type", "text"), ("label", "A")])
        for member in change.objectValue?.members ?? [] { body[member.name] = member.value }
        let heard = try TestInstance().send(.post("/api/v1/fields", .object(body)).local())
        #expect(heard.status == 422, "\(heard.text)")
        #expect(heard.pointers == pointers, "\(heard.text)")
    }

    @Test func `A retired field that was required is asked for no more`() throws {
        let instance = try TestInstance()
        _ = instance.send(
            .post(
                "/api/v1/fields",
                ["name": "ward", "type": "text", "label": "Ward", "required": true]
            ).local())
        let retired = instance.send(.patch("/api/v1/fields/ward", ["retired": true]).local())
        #expect(retired.json["entry"] == "system", "\(retired.text)")
        let heard = instance.send(.post("/api/v1/complaints", ["description": "x"]).local())
        #expect(heard.status == 201, "\(heard.text)")
    }
}
