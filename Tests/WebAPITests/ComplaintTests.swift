import Complaints
import HTTP
import JSON
import Testing

@testable import WebAPI

@Suite struct ComplaintTests {
    private static let noise: JSONValue = [
        "description": "Image noise on the head coil. It began yesterday.", "severity": "minor",
        "customer": "CHU de Lille", "modality": "MR",
    ]

    @Test func `A complaint is made, read by id and by number, changed and told in its history`()
        throws
    {
        let instance = try TestInstance()
        instance.makeUser("anna", role: .analyst)
        let cookie = instance.signIn("anna")
        let made = instance.send(.post("/api/v1/complaints", Self.noise).signed(cookie))
        #expect(made.status == 201, "\(made.text)")
        #expect(made.header("etag") == "\"1\"")
        let id = try #require(made.json["id"]?.int64Value)
        let number = try #require(made.json["number"]?.stringValue)
        #expect(made.header("location") == "/api/v1/complaints/\(id)")
        #expect(made.json["summary"]?.stringValue == "Image noise on the head coil.")
        let read = instance.send(.get("/api/v1/complaints/\(id)").signed(cookie))
        #expect(read.bytes == made.bytes)
        #expect(
            instance.send(.get("/api/v1/complaints/\(number)").signed(cookie)).bytes == read.bytes)
        let changed = instance.send(
            .patch(
                "/api/v1/complaints/\(id)",
                ["severity": "serious", "change_reason": "after a call"]
            ).signed(cookie).with("If-Match", "\"1\""))
        #expect(changed.status == 200, "\(changed.text)")
        #expect(changed.json["severity"]?.stringValue == "serious")
        #expect(changed.header("etag") == "\"2\"")
        let after = instance.send(.get("/api/v1/complaints/\(id)").signed(cookie))
        #expect(after.bytes == changed.bytes)
        let history = instance.send(.get("/api/v1/complaints/\(id)/history").signed(cookie))
        let entries = try #require(history.json["items"]?.arrayValue)
        #expect(entries.count == 2, "\(history.text)")
        #expect(entries[0].objectValue?["reason"]?.stringValue == "after a call")
        #expect(entries[0].objectValue?["actor"]?.stringValue == "anna")
    }

    @Test func `A day of receipt that is not given is today's in the entity's zone`()
        throws
    {
        let instance = try TestInstance()
        instance.clock.advance(by: .seconds(12 * 3600))
        func make(_ received: JSONValue?) -> Heard {
            var body = JSONObject([("description", "Late in the evening")])
            body["received"] = received
            return instance.send(.post("/api/v1/complaints", .object(body)).local())
        }
        #expect(make(nil).json["received"]?.stringValue == "2026-03-02")
        #expect(make("2026-03-03").status == 201)
        #expect(make("2026-03-04").pointers == ["/received"])
    }

    @Test
    func `A change needs the version it builds on, and a slower one gets the record as it is`()
        throws
    {
        let instance = try TestInstance()
        instance.makeUser("anna", role: .analyst)
        let cookie = instance.signIn("anna")
        let id = instance.makeComplaint(try #require(Self.noise.objectValue))
        let call = Call.patch("/api/v1/complaints/\(id)", ["severity": "serious"]).signed(cookie)
        #expect(instance.send(call).status == 428)
        #expect(instance.send(call.with("If-Match", "1")).status == 400)
        #expect(instance.send(call.with("If-Match", "W/\"1\"")).status == 412)
        #expect(instance.send(call.with("If-Match", "\"x\"")).status == 412)
        #expect(instance.send(call.with("If-Match", "\"1-gzip\"")).status == 200)
        let slower = instance.send(call.with("If-Match", "\"1\""))
        #expect(slower.status == 412)
        #expect(slower.header("content-type") == Problem.mediaType)
        let current = try #require(slower.json["current"]?.objectValue)
        #expect(current["version"]?.int64Value == 2)
        #expect(current["severity"]?.stringValue == "serious")
    }

    @Test(
        arguments: [
            (["severity": "terrible"], "/severity", "not_a_choice"),
            (["nonsense": 1], "/nonsense", "unknown_field"),
            (["received": "2026-02-31"], "/received", "invalid_date"),
            (["received": "2031-01-01"], "/received", "date_out_of_range"),
            (["number": "C-1"], "/number", "read_only"),
            (["country": "ZZ"], "/country", "invalid_country"),
            (["site": "nowhere"], "/site", "unknown_reference"),
            (["customer": 5], "/customer", "wrong_type"),
        ] as [(JSONValue, String, String)])
    func `A problem names the field and the reason`(
        fields: JSONValue, pointer: String, code: String
    ) throws {
        let instance = try TestInstance()
        var body = try #require(Self.noise.objectValue)
        for member in try #require(fields.objectValue).members { body[member.name] = member.value }
        for (language, isFrench) in [("en", false), ("fr-FR,fr;q=0.9", true)] {
            let heard = instance.send(
                .post("/api/v1/complaints", .object(body)).local()
                    .with("Accept-Language", language))
            #expect(heard.status == 422, "\(heard.text)")
            #expect(heard.pointers == [pointer])
            #expect(heard.codes == [code])
            #expect(heard.header("content-language") == (isFrench ? "fr" : "en"))
            #expect(heard.json["request_id"]?.stringValue == "test-1")
        }
    }

    @Test(arguments: [
        "{", "[1,2", "{\"a\":1,\"a\":2}", "\"text\"", "[]", "nul", "{\"a\":\"\\ud800\"}",
    ])
    func `A body that is no JSON object is refused in one sentence`(body: String) throws {
        let instance = try TestInstance()
        var call = Call(method: .post, target: "/api/v1/complaints").local()
        call.body = Array(body.utf8)
        let heard = instance.send(call.with("Content-Type", "application/json"))
        #expect([400, 422].contains(heard.status), "\(heard.text)")
        #expect(heard.json["detail"]?.stringValue?.isEmpty == false)
    }

    @Test func `Cached answers equal fresh ones, before and after every change`() throws {
        let instance = try TestInstance()
        instance.makeUser("anna", role: .analyst)
        let cookie = instance.signIn("anna")
        let id = instance.makeComplaint(try #require(Self.noise.objectValue))
        let targets = [
            "/api/v1/complaints", "/api/v1/complaints?severity=minor&sort=-received",
            "/api/v1/complaints/\(id)", "/api/v1/complaints/facets?by=status,severity",
            "/api/v1/complaints?q=noise", "/api/v1/sites", "/api/v1/fields",
        ]
        var version = 1
        for severity in ["serious", "critical", "minor"] {
            for target in targets {
                let fresh = instance.send(.get(target).signed(cookie))
                #expect(fresh.status == 200, "\(target): \(fresh.text)")
                let cached = instance.send(.get(target).signed(cookie))
                #expect(!cached.wasAdmitted, "\(target) was not answered from the cache")
                #expect(cached.bytes == fresh.bytes)
                #expect(cached.header("etag") == fresh.header("etag"))
                #expect(cached.header("cache-control") == "private, no-cache")
                let tag = try #require(fresh.header("etag"))
                let known = instance.send(.get(target).signed(cookie).with("If-None-Match", tag))
                #expect(known.status == 304)
                let packed = instance.send(
                    .get(target).signed(cookie).with("Accept-Encoding", "gzip"))
                #expect(packed.header("etag") != tag || packed.header("content-encoding") == nil)
            }
            let change = instance.send(
                .patch("/api/v1/complaints/\(id)", ["severity": .string(severity)])
                    .signed(cookie).with("If-Match", "\"\(version)\""))
            #expect(change.status == 200)
            version += 1
            let list = instance.send(.get("/api/v1/complaints").signed(cookie))
            #expect(list.wasAdmitted)
            let item = list.json["items"]?.arrayValue?.first?.objectValue
            #expect(item?["severity"]?.stringValue == severity)
        }
    }

    @Test func `The full filter grammar is a body, and its problems have pointers`() throws {
        let instance = try TestInstance()
        instance.makeComplaint(try #require(Self.noise.objectValue))
        let found = instance.send(
            .post(
                "/api/v1/complaints/query",
                [
                    "filter": [
                        "and": [
                            ["field": "severity", "op": "in", "value": ["minor", "serious"]],
                            ["not": ["field": "customer", "op": "contains", "value": "Paris"]],
                        ]
                    ], "limit": 10,
                ]
            ).local())
        #expect(found.json["total"]?.int64Value == 1, "\(found.text)")
        let wrong = instance.send(
            .post(
                "/api/v1/complaints/query",
                ["filter": ["and": [["field": "severity", "op": "near", "value": "minor"]]]]
            ).local())
        #expect(wrong.status == 422, "\(wrong.text)")
        #expect(wrong.pointers.first?.hasPrefix("/filter/and/0") == true)
    }

    @Test(arguments: [
        ("nonsense=1", 422), ("sort=description", 422), ("limit=0", 422), ("limit=501", 422),
        ("q=%22open", 400), ("cursor=nonsense", 400), ("patient_age=5", 403),
    ])
    func `A list that cannot be answered says which parameter is wrong`(
        query: String, status: UInt16
    ) throws {
        let instance = try TestInstance()
        instance.makeUser("vera", role: .viewer)
        let heard = instance.send(
            .get("/api/v1/complaints?" + query).signed(instance.signIn("vera")))
        #expect(heard.status == status, "\(heard.text)")
        if status != 403 { #expect(heard.pointers.first?.hasPrefix("?") == true, "\(heard.text)") }
    }

    @Test func `Exports hold every record in every format, formulas neutralised`() throws {
        let instance = try TestInstance()
        for index in 0..<3 {
            instance.makeComplaint(
                JSONObject([("description", "=cmd()"), ("customer", .string("@Site \(index)"))]))
        }
        let csv = instance.send(.get("/api/v1/complaints/export?format=csv&sort=received").local())
        #expect(csv.status == 200)
        let table = csv.text
        #expect(csv.header("content-disposition")?.contains("complaints-2026-03-02.csv") == true)
        #expect(csv.header("cache-control") == "no-store")
        #expect(table.contains("'=cmd()"))
        #expect(table.split(separator: "\r\n").count == 4)
        let lines = instance.send(.get("/api/v1/complaints/export?format=ndjson").local())
        let records = try lines.bytes.split(separator: 0x0A).map { try JSONValue.parse(Array($0)) }
        #expect(records.count == 3)
        #expect(records[0].objectValue?["description"]?.stringValue == "=cmd()")
        let book = instance.send(.get("/api/v1/complaints/export?format=xlsx").local())
        #expect(book.bytes.starts(with: Array("PK".utf8)))
        #expect(instance.send(.get("/api/v1/complaints/export?format=pdf").local()).status == 422)
    }
}
