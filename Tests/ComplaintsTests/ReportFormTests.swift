import JSON
import Testing

@testable import Complaints

@Suite struct ReportFormTests {
    private let catalogue = FieldCatalogue.standard

    /// The places of a form that a field cites, e.g. `B2`, `H1`.
    private func places(_ field: Field, _ form: ReportForm) -> [String] {
        (field.form ?? "").split(separator: ";").flatMap { part -> [String] in
            let words = part.split(separator: " ").joined(separator: " ")
            guard words.hasPrefix(form.prefix + " ") else { return [] }
            return words.dropFirst(form.prefix.count + 1).split(separator: ",").map {
                String($0.filter { $0 != " " })
            }
        }
    }

    @Test(
        "A form takes each field in the places that the field cites, and no other",
        arguments: ReportForm.all.map(\.id))
    func citations(id: String) throws {
        let form = try #require(ReportForm.of(id))
        var taken: [FieldName: Set<String>] = [:]
        for item in form.sections.flatMap(\.items) {
            guard case .fields(let names) = item.source else { continue }
            for name in names { taken[name, default: []].insert(item.number) }
        }
        for field in catalogue.fields {
            #expect(
                taken[field.name, default: []] == Set(places(field, form)), "\(field.name)")
        }
    }

    @Test func `Places from reports and decisions are fields of theirs, cited where forms are`() {
        for form in ReportForm.all {
            for item in form.sections.flatMap(\.items) {
                switch item.source {
                case .report(let name): #expect(CompanionKind.report.catalogue[name] != nil)
                case .decision(let name): #expect(CompanionKind.decision.catalogue[name] != nil)
                case .fields(let names): #expect(!names.isEmpty)
                case .byHand: break
                }
                #expect(!item.label.english.isEmpty && !item.label.french.isEmpty)
                #expect(
                    item.needs.allSatisfy {
                        !$0.isEmpty && $0.allSatisfy(item.source.fields.contains)
                    },
                    "\(item.number) requires what does not stand there")
                #expect(item.isNeeded == !item.needs.isEmpty || item.source == .byHand)
            }
        }
        #expect(
            ReportForm.fda3500A.sections.map(\.code) == ["A", "B", "C", "D", "E", "F", "G", "H"])
        #expect(ReportForm.euMIR.sections.map(\.code) == ["1", "2", "3", "4", "5"])
    }

    @Test func `A draft says what the file says, what is missing and which field supplies it`()
        throws
    {
        let record = JSONObject([
            ("outcome", .string("death")), ("serial", .string("V15-0042")),
            ("imdrf_a", .array([.string("A0101"), .string("A02")])),
            ("markets", .array([.string("US"), .string("EU")])), ("patient_age", .null),
        ])
        var report = FieldValues()
        report["type"] = .text("initial")
        let draft = ReportDraft(
            .fda3500A, catalogue: catalogue, record: record, report: report, decision: nil,
            sees: { $0 != .patient })
        func line(_ number: String) throws -> ReportDraft.Line {
            try #require(draft.sections.flatMap(\.lines).first { $0.item.number == number })
        }
        #expect(try line("H1").values.first?.text == Words("Death", "Décès"))
        #expect(try line("D4").values.compactMap(\.text) == [Words("V15-0042", "V15-0042")])
        #expect(try line("H6").values.first?.text?.english == "A0101, A02")
        #expect(try line("A2").values.allSatisfy { $0.isWithheld && $0.text == nil })
        let missing = draft.missing.flatMap(\.lacks).flatMap(\.fields)
        #expect(missing.contains("event_date") && missing.contains("report_number"))
        #expect(!missing.contains("outcome") && !missing.contains("type"))
        #expect(!missing.contains("patient_harm"), "what is withheld is not missing")
    }

    @Test(
        "A place is filled when all that the form requires is there, and partly filled says what is not",
        arguments: [
            (
                [:], .missing,
                [
                    ["model", "catalogue_number"], ["serial", "lot"],
                    ["udi", "udi_unknown_reason"],
                ]
            ),
            (
                ["serial": "V15-0042"], .partial,
                [["model", "catalogue_number"], ["udi", "udi_unknown_reason"]]
            ),
            (["serial": "V15-0042", "model": "V15", "udi": "04012345678901"], .filled, []),
            (["lot": "L1", "catalogue_number": "7", "udi_unknown_reason": "worn"], .filled, []),
        ] as [([String: String], ReportDraft.State, [[FieldName]])])
    func filling(given: [String: String], state: ReportDraft.State, lacks: [[FieldName]]) throws {
        let record = JSONObject(given.map { ($0.key, .string($0.value)) })
        let draft = ReportDraft(
            .fda3500A, catalogue: catalogue, record: record, report: nil, decision: nil,
            sees: { _ in true })
        let line = try #require(draft.sections.flatMap(\.lines).first { $0.item.number == "D4" })
        #expect(line.state == state)
        #expect(line.lacks.map(\.fields) == lacks)
        #expect(line.isMissing == !lacks.isEmpty)
        #expect(draft.missing.contains { $0.item.number == "D4" } == line.isMissing)
        if let first = line.lacks.first, state == .missing {
            #expect(
                first.label == Words("Model or Catalogue number", "Modèle ou Référence catalogue"))
        }
    }

    @Test(
        "What the law asks of a patient is missing unless none was involved",
        arguments: [("yes", true), ("unknown", true), (nil, true), ("no", false)])
    func patients(involved: String?, isAsked: Bool) throws {
        var record = JSONObject()
        if let involved { record["patient_involved"] = .string(involved) }
        for (form, number) in [(ReportForm.fda3500A, "A2"), (.fda3500A, "B7"), (.euMIR, "3.3")] {
            let draft = ReportDraft(
                form, catalogue: catalogue, record: record, report: nil, decision: nil,
                sees: { _ in true })
            let lines = draft.missing.filter { $0.item.number == number && $0.item.isOfPatient }
            #expect(lines.isEmpty != isAsked, "\(form.id) \(number)")
        }
    }

    @Test
    func `A place for the pen is neither filled nor empty, and a date reads as people write it`()
        throws
    {
        let draft = ReportDraft(
            .fda3500A, catalogue: catalogue,
            record: JSONObject([("event_date", .string("2026-03-01"))]), report: nil, decision: nil,
            sees: { _ in true })
        let lines = draft.sections.flatMap(\.lines)
        #expect(lines.first { $0.item.number == "E2" }?.state == .byHand)
        #expect(lines.first { $0.item.number == "H9" }?.state == .empty)
        let day = lines.first { $0.item.number == "B3" }?.values.first?.text
        #expect(day == Words("1\u{A0}March\u{A0}2026", "1er\u{A0}mars\u{A0}2026"))
    }
}
