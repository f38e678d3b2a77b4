import JSON
import Testing

@testable import Complaints

@Suite("Intake")
struct IntakeTests {
    static let today = CivilDate(dayNumber: 20_514)!

    static func intake(_ caller: Caller = .test(.analyst)) -> Intake {
        Intake(catalogue: .standard, today: today, caller: caller)
    }

    @Test("A complaint needs no more than a description")
    func defaults() throws {
        let body = try object(#"{"description":"The table does not move any more. It was fine."}"#)
        let values = try Self.intake(.test(.engineer, language: .french)).newComplaint(body)
        let wanted: [(FieldName, String)] = [
            ("status", "received"), ("received", "2026-03-02"), ("language", "fr"),
            ("channel", "other"), ("severity", "unknown"), ("outcome", "unknown"),
            ("summary", "The table does not move any more."),
            ("description", "The table does not move any more. It was fine."),
        ]
        for (name, text) in wanted { #expect(values[name] == .text(text), "\(name)") }
        #expect(values.names.count == wanted.count)
    }

    @Test(
        "What is wrong with a new complaint is told with its place",
        arguments: [
            (#"{}"#, ["/description required"]),
            (#"{"description":"  \n"}"#, ["/description required"]),
            (
                #"{"description":"x","nope":1,"a/b":2}"#,
                ["/nope unknown_field", "/a~1b unknown_field"]
            ),
            (#"{"description":"x","severity":"bad"}"#, ["/severity not_a_choice"]),
            (#"{"description":"x","number":"C-1"}"#, ["/number read_only"]),
            (#"{"description":"x","received":"2026-03-03"}"#, ["/received date_out_of_range"]),
            (#"{"description":"x","received":"2026-02"}"#, ["/received invalid_date"]),
            (#"{"description":"x","received":"1899-12-31"}"#, ["/received date_out_of_range"]),
            (#"{"description":"x","event_date":"2027"}"#, ["/event_date date_out_of_range"]),
            (#"{"description":"x","aware":"31/12/2025"}"#, ["/aware invalid_date"]),
            (#"{"description":"x","country":"UK"}"#, ["/country invalid_country"]),
            (#"{"description":"x\u0000y"}"#, ["/description invalid_text"]),
            (#"{"description":"x","summary":"a\nb"}"#, ["/summary invalid_text"]),
            (#"{"description":["x"]}"#, ["/description wrong_type"]),
            (#"{"description":"x","custom":{"nope":1}}"#, ["/custom/nope unknown_field"]),
            (#"{"description":"x","custom":7}"#, ["/custom wrong_type"]),
            (#"{"description":"x","source_row":{}}"#, ["/source_row read_only"]),
            (#"{"description":"x","patient_age":40}"#, ["restricted patient_age"]),
            (#"{"description":"x","status":"closed"}"#, ["restricted status"]),
        ])
    func problems(text: String, wanted: [String]) throws {
        let body = try object(text)
        #expect(refusal { () throws(Refusal) in try Self.intake().newComplaint(body) } == wanted)
    }

    @Test("Whoever records complaints enters who complained, but reads and changes it only later")
    func complainant() throws {
        let body = try object(#"{"description":"x","complainant_name":"A. Martin"}"#)
        let engineer = Self.intake(.test(.engineer))
        #expect(try engineer.newComplaint(body)["complainant_name"] == .text("A. Martin"))
        let patch = try object(#"{"complainant_name":"B"}"#)
        #expect(
            refusal { () throws(Refusal) in
                try engineer.patch(patch, of: "C-1", in: "received")
            } == ["restricted complainant_name"])
    }

    @Test("The patient grant opens patient fields")
    func patient() throws {
        let body = try object(#"{"description":"x","patient_age":40,"patient_weight":70.5}"#)
        let values = try Self.intake(.test(.analyst, patient: true)).newComplaint(body)
        #expect(values["patient_age"] == .integer(40))
        #expect(values["patient_weight"] == .decimal(70.5))
    }

    @Test(
        "A patch takes what its state allows",
        arguments: [
            (#"{"severity":"minor"}"#, "triage", []), (#"{"severity":null}"#, "triage", []),
            (#"{}"#, "triage", []), (#"{"change_reason":"typo","owner":"marie"}"#, "triage", []),
            (#"{"description":"x"}"#, "received", []),
            (#"{"description":"x"}"#, "triage", []),
            (#"{"description":null}"#, "received", ["/description required"]),
            (#"{"received":null}"#, "triage", ["/received required"]),
            (#"{"status":null}"#, "triage", ["/status required"]),
            (#"{"status":"investigation"}"#, "triage", []),
            (#"{"status":"closed"}"#, "review", ["restricted status"]),
            (#"{"status":"review"}"#, "closed", ["restricted status"]),
            (#"{"severity":"minor"}"#, "closed", ["locked C-1"]),
            (#"{"severity":"minor","status":"closed"}"#, "closed", ["locked C-1"]),
            (#"{"status":"closed"}"#, "closed", ["locked C-1"]),
            (#"{"status":"withdrawn"}"#, "closed", ["locked C-1"]),
            (#"{"severity":"minor","status":"review"}"#, "closed", ["locked C-1"]),
            (#"{"status":"review"}"#, "duplicate", ["restricted status"]),
            (#"{"severity":"minor"}"#, "duplicate", ["locked C-1"]),
            (#"{"severity":"minor"}"#, "not_a_complaint", ["locked C-1"]),
            (#"{"id":4}"#, "triage", ["/id read_only"]),
        ] as [(String, String, [String])])
    func patches(text: String, status: String, wanted: [String]) throws {
        let body = try object(text)
        #expect(
            refusal { () throws(Refusal) in
                try Self.intake().patch(body, of: "C-1", in: status)
            } == wanted)
    }

    @Test("East of us it may already be tomorrow, yet received defaults to today")
    func zones() throws {
        let intake = Intake(
            catalogue: .standard, today: Self.today, latestDay: Self.today.adding(days: 1),
            caller: .test(.analyst))
        let tomorrow = try object(#"{"description":"x","received":"2026-03-03"}"#)
        #expect(try intake.newComplaint(tomorrow)["received"] == .text("2026-03-03"))
        let silent = try object(#"{"description":"x"}"#)
        #expect(try intake.newComplaint(silent)["received"] == .text("2026-03-02"))
    }

    @Test("A date that has happened has the same bounds, whichever it breaks")
    func bounds() throws {
        for date in ["2999-01-01", "2099-01-01", "1800-01-01"] {
            let body = try object(#"{"description":"x","received":"\#(date)"}"#)
            do throws(Refusal) {
                _ = try Self.intake().newComplaint(body)
                Issue.record("\(date) was taken")
            } catch {
                let wanted = FieldProblem(
                    "/received", .dateOutOfRange, argument: "1900-01-01 … \(Self.today.text)")
                #expect(error == .invalid([wanted]))
            }
        }
    }

    @Test(
        "A refusal says in words what is allowed",
        arguments: [
            (
                "received", "\"2999-01-01\"",
                "Out of range; give a date from 1 January 1900 to 2 March 2026.",
                "Hors limites ; indiquez une date du 1er janvier 1900 au 2 mars 2026."
            ),
            (
                "next_report", "\"1800-01-01\"",
                "Out of range; give a date from 1 January 1900 to 31 December 2100.",
                "Hors limites ; indiquez une date du 1er janvier 1900 au 31 décembre 2100."
            ),
            (
                "patient_age", "200", "Out of range; give a value from 0 to 130 years.",
                "Hors limites ; indiquez une valeur de 0 à 130 ans."
            ),
            (
                "patient_age", "\"old\"", "A whole number is needed here.",
                "Il faut ici un nombre entier."
            ),
            (
                "patient_weight", "\"heavy\"", "A number is needed here, such as 72.5.",
                "Il faut ici un nombre, comme 72.5 (avec un point)."
            ),
        ]) func words(field: String, json: String, english: String, french: String) throws
    {
        let body = try object(#"{"description":"x","\#(field)":\#(json)}"#)
        do throws(Refusal) {
            _ = try Self.intake(.test(.reviewer, patient: true)).newComplaint(body)
            Issue.record("\(json) was taken")
        } catch {
            #expect(plain(error.sentence.english) == english)
            #expect(plain(error.sentence.french) == french)
        }
    }

    /// With ordinary spaces.
    private func plain(_ text: String) -> String {
        String(text.map { $0 == "\u{A0}" || $0 == "\u{202F}" ? " " : $0 })
    }

    @Test(
        "A range says its bounds, and which are none",
        arguments: [
            (AllowedRange(1...500).argument, "a value from 1 to 500", "une valeur de 1 à 500"),
            (
                AllowedRange(1...Int64.max).argument, "a value of at least 1",
                "une valeur d’au moins 1"
            ),
            (AllowedRange(.min...5).argument, "a value of at most 5", "une valeur d’au plus 5"),
            (
                AllowedRange(0...3_650, unit: .days).argument, "a value from 0 to 3650 days",
                "une valeur de 0 à 3650 jours"
            ),
            (
                AllowedRange(from: nil, to: CivilDate("2026-03-01")).argument,
                "a date not after 1 March 2026", "une date au plus tard le 1er mars 2026"
            ),
            (
                AllowedRange(from: CivilDate("2026-03-02"), to: nil).argument,
                "a date not before 2 March 2026", "une date à partir du 2 mars 2026"
            ),
        ]) func ranges(argument: String, english: String, french: String) throws
    {
        let words = try #require(AllowedRange(argument: argument)).words
        #expect(plain(words.english) == english && plain(words.french) == french)
    }

    @Test(
        "What a name is made of is said in each language",
        arguments: [
            (
                "field",
                "This name is not possible; it is made of a–z, 0–9 and “_”, begins with a letter and "
                    + "has at most 63 characters.",
                "Ce nom n’est pas possible ; il se compose de a–z, 0–9 et « _ », commence par une "
                    + "lettre et compte au plus 63 caractères."
            ),
            (
                "account",
                "This name is not possible; it is made of a–z, 0–9, “.”, “_”, “-” and “@”, with a "
                    + "letter among them, and is not “system”, as the history calls IBTool itself.",
                "Ce nom n’est pas possible ; il se compose de a–z, 0–9, « . », « _ », « - » et "
                    + "« @ », dont une lettre, et n’est pas « system », nom d’IBTool lui-même "
                    + "dans l’historique."
            ),
            (
                "A-Z 0-9", "This name is not possible; it is made of A-Z 0-9.",
                "Ce nom n’est pas possible ; il se compose de A-Z 0-9."
            ),
        ]) func names(argument: String, english: String, french: String)
    {
        let words = FieldProblem("/name", .invalidName, argument: argument).sentence
        #expect(plain(words.english) == english && plain(words.french) == french)
    }

    @Test("A reviewer closes and reopens")
    func reviewer() throws {
        let intake = Self.intake(.test(.reviewer))
        let closed = try object(#"{"status":"closed"}"#)
        let open = try object(#"{"status":"review","change_reason":"new facts"}"#)
        #expect(try intake.patch(closed, of: "C-1", in: "review")["status"] == .text("closed"))
        #expect(try intake.patch(open, of: "C-1", in: "closed")["status"] == .text("review"))
    }

    @Test("Null clears, and custom fields are patched one by one")
    func clearing() throws {
        let fields = ["hours", "bay"].compactMap { FieldName(custom: $0) }.map {
            Field($0, .text(bytesMax: 10), .custom, in: .document, label: Words("x", "x"))
        }
        let intake = Intake(
            catalogue: .standard.adding(custom: fields), today: Self.today,
            caller: .test(.analyst))
        let one = try object(#"{"team":null,"custom":{"bay":"3"}}"#)
        let values = try intake.patch(one, of: "C-1", in: "triage")
        #expect(values["team"] == .null)
        #expect(values["custom.bay"] == .text("3"))
        #expect(values["custom.hours"] == nil)
        let all = try intake.patch(try object(#"{"custom":null}"#), of: "C-1", in: "triage")
        #expect(all["custom.bay"] == .null)
        #expect(all["custom.hours"] == .null)
        let long = try object(#"{"custom":{"bay":"12345678901"}}"#)
        #expect(
            refusal { () throws(Refusal) in try intake.patch(long, of: "C-1", in: "triage") }
                == ["/custom/bay too_long"])
    }

    @Test("Sites and systems go the same way")
    func records() throws {
        let site = Intake(catalogue: .site, today: Self.today, caller: .test(.analyst))
        let body = try object(#"{"code":"FR-LIL-01","name":"CHU de Lille","country":"fr"}"#)
        #expect(try site.newRecord(body)["country"] == .text("FR"))
        let empty = try object("{}")
        #expect(
            refusal { () throws(Refusal) in try site.newRecord(empty) }
                == ["/code required", "/name required"])
        #expect(try site.patch(empty).isEmpty)
        let system = Intake(catalogue: .system, today: Self.today, caller: .test(.analyst))
        let machine = try object(#"{"system_id":"S1","site":12,"modality":"MR"}"#)
        #expect(try system.newRecord(machine)["site"] == .text("12"))
    }

    @Test("No body brings it down, and what is taken is of its field's type")
    func anyBody() {
        let seed = UInt64.random(in: .min ... .max)
        print("seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        let names =
            FieldCatalogue.standard.fields.map(\.name.text) + ["custom", "custom.x", "", "~/"]
        let intake = Self.intake(.test(.reviewer, patient: true))
        for _ in 0..<3_000 {
            var members: [(String, JSONValue)] = [("description", .string("x"))]
            for _ in 0..<Int.random(in: 0...3, using: &generator) {
                let name = names.randomElement(using: &generator) ?? ""
                members.append((name, FilterTests.randomJSON(depth: 8, &generator)))
            }
            guard let values = try? intake.newComplaint(JSONObject(members)) else { continue }
            for name in values.names {
                guard let field = FieldCatalogue.standard[name], let value = values[name] else {
                    Issue.record("\(name)")
                    continue
                }
                #expect((try? field.type.value(of: value.json)) == value)
            }
        }
    }

    @Test("The reason of a change is prose with a limit")
    func reason() throws {
        #expect(try Intake.changeReason(in: try object("{}")) == nil)
        #expect(try Intake.changeReason(in: try object(#"{"change_reason":" a "}"#)) == "a")
        let wrong = try object(#"{"change_reason":1}"#)
        #expect(
            refusal { () throws(Refusal) in try Intake.changeReason(in: wrong) }
                == ["/change_reason wrong_type"])
    }

    @Test(
        "A summary is the first sentence on one line",
        arguments: [
            ("", ""), ("One. Two.", "One. Two."),
            ("The table stopped moving.\nThen it moved.", "The table stopped moving."),
            ("Le scanner s’est arrêté. Rien à faire.", "Le scanner s’est arrêté."),
            ("  a \n b  ", "a b"),
        ])
    func summary(text: String, wanted: String) {
        #expect(Summary.derived(from: text) == wanted)
        #expect(Summary.derivedFromCharacters(text) == wanted)
    }

    @Test("A long summary is cut between words")
    func longSummary() {
        let text = String(repeating: "gantry ", count: 60)
        let summary = Summary.derived(from: text)
        #expect(summary.hasSuffix("gantry…"))
        #expect(summary.count <= Summary.charactersMax + 1)
        let word = Summary.derived(from: String(repeating: "x", count: 500))
        #expect(word.count == Summary.charactersMax + 1)
    }

    @Test("A summary is the same byte by byte as character by character")
    func summaryOfBytes() {
        var random = SystemRandomNumberGenerator()
        let parts = ["gantry", "a", ".", "Dr.", "?", " ", "  ", "\r\n", "\t", "stopped!", "MR"]
        for length in 0..<300 {
            let text = (0..<length).compactMap { _ in parts.randomElement(using: &random) }.joined()
            #expect(Summary.derived(from: text) == Summary.derivedFromCharacters(text), "\(text)")
        }
    }

    @Test("Texts are taken to their limit in bytes and not beyond")
    func limits() {
        let type = FieldType.text(bytesMax: 4)
        #expect((try? type.value(ofText: "éé")) == .text("éé"))
        #expect(throws: ValueProblem(.tooLong, argument: "4")) { try type.value(ofText: "ééx") }
        #expect((try? type.value(ofText: " abcd ")) == .text("abcd"))
        #expect(throws: ValueProblem(.invalidText)) { try type.value(ofText: "a\u{85}b") }
        #expect(
            (try? FieldType.prose(bytesMax: 9).value(ofText: "a\r\nb\rc\td")) == .text("a\nb\nc\td")
        )
        #expect(TextRules.cleaned("a\u{0}b\r\nc ", keepsLines: true) == "a b\nc")
        #expect(TextRules.cleaned("a\tb\nc", keepsLines: false) == "a b c")
        #expect(TextRules.prefix("aéb", bytesMax: 2) == "a")
    }
}
