import Complaints
import Tabular
import Testing

@testable import Importing

/// The files are of our own making; their shapes are those of the releases.
@Suite("Releases of the IMDRF's annexes")
struct TerminologyReaderTests {
    private func read(_ bytes: [UInt8]) throws -> TerminologyFile {
        var reader = TerminologyReader(MemorySource(bytes))
        return try reader.read()
    }

    private func read(_ text: String) throws -> TerminologyFile { try read(Array(text.utf8)) }

    private func workbook(_ rows: [[String]]) throws -> [UInt8] {
        var writer = XLSXWriter(
            sheetName: "Annex A", columns: ["Annex Name: Annex A"] + (2...9).map { "\($0)" })
        var bytes = try writer.begin()
        for row in rows {
            bytes += try writer.row(row.map { $0.isEmpty ? .empty : .text($0) })
        }
        return bytes + (try writer.finish())
    }

    @Test func `A workbook's sheet is read below its header, with its release and hierarchy`()
        throws
    {
        let file = try read(
            workbook([
                ["Annex Title: Trouble with the machine"], ["Release Number: 2026"], [""],
                [
                    "Level 1 Term", "Level 2 Term", "Level 3 Term", "Code", "Definition",
                    "Non-IMDRF Code/Term", "Status", "Status Description", "CodeHierarchy",
                ],
                ["Table trouble", "", "", "A01", "The table does it wrong.", "", "", "", "A01"],
                ["", "Table stuck", "", "A0101", "It stays put.", "X:1", "", "", "A01|A0101"],
                [
                    "", "", "Table stuck low", "A010101", "", "", "Retired (2025)", "Too fine",
                    "A01|A0101|A010101",
                ],
            ]))
        #expect(file.problems == [])
        let table = try #require(file.tables.first)
        #expect(file.tables.count == 1 && table.annex == .problem && table.release == "2026")
        #expect(table.terms.map(\.code) == ["A01", "A0101", "A010101"])
        #expect(table.terms[1].term == "Table stuck" && table.terms[1].otherCode == "X:1")
        #expect(table.terms[1].parents == ["A01"])
        #expect(table.terms[2].standing == .retired && table.terms[2].statusNote == "Too fine")
    }

    @Test func `A JSON file of all annexes leaves out the annexes' own records`() throws {
        let file = try read(
            """
            [{"code":"B","term":"Looking into it","definition":"","codehierarchy":"B"},
             {"code":"b01","term":"Looked at it","definition":"By eye.","non-IMDRF code":"",
              "status":"","status description":"","codehierarchy":"B|B01"},
             {"code":"E","term":"Ills","codehierarchy":"E"},
             {"code":"E01","term":"Head","codehierarchy":"E|E01"},
             {"code":"E02","term":"Blood","codehierarchy":"E|E02"},
             {"code":"E0101","term":"Dizzy","codehierarchy":"E|E01|E0101"},
             {"code":"E0101","term":"Dizzy","codehierarchy":"E|E02|E0101"}]
            """)
        #expect(file.problems == [])
        #expect(file.tables.map(\.annex) == [.investigation, .symptom])
        #expect(file.tables[0].terms.map(\.code) == ["B01"] && file.tables[0].release == nil)
        #expect(file.tables[1].terms.map(\.code) == ["E01", "E02", "E0101"])
        #expect(file.tables[1].terms[2].parents == ["E01", "E02"])
    }

    @Test func `Text with a header line works too, without a hierarchy the codes say it`() throws {
        let file = try read(
            "IMDRF Code,Term,Definition\nG01,Power,\nG01001,Battery,\"Holds, gives\"\n")
        #expect(file.tables[0].terms[1].parents == ["G01"])
        #expect(file.tables[0].terms[1].definition == "Holds, gives")
    }

    @Test func `Bad rows are named with their line and reason, the others are read`() throws {
        let file = try read(
            """
            code,term,codehierarchy
            A01,Table,A01
            Z9,Nonsense,Z9
            ,No code,A02
            A02,,A02
            A03,Gantry,A04
            A0501,Below nothing,A05|A0501
            A01,Another table,A01
            """)
        #expect(file.problemCount == 6)
        #expect(file.problems.map(\.row) == [3, 4, 5, 6, 7, 8])
        #expect(
            file.problems.map(\.reason) == [
                .codeInvalid, .codeMissing, .termMissing, .hierarchyBroken, .parentUnknown,
                .repeated,
            ])
        #expect(file.problems[4].sentence.english.contains("A05"))
        #expect(file.tables.flatMap(\.terms).map(\.code) == ["A01"])
    }

    @Test(arguments: ["a,b\n1,2\n", #"[{"name":"x"}]"#])
    func `What has no codes and terms is no release`(_ text: String) {
        #expect(throws: TerminologyFault.noTerms) { try read(text) }
    }

    @Test func `A file holds no more terms than the limit`() throws {
        let rows = (0...TerminologyFile.termsMax).map { "\($0),x" }.joined(separator: "\n")
        #expect(throws: TerminologyFault.tooManyTerms(max: TerminologyFile.termsMax)) {
            try read("code,term\n" + rows)
        }
    }
}
