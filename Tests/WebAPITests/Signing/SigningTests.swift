import Complaints
import Crypto
import HTTP
import JSON
import Storage
import Testing

@testable import WebAPI

@Suite struct SigningTests {
    private let instance: TestInstance
    private let reviewer: String
    private let id: Int64

    init() throws {
        instance = try TestInstance()
        instance.makeUser("ada", role: .reviewer, patient: true)
        reviewer = instance.signIn("ada")
        id = instance.makeComplaint(
            JSONObject([
                ("summary", "Noise"), ("description", "It stopped"), ("patient_age", 43),
            ]))
    }

    private var path: String { "/api/v1/complaints/\(id)" }

    private func signature(
        _ meaning: String = "reviewed", password: String = TestInstance.password,
        name: String? = nil
    ) -> JSONValue {
        var object = JSONObject([
            ("password", .string(password)), ("meaning", .string(meaning)),
        ])
        if let name { object["name"] = .string(name) }
        return .object(object)
    }

    private func sign(
        _ signature: JSONValue, version: Int = 1, by credential: (Call) -> Call
    ) -> Heard {
        let call = Call.post(path + "/signatures", ["signature": signature, "reason": "all read"])
        return instance.send(credential(call.with("If-Match", "\"\(version)\"")))
    }

    private func sign(_ signature: JSONValue, version: Int = 1) -> Heard {
        sign(signature, version: version) { $0.signed(reviewer) }
    }

    private func correct(
        _ values: JSONValue, version: Int, signature: JSONValue? = nil
    ) -> Heard {
        let body: JSONValue = [
            "values": values, "reason": "misheard",
            "signature": signature ?? self.signature("correction"),
        ]
        return instance.send(
            .post(path + "/corrections", body).with("If-Match", "\"\(version)\"").signed(reviewer))
    }

    private func patch(_ body: JSONValue, version: Int) -> Heard {
        instance.send(.patch(path, body).with("If-Match", "\"\(version)\"").signed(reviewer))
    }

    @Test func `A signature with the signer's own password is kept and listed`() throws {
        let made = sign(signature())
        #expect(made.status == 201, "\(made.text)")
        #expect(made.json["signer"]?.stringValue == "ada")
        #expect(made.json["meaning"]?.stringValue == "reviewed")
        #expect(made.json["reason"]?.stringValue == "all read")
        let list = instance.send(.get(path + "/signatures").signed(reviewer))
        #expect(list.json["version"]?.int64Value == 1)
        let first = list.json["items"]?.arrayValue?.first?.objectValue
        #expect(first?["hash"]?.stringValue == list.json["hash"]?.stringValue)
        #expect(patch(["severity": "serious"], version: 1).status == 200)
        let later = instance.send(.get(path + "/signatures").signed(reviewer))
        #expect(later.json["version"]?.int64Value == 2)
        #expect(later.json["hash"]?.stringValue != first?["hash"]?.stringValue)
    }

    @Test func `A wrong password is refused, logged, counted and throttled`() throws {
        for _ in 0..<5 {
            let refused = sign(signature(password: "not the password"))
            #expect(refused.status == 422 && refused.codes == ["not_the_signer"], "\(refused.text)")
            #expect(refused.pointers == ["/signature/password"])
        }
        #expect(sign(signature()).status == 429)
        instance.clock.advance(by: .seconds(901))
        #expect(sign(signature()).status == 201)
        let log = instance.send(
            .get("/api/v1/changes?operation=sign_failed").local())
        #expect(log.json["items"]?.arrayValue?.count == 5)
        let first = log.json["items"]?.arrayValue?.first?.objectValue
        #expect(first?["code"]?.stringValue == "ada")
        let metrics = String(decoding: instance.send(.get("/metrics").local()).bytes, as: UTF8.self)
        #expect(metrics.contains("ibtool_signature_checks_total{outcome=\"refused\"} 5"))
        #expect(metrics.contains("ibtool_signature_checks_total{outcome=\"right\"} 1"))
        #expect(instance.log.lines.joined().contains("signature.refused"))
        #expect(!instance.log.lines.joined().contains("not the password"))
    }

    @Test func `A refused signature is in the audit trail with its file and why`() throws {
        instance.makeUser("eve", role: .reviewer)
        instance.makeUser("vera", role: .viewer)
        _ = sign(signature(password: "not the password"))
        _ = sign(signature(name: "eve"))
        let viewer = instance.signIn("vera")
        #expect(sign(signature()) { $0.signed(viewer) }.status == 403)
        // One who may decide and not sign, after whose row the others are there too.
        let token = instance.makeToken(of: "ada", scopes: ["read", "decide"])
        let decision = Call.post(path + "/decisions", .decision(for: "US", signedBy: "ada"))
        #expect(instance.send(decision.bearer(token)).status == 403)
        let number = instance.send(.get(path).local()).json["number"]
        let log = instance.send(.get("/api/v1/changes?operation=sign_failed").local())
        let rows = log.json["items"]?.arrayValue?.compactMap(\.objectValue) ?? []
        let found = rows.map { row in
            let changes = row["changes"]?.arrayValue?.compactMap(\.objectValue) ?? []
            return [row["code"], changes.first?["new"], changes.last?["new"]]
        }
        let wanted: [[JSONValue?]] = [
            ["ada", number, "password"], ["ada", number, "account"],
            ["vera", number, "permission"],
            ["ada", number, "permission"],
        ]
        #expect(found.reversed() == wanted)
        #expect(instance.verifies)
    }

    @Test func `Of many attempts of who may not sign the first are in the change log`() {
        instance.makeUser("vera", role: .viewer)
        let viewer = instance.signIn("vera")
        for _ in 0..<(3 * SignInThrottle.freeFailures) {
            #expect(sign(signature()) { $0.signed(viewer) }.status == 403)
        }
        // Nothing waits for the rows; behind this one they are there.
        _ = instance.makeComplaint(JSONObject([("description", "next")]))
        let log = instance.send(.get("/api/v1/changes?operation=sign_failed").local())
        let rows = log.json["items"]?.arrayValue?.count ?? 0
        #expect(rows == SignInThrottle.freeFailures)
        // Signing in is not theirs to hold up.
        _ = instance.signIn("vera")
    }

    @Test func `A session or a token alone never suffices, and another's name is refused`() {
        instance.makeUser("eve", role: .reviewer)
        let bare = instance.send(
            .post(path + "/signatures", ["reason": "x"]).with("If-Match", "\"1\"").signed(reviewer))
        #expect(bare.status == 422 && bare.pointers == ["/signature"])
        let token = instance.makeToken(of: "ada", scopes: ["read", "sign"])
        let byToken = sign(["meaning": "reviewed"]) { $0.bearer(token) }
        #expect(byToken.pointers == ["/signature/password"], "\(byToken.text)")
        #expect(sign(signature()) { $0.bearer(token) }.status == 201)
        #expect(sign(signature(name: "eve")).codes == ["not_the_signer"])
        #expect(sign(signature(name: "ADA")).status == 201)
        #expect(sign(signature()) { $0.local() }.status == 403)
        let weak = instance.makeToken(of: "ada", scopes: ["read"])
        #expect(sign(signature()) { $0.bearer(weak) }.status == 403)
    }

    @Test func `Meanings of acts are not given by themselves`() {
        for meaning in ["closure", "correction", "activation", "nonsense"] {
            let refused = sign(signature(meaning))
            #expect(refused.status == 422 && refused.pointers == ["/signature/meaning"])
        }
        let meanings = instance.send(.get("/api/v1/signature-meanings").signed(reviewer))
        let items = meanings.json["items"]?.arrayValue ?? []
        #expect(items.count == SignatureMeaning.allCases.count)
        for item in items {
            let label = item.objectValue?["label"]?.objectValue
            #expect(label?["en"]?.stringValue?.isEmpty == false)
            #expect(label?["fr"]?.stringValue?.isEmpty == false)
        }
    }

    @Test func `Another version than the one seen is not signed`() {
        #expect(patch(["severity": "serious"], version: 1).status == 200)
        let refused = sign(signature())
        #expect(refused.status == 412 && refused.json["current"] != nil)
        let bare = instance.send(
            .post(path + "/signatures", ["signature": signature()]).signed(reviewer))
        #expect(bare.status == 428)
    }

    @Test func `A locked field is corrected by a signed entry, and by nothing else`() throws {
        let early = correct(["description": "It hummed"], version: 1)
        #expect(early.status == 409, "\(early.text)")
        #expect(patch(["status": "triage"], version: 1).status == 200)
        let plain = patch(["description": "It hummed"], version: 2)
        #expect(plain.status == 422 && plain.codes == ["locked"])
        #expect(correct(["severity": "minor"], version: 2).pointers == ["/values/severity"])
        #expect(correct([:], version: 2).pointers == ["/values"])
        let wrong = correct(
            ["description": "It hummed"], version: 2,
            signature: signature("correction", password: "wrong password"))
        #expect(wrong.codes == ["not_the_signer"])
        let done = correct(["description": "It hummed"], version: 2)
        #expect(done.status == 200, "\(done.text)")
        #expect(done.json["description"]?.stringValue == "It hummed")
        let history = instance.send(.get(path + "/history").signed(reviewer))
        let entries = (history.json["items"]?.arrayValue ?? []).compactMap(\.objectValue)
        let correction = try #require(entries.first { $0["operation"]?.stringValue == "correct" })
        #expect(correction["reason"]?.stringValue == "misheard")
        let change = correction["changes"]?.arrayValue?.first?.objectValue
        #expect(change?["old"]?.stringValue == "It stopped")
        #expect(change?["new"]?.stringValue == "It hummed")
        let signed = try #require(entries.first { $0["signature"] != nil })
        #expect(signed["seq"]!.int64Value! > correction["seq"]!.int64Value!)
    }

    @Test func `A closed file is corrected only once it is open again`() {
        let end = JSONValue.object(
            JSONObject(
                [("status", "withdrawn"), ("change_reason", "entered twice")]
                    + TestInstance.question))
        #expect(patch(end, version: 1).status == 200)
        #expect(correct(["description": "It hummed"], version: 2).status == 409)
    }

    @Test func `Past states and differences obey the caller's visibility, and readings are logged`()
        throws
    {
        #expect(patch(["patient_age": 44, "severity": "serious"], version: 1).status == 200)
        instance.makeUser("lea", role: .analyst)
        let analyst = instance.signIn("lea")
        let mine = instance.send(.get(path + "/versions/1").signed(reviewer))
        #expect(mine.json["patient_age"]?.int64Value == 43)
        let theirs = instance.send(.get(path + "/versions/1").signed(analyst))
        #expect(theirs.status == 200 && theirs.json["patient_age"] == nil)
        let compared = instance.send(.get(path + "/compare?from=1").signed(analyst))
        let changes = (compared.json["changes"]?.arrayValue ?? []).compactMap(\.objectValue)
        let age = try #require(changes.first { $0["field"]?.stringValue == "patient_age" })
        #expect(age["old"]?.stringValue == "•••" && age["new"]?.stringValue == "•••")
        #expect(instance.send(.get(path + "/compare?from=1&to=2").signed(reviewer)).status == 200)
        let readings = instance.send(
            .get("/api/v1/changes?operation=read&actor=ada").local())
        // The patch's own answer, the version and the comparison.
        #expect(readings.json["items"]?.arrayValue?.count == 3)
        #expect(instance.send(.get(path + "/versions/3").signed(analyst)).status == 404)
        #expect(instance.send(.get(path + "/compare?to=2").signed(analyst)).status == 422)
        let then = instance.send(.get(path + "?as_of=2001-01-01T00:00:00Z").signed(analyst))
        #expect(then.status == 404)
        let now = instance.send(.get(path + "?as_of=2099-01-01T00:00:00Z").signed(analyst))
        #expect(now.json["version"]?.int64Value == 2)
        #expect(instance.send(.get(path + "?as_of=monday").signed(analyst)).status == 400)
    }

    @Test func `The chain is exported whole, and only to who sees everything`() throws {
        _ = sign(signature())
        instance.makeUser("root", role: .admin)
        let admin = instance.signIn("root")
        let heard = instance.send(.get("/api/v1/changes/export").signed(admin))
        #expect(heard.header("content-type") == "application/x-ndjson")
        let lines = heard.bytes.split(separator: 0x0A)
        #expect(lines.count > 4)
        for (index, line) in lines.enumerated() {
            let row = try #require(try JSONValue.parse(Array(line)).objectValue)
            #expect(row["seq"]?.int64Value == Int64(index + 1))
            #expect(row["hash"]?.stringValue?.count == 64)
        }
        let rest = instance.send(.get("/api/v1/changes/export?after=3").signed(admin))
        #expect(rest.bytes.split(separator: 0x0A).count >= lines.count - 3)
        instance.makeUser("bound", role: .admin, sites: [])
        let bound = instance.signIn("bound")
        #expect(instance.send(.get("/api/v1/changes/export").signed(bound)).status == 403)
        let seen = instance.send(.get("/api/v1/changes").signed(bound))
        #expect(seen.json["items"]?.arrayValue?.isEmpty == true)
    }

    @Test func `Anchors kept elsewhere are compared, under the key that is trusted`() throws {
        let key = try SigningKey.make()
        let head = try #require(
            try instance.store.read { (reader) throws(StorageFailure) in try reader.chainHead() })
        let good = try Anchor.sign(seq: head.seq, hash: head.hash, at: 5, with: key)
        let bad = try Anchor.sign(
            seq: head.seq, hash: [UInt8](repeating: 1, count: 32), at: 5, with: key)
        func check(_ anchor: Anchor, pem: [UInt8]? = nil) -> JSONObject {
            var body = JSONObject([("anchors", .array([.object(anchor.json)]))])
            if let pem { body["public_key"] = .string(String(decoding: pem, as: UTF8.self)) }
            return instance.send(.post("/api/v1/anchors/check", .object(body)).local()).json
        }
        #expect(check(good)["ok"]?.boolValue == true)
        #expect(check(good)["authenticated"]?.boolValue == false)
        #expect(check(good, pem: key.publicKey.pem)["authenticated"]?.boolValue == true)
        #expect(check(bad)["ok"]?.boolValue == false)
        let other = try SigningKey.make().publicKey.pem
        #expect(check(good, pem: other)["ok"]?.boolValue == false)
        let list = instance.send(.get("/api/v1/anchors").local())
        #expect(list.json["public_key"]?.isNull == true)
        let malformed = instance.send(.post("/api/v1/anchors/check", ["anchors": [1]]).local())
        #expect(malformed.pointers == ["/anchors/0"])
    }
}
