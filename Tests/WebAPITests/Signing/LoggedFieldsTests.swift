import Complaints
import JSON
import Storage
import Testing

@testable import WebAPI

/// Whatever the change log tells of has words in both languages.
@Suite struct LoggedFieldsTests {
    private let instance: TestInstance
    private let admin: String

    init() throws {
        instance = try TestInstance()
        instance.makeUser("ada", role: .admin, patient: true)
        admin = instance.signIn("ada")
    }

    private func send(_ call: Call) throws -> Heard {
        let heard = instance.send(call.signed(admin))
        try #require((200..<300).contains(heard.status), "\(call.target): \(heard.text)")
        return heard
    }

    /// Something of nearly every kind of record.
    private func work() throws {
        _ = try send(.post("/api/v1/sites", ["code": "L", "name": "Lille", "country": "FR"]))
        _ = try send(
            .post("/api/v1/systems", ["system_id": "S1", "site": "L", "contract": "full"]))
        instance.makeUser("lea", role: .analyst, sites: ["L"], patient: true)
        _ = instance.makeToken(of: "lea", scopes: ["read", "intake"])
        _ = try send(.post("/api/v1/teams", ["name": "MR", "lead": "ada", "members": ["lea"]]))
        let id = instance.makeComplaint(
            JSONObject([
                ("description", "x"), ("outcome", "death"), ("markets", ["US"]),
                ("received", "2026-02-01"), ("aware", "2026-02-01"),
            ]))
        let other = instance.makeComplaint(JSONObject([("description", "y")]))
        let path = "/api/v1/complaints/\(id)"
        let task = try send(.post(path + "/tasks", ["title": "Call", "owner": "lea"]))
        let number = task.json["id"]?.int64Value ?? 0
        _ = try send(.patch(path + "/tasks/\(number)", ["state": "done"]).with("If-Match", "*"))
        _ = try send(.post(path + "/comments", ["text": "@lea look"]))
        _ = try send(.post(path + "/watchers", JSONValue.object(JSONObject())))
        let kept = try send(.get("/api/v1/complaints/\(other)")).json["number"] ?? .null
        _ = try send(.post(path + "/links", ["relation": "related", "other": kept]))
        _ = try send(.post(path + "/decisions", .decision(for: "US", signedBy: "ada")))
        let report = try send(
            .post(
                path + "/reports",
                ["jurisdiction": "US", "type": "initial", "report_number": "R-1"]))
        let made = report.json["id"]?.int64Value ?? 0
        _ = try send(.post(path + "/reports/\(made)/withdraw", ["reason": "by mistake"]))
        _ = try send(.post("/api/v1/rules", JSONValue.object(JSONObject())))
        _ = try send(
            .post(
                "/api/v1/fields",
                ["name": "coil", "type": "text", "label": ["en": "Coil", "fr": "Antenne"]]))
        var file = Call(method: .post, target: path + "/attachments?name=a.txt").signed(admin)
        file.body = Array("a".utf8)
        _ = try send(file.with("Content-Type", "text/plain"))
        var codes = Call(method: .post, target: "/api/v1/imdrf?name=annexa2025_0.json").signed(
            admin)
        codes.body = Array(
            #"[{"code":"A01","term":"T","definition":"","codehierarchy":"A01"}]"#.utf8)
        _ = try send(codes.with("Content-Type", "application/json"))
    }

    @Test func `Every field and choice that the log tells of has words in both languages`() throws {
        try work()
        var told: [String: Set<String>] = [:]
        for item in try send(.get("/api/v1/changes?limit=500")).json["items"]?.arrayValue ?? [] {
            let kind = item.objectValue?["entity"]?.stringValue ?? ""
            for change in item.objectValue?["changes"]?.arrayValue ?? [] {
                told[kind, default: []].insert(change.objectValue?["field"]?.stringValue ?? "")
            }
        }
        #expect(told.count >= 15, "\(told.keys.sorted())")
        let named = try send(.get("/api/v1/changes/fields")).json["items"]?.arrayValue ?? []
        var known: [String: Set<String>] = [:]
        for item in named.compactMap(\.objectValue) {
            let fields = item["fields"]?.arrayValue?.compactMap(\.objectValue) ?? []
            known[item["kind"]?.stringValue ?? ""] = Set(
                fields.compactMap { $0["name"]?.stringValue })
            for field in fields {
                let label = field["label"]?.objectValue
                #expect(label?["en"]?.stringValue?.isEmpty == false)
                #expect(label?["fr"]?.stringValue?.isEmpty == false)
            }
        }
        #expect(Set(known.keys) == Set(Entity.allCases.map(\.rawValue)).subtracting(["complaint"]))
        for (kind, fields) in told where kind != "complaint" {
            #expect(fields.subtracting(known[kind] ?? []) == [], "\(kind)")
        }
    }

    @Test func `Values that are closed lists are among the choices`() throws {
        try work()
        for item in try send(.get("/api/v1/changes?limit=500")).json["items"]?.arrayValue ?? [] {
            guard let row = item.objectValue, let kind = row["entity"]?.stringValue,
                let entity = Entity(rawValue: kind)
            else { continue }
            for change in (row["changes"]?.arrayValue ?? []).compactMap(\.objectValue) {
                let name = FieldName(change["field"]?.stringValue ?? "")
                guard let field = FieldCatalogue.logged(of: entity)[name],
                    let text = change["new"]?.stringValue
                else { continue }
                switch field.type {
                case .choice(let choices):
                    #expect(choices.contains { $0.value == text }, "\(kind) \(name) \(text)")
                case .list(of: .choice(let choices)):
                    for part in text.split(separator: " ") {
                        #expect(choices.contains { $0.value == part }, "\(kind) \(name) \(part)")
                    }
                default: break
                }
            }
        }
    }
}
