import Complaints
import Testing

@Suite("The field catalogue")
struct CatalogueTests {
    static let catalogues: [FieldCatalogue] = [.standard, .site, .system]

    static var fields: [Field] { catalogues.flatMap(\.fields) }

    @Test("Every name is lower-case words joined by underscores")
    func names() {
        for field in Self.fields {
            #expect(
                field.name.text.wholeMatch(of: /[a-z]+(_[a-z]+)*/) != nil, "\(field.name)")
        }
    }

    @Test("Every field is found by its name")
    func lookUp() {
        for catalogue in Self.catalogues {
            for (position, field) in catalogue.fields.enumerated() {
                #expect(catalogue[field.name]?.name == field.name)
                #expect(catalogue.position(of: field.name) == position)
            }
            #expect(catalogue["no_such_field"] == nil)
        }
    }

    @Test("Groups come in reading order and hold every field once")
    func groups() {
        for catalogue in Self.catalogues {
            let names = catalogue.groups.flatMap { catalogue.fields(in: $0) }.map(\.name)
            #expect(names == catalogue.fields.map(\.name))
            #expect(catalogue.groups == FieldGroup.allCases.filter(catalogue.groups.contains))
        }
    }

    @Test("The columns are those of the tables")
    func columns() {
        let wanted = """
            id number version created updated updated_by status severity received aware event_date \
            channel country language customer site system modality brand product model serial udi \
            software_version outcome owner source source_id import summary description \
            investigation_results due due_rule due_by_law due_law_rule decision_required \
            awaiting_signature
            """
        let columns = FieldCatalogue.standard.fields.filter { $0.storage == .column }
        #expect(
            columns.map(\.name.text).sorted()
                == wanted.split(separator: " ").map(String.init).sorted())
    }

    /// What PRODUCT section 3.1 marks as named by law or by a report form.
    static let starred = """
        channel country received aware aware_reportable event_date \
        complainant_name complainant_address complainant_phone initial_reporter \
        brand model catalogue_number serial lot udi udi_pi manufactured \
        description in_use operator patient_involved outcome tests event_history \
        patient_pseudonym patient_age patient_sex patient_weight \
        imdrf_a imdrf_b imdrf_c imdrf_d imdrf_e imdrf_f imdrf_g failure_to_meet_specification \
        no_investigation_reason no_investigation_by reused_investigation reuse_justification \
        met_specification relation_to_event investigation_started investigation_finished \
        investigation_results correction field_action_initiated reply reply_date retention_until
        """

    @Test("What a law or a form names says which", arguments: starred.split(separator: " "))
    func citations(name: Substring) throws {
        let field = try #require(FieldCatalogue.standard[FieldName(String(name))])
        let citation = try #require(field.citation?.english)
        let laws = ["21 CFR ", "EU MDR 2017/745 ", "ISO 13485:2016 "]
        #expect(laws.contains { citation.hasPrefix($0) }, "\(citation)")
    }

    @Test("A report form is named by its sections, and whatever fills one cites its law")
    func forms() {
        for field in FieldCatalogue.standard.fields {
            guard let form = field.form else { continue }
            for part in form.split(separator: ";") {
                #expect(
                    part.trimmingPrefix(" ").wholeMatch(
                        of: /FDA 3500A [A-H]\d{0,2}(, [A-H]\d{0,2})*|EU MIR \d(\.\d)?/) != nil,
                    "\(field.name): \(part)")
            }
        }
    }

    @Test("Facts that the rules ask for are there, under their agreed names")
    func facts() {
        let names = """
            aware aware_threat aware_remedial fda_request remedial_action_needed \
            recurrence_would_harm unanticipated public_health_threat field_action_decided \
            field_action_initiated radiation trend_signal markets
            """
        for name in names.split(separator: " ") {
            #expect(FieldCatalogue.standard[FieldName(String(name))] != nil, "\(name)")
        }
    }

    @Test("The dates of awareness and the verbatim text lock with intake")
    func locks() {
        let locked = FieldCatalogue.standard.fields.filter { $0.entry == .intake }.map(\.name.text)
        #expect(
            locked == [
                "received", "aware", "aware_reportable", "aware_threat", "aware_remedial",
                "event_date", "description",
            ])
    }

    @Test("Own fields stand in their section by position and name")
    func placed() throws {
        func field(_ name: String, _ position: Int) throws -> Field {
            Field(
                try #require(FieldName(custom: name)), .boolean, .device, in: .document,
                label: Words(name, name), position: position)
        }
        let catalogue = FieldCatalogue.standard.adding(
            custom: [try field("b", 2), try field("c", 1), try field("a", 2)])
        #expect(
            catalogue.fields(in: .device).suffix(3).map(\.name.text)
                == ["custom.c", "custom.a", "custom.b"])
        #expect(catalogue.fields(in: .device).first?.name == "modality")
    }

    @Test("The values are those of the product")
    func values() {
        let wanted: [(FieldName, String)] = [
            ("severity", "none minor serious critical unknown"),
            ("outcome", "death serious_injury malfunction other none unknown"),
            (
                "status",
                "received triage assessed investigation action reply review closed "
                    + "not_a_complaint duplicate withdrawn"
            ),
            ("channel", "phone email service_report portal file other"),
        ]
        for (name, values) in wanted {
            guard case .choice(let choices) = FieldCatalogue.standard[name]?.type else {
                Issue.record("\(name) is no choice")
                continue
            }
            #expect(choices.map(\.value) == values.split(separator: " ").map(String.init))
        }
    }

    @Test("Restricted fields are sealed, sealed fields restricted")
    func sealed() {
        for field in Self.fields {
            #expect((field.storage == .sealed) == (field.access != .open), "\(field.name)")
            if field.storage == .sealed {
                #expect(field.traits.isDisjoint(with: [.facet, .searched, .sortable, .listed]))
                #expect(field.operators.isEmpty)
            }
        }
        for field in FieldCatalogue.standard.fields
        where field.name.text.hasPrefix("patient_") && field.storage == .sealed {
            #expect(field.access == .patient)
        }
    }

    @Test("Prose that people write is free text, so that the change log seals it")
    func freeText() {
        for field in FieldCatalogue.standard.fields where field.storage != .sealed {
            if case .prose = field.type, field.name != "configuration" {
                #expect(field.traits.contains(.freeText), "\(field.name)")
            }
        }
    }

    @Test("Every word is there in both languages, set as the language wants it")
    func words() {
        for words in Self.allWords {
            #expect(!words.english.isEmpty && !words.french.isEmpty)
            expectTypography(words)
        }
    }

    static var allWords: [Words] {
        fields.flatMap { field in
            var words = [field.label] + (field.help.map { [$0] } ?? [])
            if let choices = field.type.choices { words += choices.map(\.label) }
            return words
        } + FieldGroup.allCases.map(\.label) + Entity.allCases.map(\.label)
    }

    @Test("Custom fields join the catalogue, replace their like and keep the others")
    func custom() throws {
        let name = try #require(FieldName(custom: "tube_hours"))
        let field = Field(
            name, .integer(0...1_000_000), .custom, in: .document,
            label: Words("Tube hours", "Heures de tube"))
        let once = FieldCatalogue.standard.adding(custom: [field])
        let twice = once.adding(custom: [field])
        #expect(once.fields.count == FieldCatalogue.standard.fields.count + 1)
        #expect(twice.fields.count == once.fields.count)
        #expect(once["custom.tube_hours"]?.label.french == "Heures de tube")
        #expect(once.customFields.map(\.name) == [name])
        #expect(FieldCatalogue.standard["custom.tube_hours"] == nil)
    }

    @Test(
        "Custom names are short, lower-case and begin with a letter",
        arguments: [
            ("a", true), ("tube_hours", true), ("x9", true), ("", false), ("9x", false),
            ("Tube", false), ("tube hours", false), ("_x", false), ("é", false),
        ])
    func customNames(name: String, isGood: Bool) {
        #expect((FieldName(custom: name) != nil) == isGood)
    }

    @Test("A custom name of 63 bytes is taken, of 64 not")
    func customNameLength() {
        #expect(FieldName(custom: String(repeating: "a", count: 63)) != nil)
        #expect(FieldName(custom: String(repeating: "a", count: 64)) == nil)
    }
}

/// French puts a no-break space before `: ; ! ?` and inside guillemets; both use curly apostrophes
/// in French, and nothing ends in white space.
func expectTypography(_ words: Words, sourceLocation: SourceLocation = #_sourceLocation) {
    let french = words.french
    for mark in [" :", " ;", " !", " ?", "« ", " »", "'", "  "] {
        #expect(!french.contains(mark), "\(french)", sourceLocation: sourceLocation)
    }
    for text in [words.english, french] {
        #expect(text.last?.isWhitespace == false, "\(text)", sourceLocation: sourceLocation)
    }
    for mark in [";", "!", "?"] where french.contains(mark) {
        #expect(french.contains("\u{202F}" + mark), "\(french)", sourceLocation: sourceLocation)
    }
}

@Suite("Sentences")
struct SentenceTests {
    @Test("Every problem has a sentence of its own in both languages")
    func problems() {
        var seen: Set<String> = []
        for code in FieldProblem.Code.allCases {
            for argument in [nil, "42"] {
                let sentence = code.sentence(argument: argument)
                #expect(sentence.english.hasSuffix(".") && sentence.french.hasSuffix("."))
                #expect(sentence.english != "The value is not right.", "\(code)")
                expectTypography(sentence)
            }
            seen.insert(code.sentence(argument: nil).english)
        }
        #expect(seen.count == FieldProblem.Code.allCases.count)
    }

    @Test("Every refusal has a sentence in both languages")
    func refusals() {
        let refusals: [Refusal] = [
            .invalid([FieldProblem("/a", .required)]),
            .invalid([FieldProblem("/a", .required), FieldProblem("/b", .required)]),
            .notFound(.site, key: "X"), .restrictedField("patient_age"),
            .versionConflict(current: 3), .taken(.system, pointer: "/system_id"),
            .locked(.complaint, key: "C-2026-000001"),
            .wrongState(.import, key: "7", state: "running"),
            .malformed(pointer: "?cursor", code: .cursor),
        ]
        let searches: [SearchProblem] = [
            .unbalancedQuotes, .danglingOr, .nothingToFind, .tooManyTerms(max: 32),
            .wordTooLong(charactersMax: 200), .textTooLong(charactersMax: 4_000),
        ]
        let unsearchable = searches.map { $0.refusal(at: "?q") }
        #expect(Set(unsearchable.map(\.sentence.french)).count == searches.count)
        let undos = UndoObstacle.allCases.map { Refusal.bulkState(7, $0) }
        #expect(Set(undos.map(\.sentence.french)).count == UndoObstacle.allCases.count)
        #expect(undos.allSatisfy { $0.sentence.french.contains(" 7") })
        for refusal in refusals + undos + unsearchable {
            #expect(!refusal.sentence.english.isEmpty)
            expectTypography(refusal.sentence)
        }
        #expect(
            FieldProblem("/summary", .tooLong, argument: "1000").sentence.french
                == "Le texte est trop long\u{A0}: au plus 1000 octets.")
    }
}
