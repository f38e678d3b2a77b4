import Complaints
import Tabular
import Testing

@testable import Importing

@Suite("Cells with several values")
struct ListReaderTests {
    private func read(_ text: String, as name: FieldName) throws(RejectionReason) -> FieldValue {
        guard let field = FieldCatalogue.standard[name], let today = CivilDate("2026-03-02") else {
            return .null
        }
        let column = ImportMapping.Column(name: "c", field: name)
        return try ColumnReader(field: field, column: column, today: today).value(of: .text(text))
    }

    @Test(
        "Values are kept apart by semicolons, bars, lines and commas, in words of either language",
        arguments: [
            ("markets", "US; EU", ["US", "EU"]), ("markets", "US,EU|CH", ["US", "EU", "CH"]),
            ("markets", "États-Unis; Switzerland", ["US", "CH"]), ("markets", "US;;US", ["US"]),
            ("imdrf_a", "a01, A0201", ["A01", "A0201"]), ("imdrf_g", "G02001", ["G02001"]),
        ] as [(FieldName, String, [String])])
    func reads(name: FieldName, text: String, wanted: [String]) throws {
        #expect(try read(text, as: name) == .list(wanted))
    }

    @Test("Words that mean nothing are no list", arguments: ["N/A", "-", " ; ", "UNK"])
    func nothing(text: String) throws {
        #expect(try read(text, as: "markets") == .null)
    }

    @Test(
        "One wrong value refuses the cell",
        arguments: [("markets", "US; Mars"), ("imdrf_a", "A01; B01")] as [(FieldName, String)])
    func refuses(name: FieldName, text: String) {
        #expect(throws: RejectionReason.notAChoice) { try read(text, as: name) }
    }

    @Test("A column of codes is suggested for its field, one of other words is not")
    func suggests() throws {
        var suggester = MappingSuggester(
            names: ["complaint id", "annex a code", "markets"], catalogue: .standard,
            today: try #require(CivilDate("2026-03-02")), fileName: "x.csv", prefersDayFirst: false)
        for index in 0..<5 {
            suggester.add([.text("C\(index)"), .text("A0101; A02"), .text("abroad")])
        }
        let columns = suggester.suggestion().columns
        #expect(columns.map(\.field) == ["source_id", "imdrf_a", nil])
    }
}
