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
        let missing = draft.missing.flatMap(\.values).map(\.field)
        #expect(
            missing.contains("description") == false, "a place with a withheld value is not empty")
        #expect(missing.contains("event_date") && missing.contains("report_number"))
        #expect(!missing.contains("outcome") && !missing.contains("type"))
        let mine = ReportDraft(
            .fda3500A, catalogue: catalogue, record: record, report: nil, decision: nil,
            sees: { _ in true })
        #expect(mine.missing.flatMap(\.values).map(\.field).contains("description"))
    }
}
