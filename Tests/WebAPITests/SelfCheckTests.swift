import Complaints
import HTTP
import JSON
import Storage
import Testing
import WebAssets

@testable import WebAPI

/// What an inspector would object to, counted, listed and exported.
@Suite struct SelfCheckTests {
    private func counts(_ heard: Heard) -> [String: Int64] {
        var counts: [String: Int64] = [:]
        for item in heard.json["items"]?.arrayValue?.compactMap(\.objectValue) ?? [] {
            counts[item["id"]?.stringValue ?? ""] = item["count"]?.int64Value
        }
        return counts
    }

    @Test func `Counts, lists and the export say the same, to each caller of their own files`()
        throws
    {
        let instance = try TestInstance()
        _ = instance.send(.post("/api/v1/sites", ["code": "L", "name": "Lille"]).local())
        instance.makeUser("vera", role: .viewer)
        instance.makeUser("lea", role: .analyst, sites: ["L"])
        let (vera, lea) = (instance.signIn("vera"), instance.signIn("lea"))
        for (site, text) in [("L", "One"), (nil, "Two"), (nil, "=Three")] {
            var body = JSONObject([
                ("description", "x"), ("summary", .string(text)), ("status", "triage"),
            ])
            if let site { body["site"] = .string(site) }
            instance.makeComplaint(body)
        }
        let report = instance.send(.get("/api/v1/self-check").signed(vera))
        #expect(report.status == 200, "\(report.text)")
        #expect(report.json["files"] == 3)
        #expect(counts(report).count == FileCheck.all.count)
        #expect(counts(report)["aware_missing"] == 3)
        let mine = instance.send(.get("/api/v1/self-check").signed(lea))
        #expect(mine.json["files"] == 1 && counts(mine)["aware_missing"] == 1)
        let path = "/api/v1/self-check/aware_missing"
        let first = instance.send(.get(path + "?limit=2").signed(vera)).json
        #expect(first["items"]?.arrayValue?.count == 2)
        let next = first["next"]?.stringValue ?? ""
        let second = instance.send(.get(path + "?limit=2&cursor=\(next)").signed(vera)).json
        #expect(second["items"]?.arrayValue?.count == 1 && second["next"] == .null)
        // The list of complaints finds the same files.
        let query = first["check"]?.objectValue?["query"]?.stringValue ?? ""
        let list = instance.send(.get("/api/v1/complaints?\(query)").signed(vera))
        #expect(list.json["total"] == 3, "\(query)")
        let csv = instance.send(
            .get("/api/v1/self-check/export").with("Accept-Language", "fr").signed(vera))
        let text = csv.text
        #expect(text.contains("Il manque la date de prise de connaissance"))
        #expect(text.contains("'=Three"))
        let lines = text.split(separator: "\r\n").filter { $0.contains("aware_missing") }
        #expect(lines.count == 3)
        #expect(instance.send(.get("/api/v1/self-check/nonsense").signed(vera)).status == 404)
        #expect(instance.send(.get(path + "?limit=501").signed(vera)).status == 422)
    }

    @Test func `Every list that a check names has as many files as the check counts`() throws {
        let instance = try TestInstance()
        for index in 0..<40 as Range<Int> {
            var body = JSONObject([("description", "x"), ("status", "triage")])
            if index % 2 == 0 { body["aware"] = "2026-03-01" }
            instance.makeComplaint(body)
        }
        let found = counts(instance.send(.get("/api/v1/self-check").local()))
        for check in FileCheck.all where check.isList {
            let query = QueryText.of(check.parameters)
            let list = instance.send(.get("/api/v1/complaints?\(query)").local())
            #expect(list.json["total"]?.int64Value == found[check.id], "\(check.id): \(query)")
        }
        #expect((found["aware_missing"] ?? 0) > 0)
    }

    @Test func `The audit trail has a word for every kind and act of the log, in both languages`()
        throws
    {
        let instance = try TestInstance()
        let heard = instance.send(.get("/api/v1/changes/kinds").local()).json
        let kinds = heard["kinds"]?.arrayValue?.compactMap(\.stringValue) ?? []
        let acts = heard["acts"]?.arrayValue?.compactMap(\.stringValue) ?? []
        #expect(kinds == Entity.allCases.map(\.rawValue))
        let assets = WebAssets()
        for language in ["en", "fr"] {
            var words = ""
            for path in assets.paths where path.hasPrefix("i18n/\(language)") {
                let asset = try #require(assets.asset(path))
                words += String(decoding: asset.bytes.bytes, as: UTF8.self)
            }
            for kind in kinds { #expect(words.contains("'kind.\(kind)':"), "\(language) \(kind)") }
            for act in acts { #expect(words.contains("'act.\(act)':"), "\(language) \(act)") }
        }
    }
}
