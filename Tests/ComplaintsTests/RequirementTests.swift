import JSON
import Testing

@testable import Complaints

@Suite("When a field is needed")
struct RequirementTests {
    static func values(_ pairs: [(FieldName, FieldValue)]) -> FieldValues {
        var values = FieldValues()
        for (name, value) in pairs { values[name] = value }
        return values
    }

    @Test(
        "A condition holds for values, lists, numbers and yes and no",
        arguments: [
            (FieldCondition.isOneOf("a", ["x", "y"]), FieldValue.text("y"), true),
            (.isOneOf("a", ["x"]), .text("z"), false), (.isOneOf("a", ["x"]), .null, false),
            (.isOneOf("a", ["x"]), .list(["z", "x"]), true),
            (.isOneOf("a", ["3"]), .integer(3), true),
            (.isOneOf("a", ["true"]), .boolean(true), true),
            (.isSet("a"), .boolean(false), true), (.isSet("a"), .null, false),
            (.isEmpty("a"), .null, true), (.isEmpty("a"), .list(["x"]), false),
            (.all([.isSet("a"), .isEmpty("b")]), .integer(1), true),
            (.any([.isEmpty("a"), .isSet("b")]), .integer(1), false),
        ])
    func holds(condition: FieldCondition, value: FieldValue, expected: Bool) {
        #expect(condition.holds(in: nil) { $0 == "a" ? value : .null } == expected)
    }

    @Test(
        "A state is reached on the way, never by another end",
        arguments: [
            ("received", "received", true), ("review", "closed", true),
            ("triage", "received", false), ("received", "duplicate", false),
            ("closed", "review", false), ("nonsense", "closed", false),
        ])
    func reached(state: String, status: String, expected: Bool) {
        #expect(Progress.hasReached(state, by: status) == expected)
        #expect(!Progress.hasReached(state, by: nil))
    }

    @Test("A condition reads back from its JSON, with values in their field's form")
    func json() throws {
        let text = """
            {"all":[{"status_reached":"review"},{"any":[{"field":"udi","is":"empty"},\
            {"field":"country","in":["fr"]},{"field":"markets","in":["US"]}]}]}
            """
        let condition = try FieldCondition(try JSONValue.parse(Array(text.utf8)), in: .standard)
        let wanted = FieldCondition.all([
            .hasReached("review"),
            .any([
                .isEmpty("udi"), .isOneOf("country", ["FR"]), .isOneOf("markets", ["US"]),
            ]),
        ])
        #expect(condition == wanted)
        #expect(FieldCondition(stored: condition.json) == wanted)
        #expect(condition.names == ["udi", "country", "markets"])
        #expect(condition.dependsOnStatus)
    }

    @Test(
        "What is no condition is refused with its reason",
        arguments: [
            ("7", FieldProblem.Code.wrongType), ("{}", .wrongType),
            (#"{"field":"nope","is":"set"}"#, .unknownField),
            (#"{"field":"custom","is":"set"}"#, .unknownField),
            (#"{"field":"udi","is":"full"}"#, .notAChoice),
            (#"{"field":"outcome","in":["bad"]}"#, .notAChoice),
            (#"{"field":"outcome","in":[]}"#, .wrongType),
            (#"{"status_reached":"duplicate"}"#, .notAChoice),
            (#"{"all":[]}"#, .wrongType), (#"{"all":[7]}"#, .wrongType),
            (#"{"all":[{"all":[{"all":[{"field":"udi","is":"set"}]}]}]}"#, .tooDeep),
            (#"{"field":"udi","is":"set","status_reached":"review"}"#, .wrongType),
        ])
    func refusals(text: String, code: FieldProblem.Code) throws {
        let json = try JSONValue.parse(Array(text.utf8))
        #expect { try FieldCondition(json, in: .standard) } throws: { error in
            (error as? ValueProblem)?.code == code
        }
    }

    @Test("Twenty parts are taken, twenty-one are too many")
    func parts() throws {
        let part = FieldCondition.isSet("udi").json
        func condition(_ count: Int) -> JSONValue {
            .object(JSONObject([("all", .array(Array(repeating: part, count: count)))]))
        }
        _ = try FieldCondition(condition(FieldCondition.partsMax - 1), in: .standard)
        #expect { try FieldCondition(condition(FieldCondition.partsMax), in: .standard) } throws: {
            ($0 as? ValueProblem)?.code == .tooMany
        }
    }

    @Test("Conditions are told in words of both languages, by labels")
    func words() throws {
        let words = try #require(FieldCatalogue.standard["no_action_reason"]?.requiredWhen).words(
            in: .standard)
        #expect(words.english == "when “Decision on action” is “No action”")
        #expect(
            words.french == "quand «\u{A0}Décision d’action\u{A0}» vaut «\u{A0}Aucune action\u{A0}»"
        )
        for field in FieldCatalogue.standard.conditional {
            guard let condition = field.requiredWhen else { continue }
            expectTypography(condition.words(in: .standard))
            // Every name and value is one that the catalogue has.
            #expect((try? FieldCondition(condition.json, in: .standard)) == condition)
        }
    }

    @Test("A state asks for what the file lacks, in the order of the form")
    func missing() {
        let bare = Self.values([("description", .text("x")), ("received", .text("2026-03-02"))])
        func names(_ state: String, _ values: FieldValues) -> [String] {
            FieldCatalogue.standard.missing(for: state, in: values).map(\.name.text)
        }
        #expect(names("received", bare) == [])
        #expect(names("received", FieldValues()) == ["received", "description"])
        #expect(
            names("assessed", bare) == [
                "aware", "country", "markets", "is_complaint", "failure_to_meet_specification",
            ])
        var review = bare
        for (name, value) in [
            ("aware", "2026-03-02"), ("country", "FR"), ("is_complaint", "yes"),
            ("failure_to_meet_specification", "no"), ("investigation_needed", "yes"),
            ("reply", "Dear …"), ("reply_date", "2026-03-09"), ("action_decision", "correction"),
        ] as [(FieldName, String)] {
            review[name] = .text(value)
        }
        review["markets"] = .list(["EU"])
        #expect(
            names("review", review) == [
                "udi_unknown_reason", "imdrf_a", "investigator", "investigation_started",
                "investigation_finished", "met_specification", "relation_to_event",
                "investigation_results", "correction",
            ])
        #expect(!names("duplicate", bare).contains("aware"))
    }

    static let review: [(FieldName, FieldValue)] = [
        ("status", .text("review")), ("udi", .text("09521234543213")),
        ("outcome", .text("none")), ("aware", .text("2026-03-02")),
        ("description", .text("x")), ("reply", .text("y")), ("reply_date", .text("2026-03-03")),
    ]

    @Test(
        "A change is refused what it empties and what it makes necessary, nothing older",
        arguments: [
            ([("severity", FieldValue.text("minor"))], []),
            ([("udi", .null)], ["/udi_unknown_reason required"]),
            ([("reply_date", .null)], ["/reply_date required"]),
            ([("reply_date", .null), ("reply", .null)], ["/no_reply_reason required"]),
            ([("action_decision", .text("none"))], ["/no_action_reason required"]),
            ([("action_decision", .text("none")), ("no_action_reason", .text("z"))], []),
            ([("description", .text("z"))], ["/description locked"]),
            ([("description", .text("x"))], []),
            ([("aware", .null)], ["/aware locked", "/aware required"]),
            ([("event_date", .text("2026-03"))], []),
            ([("status", .text("reply"))], []),
        ] as [([(FieldName, FieldValue)], [String])])
    func changes(patch: [(FieldName, FieldValue)], wanted: [String]) {
        let old = Self.values(Self.review)
        let check = ChangeCheck(.standard, for: .everything)
        let problems = check.problems(in: Self.values(patch)) { old[$0] ?? .null }
        #expect(problems.map { "\($0.pointer) \($0.code.rawValue)" } == wanted)
    }

    @Test("In intake nothing is locked")
    func intake() {
        var old = Self.values(Self.review)
        old["status"] = .text("received")
        let check = ChangeCheck(.standard, for: .everything)
        let patch = Self.values([("aware", .text("2026-03-01")), ("description", .text("z"))])
        #expect(check.problems(in: patch) { old[$0] ?? .null } == [])
    }

    @Test("A new file gives what its own values make necessary")
    func creation() throws {
        let wrong = try object(#"{"description":"x","public_health_threat":"yes"}"#)
        #expect(
            refusal { () throws(Refusal) in try IntakeTests.intake().newComplaint(wrong) }
                == ["/aware_threat required"])
        let right = try object(
            #"{"description":"x","public_health_threat":"yes","aware_threat":"2026-03-01"}"#)
        #expect(try IntakeTests.intake().newComplaint(right)["aware_threat"] == .text("2026-03-01"))
    }
}
