import Complaints
import JSON
import Testing

@Suite("The IMDRF's annexes through the API")
struct TerminologyAPITests {
    private let instance: TestInstance
    private let admin: String
    private let analyst: String

    private static let first = """
        [{"code":"A01","term":"Table","definition":"Where people lie.","codehierarchy":"A01"},
         {"code":"A0101","term":"Table stuck","definition":"","codehierarchy":"A01|A0101"},
         {"code":"A0102","term":"Étalonnage","definition":"","codehierarchy":"A01|A0102"}]
        """
    private static let second = """
        [{"code":"A01","term":"Table","definition":"Where people lie.","codehierarchy":"A01"},
         {"code":"A0101","term":"Table jammed","definition":"","codehierarchy":"A01|A0101"},
         {"code":"A02","term":"Noise","definition":"","codehierarchy":"A02"}]
        """

    init() throws {
        instance = try TestInstance()
        instance.makeUser("ada", role: .admin)
        instance.makeUser("ann", role: .analyst)
        admin = instance.signIn("ada")
        analyst = instance.signIn("ann")
    }

    private func upload(_ query: String, _ text: String) -> Heard {
        var call = Call(method: .post, target: "/api/v1/imdrf?" + query).signed(admin)
        call.body = Array(text.utf8)
        return instance.send(call.with("Content-Type", "application/json"))
    }

    private func annex(_ heard: Heard) -> JSONObject? {
        heard.json["annexes"]?.arrayValue?.first?.objectValue
    }

    private func codes(_ query: String) -> [String?] {
        let heard = instance.send(.get("/api/v1/imdrf/A?" + query).signed(analyst))
        return (heard.json["items"]?.arrayValue ?? []).map { $0.objectValue?["code"]?.stringValue }
    }

    @Test("A look changes nothing and says what would; then a release is in force and searched")
    func life() throws {
        #expect(
            instance.send(.get("/api/v1/imdrf/A").signed(analyst)).json["release"] == nil
                as JSONValue)
        let look = upload("preview=true&name=annexa2025_0.json", Self.first)
        #expect(look.status == 200)
        #expect(look.json["imported"] == false)
        #expect(annex(look)?["release"] == "2025")
        #expect(annex(look)?["added"]?.objectValue?["count"] == 3)
        #expect(codes("q=table") == [])
        #expect(upload("name=a.json", Self.first).pointers == ["?release"])

        #expect(upload("name=annexa2025_0.json", Self.first).json["imported"] == true)
        #expect(codes("q=table") == ["A01", "A0101"])
        #expect(codes("q=ETALONNAGE") == ["A0102"])
        #expect(codes("parent=a01") == ["A0101", "A0102"])
        #expect(codes("codes=A0102,A99,A01") == ["A0102", "A01"])
        let term = instance.send(.get("/api/v1/imdrf/a?q=A0101").signed(analyst))
        #expect(term.text.contains(#""path":[{"code":"A01","term":"Table"}]"#))
        #expect(instance.send(.get("/api/v1/imdrf/H").signed(analyst)).status == 404)
        #expect(instance.send(.get("/api/v1/imdrf/A?limit=0").signed(analyst)).status == 422)
    }

    @Test("The next release keeps what files have; unknown and retired codes are refused in words")
    func next() throws {
        _ = upload("release=1", Self.first)
        let id = instance.makeComplaint(
            JSONObject([("description", "d"), ("imdrf_a", ["A0102"])]))
        let look = upload("release=2&preview=true", Self.second)
        let plan = try #require(annex(look))
        #expect(plan["replaces"] == "1" && plan["unchanged"] == 1)
        #expect(plan["retired"]?.objectValue?["codes"] == ["A0102"])
        #expect(plan["used_and_gone"]?.objectValue?["codes"] == ["A0102"])
        #expect(upload("release=2", Self.second).status == 200)

        func change(_ codes: JSONValue, _ version: String) -> Heard {
            instance.send(
                .patch("/api/v1/complaints/\(id)", ["imdrf_a": codes]).signed(analyst)
                    .with("If-Match", version).with("Accept-Language", "fr"))
        }
        let unknown = change(["A0102", "A0909"], "\"1\"")
        #expect(unknown.status == 422 && unknown.codes == ["unknown_code"])
        #expect(unknown.text.contains("n’a pas ce code\u{A0}: A0909"))
        #expect(change(["A0102", "A02"], "\"1\"").status == 200)
        #expect(change(["A02"], "\"2\"").status == 200)
        let retired = change(["A02", "A0102"], "\"3\"")
        #expect(retired.codes == ["retired_code"])
        #expect(codes("q=etalonnage") == ["A0102"])
        let export = instance.send(
            .get("/api/v1/complaints/export?fields=imdrf_a").signed(analyst))
        let table = export.text
        #expect(table.contains("imdrf_a,imdrf_a_terms"))
        #expect(table.contains("A02,Noise"))
        let list = instance.send(.get("/api/v1/imdrf").signed(analyst)).json
        let first = list["items"]?.arrayValue?.first?.objectValue
        #expect(first?["current"]?.objectValue?["release"] == "2")
        #expect(first?["earlier"]?.arrayValue?.count == 1)
    }

    @Test("Rows that cannot be taken are named, and left out only when asked")
    func badRows() throws {
        let text = "code,term\nA01,Table\nQ1,What\n"
        let look = upload("release=1&preview=true", text)
        let problem = look.json["problems"]?.arrayValue?.first?.objectValue
        #expect(problem?["row"] == 3 && problem?["reason"] == "code_invalid")
        #expect(upload("release=1", text).codes == ["bad_rows"])
        #expect(codes("q=A01") == [])
        #expect(upload("release=1&skip_bad=true", text).status == 200)
        #expect(codes("q=A01") == ["A01"])
        #expect(upload("release=1", "name,age\nx,3\n").codes == ["not_a_terminology"])
    }
}
