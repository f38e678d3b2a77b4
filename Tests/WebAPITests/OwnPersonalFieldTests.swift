import Complaints
import HTTP
import JSON
import Testing

@testable import WebAPI

/// Own fields about persons: everywhere what the house's personal fields are.
@Suite struct OwnPersonalFieldTests {
    private static let canary = "Canary-own-4d1e"
    private static let secret = "Canary-own-patient"

    private static func definition(
        _ name: String, _ access: String, _ more: [(String, JSONValue)] = []
    ) -> JSONValue {
        .object(
            JSONObject(
                [
                    ("name", .string(name)), ("type", "text"), ("label", .string(name)),
                    ("access", .string(access)),
                ] + more))
    }

    /// A complaint (1) with own fields about its complainant and its patient, and people.
    private func instance() throws -> TestInstance {
        let instance = try TestInstance()
        for (name, access) in [("phone", "complainant"), ("initials", "patient")] {
            let made = instance.send(
                .post("/api/v1/fields", Self.definition(name, access)).local())
            try #require(made.status == 201, "\(made.text)")
        }
        instance.makeUser("vera", role: .viewer)
        instance.makeUser("emil", role: .engineer)
        instance.makeUser("anna", role: .analyst)
        instance.makeUser("paul", role: .analyst, patient: true)
        instance.makeUser("adam", role: .admin)
        instance.makeComplaint(
            JSONObject([
                ("description", "Burn"),
                (
                    "custom",
                    ["phone": .string(Self.canary), "initials": .string(Self.secret)]
                ),
            ]))
        return instance
    }

    private func get(_ target: String, _ name: String, _ instance: TestInstance) -> Heard {
        instance.send(.get("/api/v1/" + target).signed(instance.signIn(name)))
    }

    @Test func `What others are asked for does not depend on what only some see of a patient`()
        throws
    {
        let instance = try instance()
        func made(_ name: String, _ access: String, when field: String) -> Heard {
            let condition: JSONValue = ["field": .string(field), "is": "set"]
            let body = Self.definition(name, access, [("required_when", condition)])
            return instance.send(.post("/api/v1/fields", body).local())
        }
        for field in ["custom.initials", "patient_age"] {
            let refused = made("ward", "open", when: field)
            #expect(refused.codes == ["sealed"] && refused.pointers == ["/required_when"])
        }
        #expect(made("born", "patient", when: "custom.initials").status == 201)
        #expect(made("hours", "open", when: "custom.phone").status == 201)
    }

    @Test func `A definition says whom it is about, and stands with that person`() throws {
        let instance = try instance()
        let all = instance.send(.get("/api/v1/fields").local()).json["items"]?.arrayValue ?? []
        let own = all.compactMap(\.objectValue).filter {
            $0["name"]?.stringValue?.hasPrefix("custom.") == true
        }
        #expect(own.map { $0["access"]?.stringValue } == ["complainant", "patient"])
        #expect(own.map { $0["group"]?.stringValue } == ["complainant", "patient"])
    }

    @Test func `Who does not see the values is not offered the field, unless he asks for all`()
        throws
    {
        let instance = try instance()
        for (name, seen) in [("vera", 0), ("anna", 1), ("paul", 2), ("adam", 1)] {
            let text = get("fields", name, instance).text
            let found = ["custom.phone", "custom.initials"].filter { text.contains($0) }
            #expect(found.count == seen, "\(name)")
            #expect(get("fields?all=true", name, instance).text.contains("custom.initials"))
        }
    }

    static let wrong: [(JSONValue, [String], [String])] = [
        (["facet": true], ["/facet"], ["sealed"]),
        (["sortable": true], ["/sortable"], ["sealed"]),
        (["indexed": true], ["/indexed"], ["sealed"]),
        (["type": "prose", "facet": true], ["/facet"], ["sealed"]),
        (["group": "complainant"], ["/group"], ["not_a_choice"]),
        (["group": "provenance"], ["/group"], ["not_a_choice"]),
        (["access": "source_row"], ["/access"], ["not_a_choice"]),
        (["access": 7], ["/access"], ["wrong_type"]),
        (["access": "open", "group": "patient"], ["/group"], ["not_a_choice"]),
    ]

    @Test("Nothing looks into the values of what is sealed", arguments: wrong)
    func refuses(change: JSONValue, pointers: [String], codes: [String]) throws {
        var body = try #require(Self.definition("a", "patient").objectValue)
        for member in change.objectValue?.members ?? [] { body[member.name] = member.value }
        let heard = try TestInstance().send(.post("/api/v1/fields", .object(body)).local())
        #expect(heard.status == 422, "\(heard.text)")
        #expect(heard.pointers == pointers && heard.codes == codes, "\(heard.text)")
    }

    @Test func `Whom it is about is for good, either way, and stays so through other changes`()
        throws
    {
        let instance = try instance()
        _ = instance.send(.post("/api/v1/fields", Self.definition("bay", "open")).local())
        func patch(_ name: String, _ body: JSONValue) -> Heard {
            instance.send(.patch("/api/v1/fields/\(name)", body).local())
        }
        for (name, access) in [("phone", "open"), ("bay", "patient"), ("phone", "complainant")] {
            let heard = patch(name, ["access": .string(access)])
            #expect(heard.status == 422 && heard.codes == ["read_only"], "\(heard.text)")
        }
        #expect(patch("initials", ["facet": true]).codes == ["sealed"])
        let renamed = patch("initials", ["label": "Initials", "group": "event"])
        #expect(renamed.json["access"] == "patient" && renamed.json["group"] == "event")
        #expect(patch("initials", ["group": nil]).json["group"] == "patient")
        #expect(get("complaints/1", "paul", instance).text.contains(Self.secret))
    }

    @Test func `Each sees of a complaint what he may, and a patient's reading is in the log first`()
        throws
    {
        let instance = try instance()
        for (name, seen) in [("vera", ""), ("anna", "c"), ("paul", "cp"), ("adam", "c")] {
            let cookie = instance.signIn(name)
            let before = instance.store.commit
            let heard = instance.send(.get("/api/v1/complaints/1").signed(cookie))
            let custom = heard.json["custom"]?.objectValue
            #expect((custom?["phone"] == .string(Self.canary)) == seen.contains("c"), "\(name)")
            #expect((custom?["initials"] == .string(Self.secret)) == seen.contains("p"), "\(name)")
            #expect(heard.text.contains("Canary") == !seen.isEmpty, "\(heard.text)")
            #expect(instance.store.commit == before + (seen.contains("p") ? 1 : 0))
        }
        let log = instance.send(
            .get("/api/v1/changes?entity=complaint&id=1&operation=read").local())
        #expect(log.text.contains("custom.initials"), "\(log.text)")
        #expect(get("complaints/1?fields=custom.initials", "anna", instance).status == 403)
        #expect(
            get("complaints/1?fields=custom.phone", "anna", instance).json["custom.phone"]
                == .string(Self.canary))
    }

    @Test(
        "No list is filtered, sorted, counted or searched by it",
        arguments: [
            ("complaints?custom.phone=x", "not_filterable"),
            ("complaints?custom.phone_set=true", "not_filterable"),
            ("complaints?sort=custom.phone", "not_sortable"),
            ("complaints/facets?by=custom.phone", "not_a_facet"),
        ])
    func lists(target: String, code: String) throws {
        let instance = try instance()
        let heard = get(target, "anna", instance)
        #expect([400, 422].contains(heard.status) && heard.codes == [code], "\(heard.text)")
        #expect(get(target, "vera", instance).status == 403)
        #expect(
            get(target.replacing("phone", with: "initials"), "anna", instance).status == 403)
    }

    @Test func `Queries, searches, lists and exports tell it to nobody who may not see it`()
        throws
    {
        let instance = try instance()
        for (name, status) in [("anna", [400, 422]), ("vera", [403])] {
            let query = instance.send(
                .post(
                    "/api/v1/complaints/query",
                    ["filter": ["field": "custom.phone", "op": "eq", "value": "x"]]
                ).signed(instance.signIn(name)))
            #expect(status.contains(Int(query.status)), "\(query.text)")
        }
        for target in ["complaints", "complaints?fields=custom", "complaints?q=\(Self.canary)"] {
            let heard = get(target, "paul", instance)
            #expect(heard.status == 200 && !heard.text.contains("Canary-own"), "\(heard.text)")
        }
        for format in ["csv", "ndjson"] {
            let target = "complaints/export?format=\(format)"
            #expect(get(target, "anna", instance).text.contains(Self.canary))
            #expect(!get(target, "vera", instance).text.contains("Canary"))
            // Of patients one file at a time, so that each reading is in the log.
            #expect(!get(target, "paul", instance).text.contains(Self.secret))
            #expect(get(target + "&fields=custom.initials", "paul", instance).status == 403)
        }
        let body: JSONValue = ["fields": ["custom.initials"]]
        let query = instance.send(
            .post("/api/v1/complaints/query", body).signed(instance.signIn("paul")))
        #expect(query.status == 403, "\(query.text)")
    }

    @Test func `History, audit and past states mask it`() throws {
        let instance = try instance()
        let changed = instance.send(
            .patch("/api/v1/complaints/1", ["custom": ["phone": "Canary-own-2", "initials": "C2"]])
                .local().with("If-Match", "\"1\""))
        #expect(changed.status == 200, "\(changed.text)")
        let history = get("complaints/1/history", "anna", instance)
        #expect(history.text.contains(Self.canary) && !history.text.contains(Self.secret))
        #expect(!get("complaints/1/history", "paul", instance).text.contains(Self.secret))
        #expect(get("complaints/1/history", "vera", instance).text.contains("•••"))
        for part in ["history", "versions/1", "compare?from=1"] {
            let text = get("complaints/1/" + part, "vera", instance).text
            #expect(!text.contains("Canary"), "\(part): \(text)")
        }
        #expect(get("complaints/1/versions/1", "paul", instance).text.contains(Self.secret))
        #expect(!get("complaints/1/versions/1", "anna", instance).text.contains(Self.secret))
        let audit = instance.send(.get("/api/v1/changes?entity=complaint&id=1").local())
        #expect(audit.text.contains("custom.phone") && !audit.text.contains("Canary"))
    }

    @Test func `Who records a complaint says who complained; a change is for who sees it`() throws {
        let instance = try instance()
        let cookie = instance.signIn("emil")
        let body: JSONValue = ["description": "x", "custom": ["phone": "1"]]
        let made = instance.send(.post("/api/v1/complaints", body).signed(cookie))
        #expect(made.status == 201 && !made.text.contains("\"phone\""), "\(made.text)")
        let patient: JSONValue = ["description": "x", "custom": ["initials": "1"]]
        #expect(instance.send(.post("/api/v1/complaints", patient).signed(cookie)).status == 403)
        let patch = instance.send(
            .patch("/api/v1/complaints/1", ["custom": ["initials": "1"]])
                .signed(instance.signIn("anna")).with("If-Match", "\"1\""))
        #expect(patch.status == 403, "\(patch.text)")
    }

    @Test func `An erased person takes it along, and all is in order`() throws {
        let instance = try instance()
        let heard = instance.send(
            .post("/api/v1/complaints/1/erase-personal-data", ["reason": "asked"]).local()
                .with("If-Match", "\"1\""))
        #expect(heard.status == 200, "\(heard.text)")
        for target in [
            "complaints/1", "complaints/1/history", "complaints/1/versions/1",
            "complaints/1/compare?from=1", "complaints/export?format=ndjson",
        ] {
            let text = instance.send(.get("/api/v1/" + target).local()).text
            #expect(!text.contains("Canary"), "\(target): \(text)")
        }
        let again = instance.send(
            .patch("/api/v1/complaints/1", ["custom": ["phone": "1"]]).local()
                .with("If-Match", "\"2\""))
        #expect(again.status == 410, "\(again.text)")
        #expect(try instance.store.verify(thorough: true).ok)
    }

    @Test func `A column of an import that feeds it is masked in preview and source row`() throws {
        let instance = try instance()
        let text = "id,Device problem,custom.initials\n1,Smoke,\(Self.secret)-imported\n"
        let preview = instance.upload(text, "name=a.csv&preview=true") { $0.local() }
        #expect(preview.status == 202 && !preview.text.contains("-imported"), "\(preview.text)")
        #expect(preview.text.contains("custom.initials"), "\(preview.text)")
        #expect(!get("imports/1", "anna", instance).text.contains("-imported"))
        #expect(get("imports/1", "paul", instance).text.contains("-imported"))
        _ = instance.send(Call(method: .post, target: "/api/v1/imports/1/start").local())
        #expect(instance.waitForImport(1)["created"]?.int64Value == 1)
        let full = get("complaints/2", "paul", instance)
        #expect(
            full.json["custom"]?.objectValue?["initials"]
                == .string("\(Self.secret)-imported"), "\(full.text)")
        let masked = get("complaints/2", "anna", instance)
        #expect(!masked.text.contains("-imported") && masked.text.contains("•••"))
        #expect(try instance.store.verify(thorough: true).ok)
    }
}
