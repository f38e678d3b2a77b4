import Complaints
import JSON
import Rules
import Testing

@Suite("Rule sets are read, or refused with a pointer")
struct RuleSetReadingTests {
    private static let head = """
        "name":{"en":"n","fr":"n"},"zone":"Europe/Paris",
        "jurisdictions":[{"code":"EU","name":{"en":"EU","fr":"UE"}}],
        "calendars":[{"code":"c","name":{"en":"c","fr":"c"},"weekend":[6,7],
          "holidays":["france"],"closed":["2026-08-03"]}]
        """

    private func problems(in text: String) throws -> [String] {
        let json = try JSONValue.parse(Array(text.utf8))
        do throws(Refusal) {
            _ = try RuleSet(json, catalogue: .standard)
            return []
        } catch {
            guard case .invalid(let problems) = error else { throw error }
            return problems.map { "\($0.pointer) \($0.code.rawValue)" }
        }
    }

    private func problems(ofRule changes: String) throws -> [String] {
        var members = [
            "id": #""A""#, "jurisdiction": #""EU""#, "name": #"{"en":"a","fr":"a"}"#,
            "when": "{}", "starts": #"["aware"]"#, "limit": #"{"days":3}"#,
            "citation": #"{"en":"a","fr":"a"}"#,
        ]
        let change = try JSONValue.parse(Array(changes.utf8)).objectValue
        for member in change?.members ?? [] {
            members[member.name] = String(decoding: member.value.serialized(), as: UTF8.self)
        }
        let body = members.filter { $0.value != #""-""# }.sorted { $0.key < $1.key }
            .map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",")
        return try problems(in: "{\(Self.head),\"rules\":[{\(body)}]}")
    }

    @Test("A rule that is right is taken")
    func right() throws {
        #expect(try problems(ofRule: "{}") == [])
    }

    @Test(
        "What is wrong is named where it stands",
        arguments: [
            (#"{"when":{"field":"nothing","is":["x"]}}"#, "/rules/0/when/field unknown_field"),
            (
                #"{"when":{"and":[{"not":{"field":"outcome","is":["fine"]}}]}}"#,
                "/rules/0/when/and/0/not/is/0 not_a_choice"
            ),
            (
                #"{"when":{"field":"outcome","includes":"x"}}"#,
                "/rules/0/when/includes operator_not_for_type"
            ),
            (
                #"{"when":{"field":"complainant_name","known":true}}"#,
                "/rules/0/when/field not_filterable"
            ),
            (#"{"when":{"field":"due","known":true}}"#, "/rules/0/when/field not_filterable"),
            (
                #"{"when":{"field":"description","known":true}}"#,
                "/rules/0/when/field not_filterable"
            ),
            (#"{"when":{"field":"aware"}}"#, "/rules/0/when unknown_operator"),
            (#"{"when":{"rule":"A"}}"#, "/rules/0/when/rule unknown_reference"),
            (#"{"when":{"decided":"FR"}}"#, "/rules/0/when/decided unknown_reference"),
            (#"{"when":{"decided":"EU","as":"maybe"}}"#, "/rules/0/when/as not_a_choice"),
            (#"{"when":{"unsure":[]}}"#, "/rules/0/when/unsure required"),
            (#"{"when":{"either":[]}}"#, "/rules/0/when/either unknown_field"),
            (#"{"when":3}"#, "/rules/0/when wrong_type"),
            (#"{"starts":["outcome"]}"#, "/rules/0/starts/0 wrong_type"),
            (#"{"starts":[]}"#, "/rules/0/starts required"),
            (#"{"limit":{"days":-1}}"#, "/rules/0/limit/days out_of_range"),
            (#"{"limit":{"days":3651}}"#, "/rules/0/limit/days out_of_range"),
            (#"{"limit":{"work_days":2}}"#, "/rules/0/limit/calendar unknown_reference"),
            (#"{"limit":{"days":2,"immediately":true}}"#, "/rules/0/limit unknown_operator"),
            (#"{"limit":{"half_of":["B"]}}"#, "/rules/0/limit/half_of/0 unknown_reference"),
            (#"{"jurisdiction":"US"}"#, "/rules/0/jurisdiction unknown_reference"),
            (#"{"name":{"en":"a"}}"#, "/rules/0/name/fr required"),
            (#"{"citation":"law"}"#, "/rules/0/citation wrong_type"),
            (#"{"warn":[0]}"#, "/rules/0/warn/0 out_of_range"),
            (
                #"{"escalate":[{"percent":50,"role":"boss"}]}"#,
                "/rules/0/escalate/0/role not_a_choice"
            ),
            (
                #"{"valid":{"from":"2026-01-02","to":"2026-01-01"}}"#,
                "/rules/0/valid/to out_of_range"
            ),
            (#"{"valid":{"from":"soon"}}"#, "/rules/0/valid/from invalid_date"),
            (#"{"id":"A B"}"#, "/rules/0/id invalid_name"),
            (#"{"id":"-"}"#, "/rules/0/id required"),
            (#"{"shoe":1}"#, "/rules/0/shoe unknown_field"),
        ])
    func wrong(change: String, problem: String) throws {
        #expect(try problems(ofRule: change) == [problem])
    }

    @Test("Conditions nest eight deep and no deeper")
    func depth() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: #"{"not":"#, count: depth - 1) + "{}"
                + String(repeating: "}", count: depth - 1)
        }
        #expect(try problems(ofRule: #"{"when":\#(nested(8))}"#) == [])
        #expect(
            try problems(ofRule: #"{"when":\#(nested(9))}"#).first?.hasSuffix("too_deep") == true)
    }

    @Test("Two rules of one id, calendars and zones that do not exist are refused")
    func whole() throws {
        let rule = """
            {"id":"A","jurisdiction":"EU","name":{"en":"a","fr":"a"},"when":{},"starts":["aware"],
            "limit":{"days":1},"citation":{"en":"a","fr":"a"}}
            """
        #expect(
            try problems(in: "{\(Self.head),\"rules\":[\(rule),\(rule)]}")
                == ["/rules/1/id repeated"])
        let elsewhere = Self.head.replacing("Europe/Paris", with: "Mars/Olympus")
        #expect(
            try problems(in: "{\(elsewhere),\"rules\":[]}") == ["/zone unknown_reference"])
        let week = Self.head.replacing("[6,7]", with: "[8]")
        #expect(
            try problems(in: "{\(week),\"rules\":[]}")
                == ["/calendars/0/weekend/0 out_of_range"])
        let law = Self.head.replacing("\"france\"", with: "\"texas\"")
        #expect(
            try problems(in: "{\(law),\"rules\":[]}")
                == ["/calendars/0/holidays/0 not_a_choice"])
        #expect(try problems(in: "[]") == [" wrong_type"])
    }

    @Test("A custom field that is a choice may stand in a rule")
    func custom() throws {
        let field = Field(
            "custom.recall", .boolean, .custom, in: .document, label: Words("Recall", "Rappel"))
        let catalogue = FieldCatalogue.standard.adding(custom: [field])
        let text = """
            {\(Self.head),"rules":[{"id":"A","jurisdiction":"EU","name":{"en":"a","fr":"a"},
            "when":{"field":"custom.recall","is":true},"starts":["received"],"limit":{"days":1},
            "citation":{"en":"a","fr":"a"}}]}
            """
        let set = try RuleSet(
            try JSONValue.parse(Array(text.utf8)), catalogue: catalogue)
        let facts = Facts(for: set, status: "received") {
            $0 == "custom.recall" ? .boolean(true) : .text("2026-03-02")
        }
        #expect(set.assess(facts).next?.due.text == "2026-03-03")
    }
}
