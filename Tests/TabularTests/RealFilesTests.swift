import Foundation
import Tabular
import Testing

/// Public complaint data as people exported them; see the README beside them.
@Suite struct RealFilesTests {
    static let files: [(folder: String, name: String)] = [
        ("maude-csv", ".csv"), ("maude-json", ".json"), ("maude-tsv", ".tsv"),
        ("maude-xlsx", ".xlsx"),
    ].flatMap { folder, ending in
        sharedFiles("data/complaints/\(folder)", ending).map { (folder, $0) }
    }

    @Test(.enabled(if: !files.isEmpty, "the folder shared/data is not here"))
    func everyRecordOfEveryFileIsRead() throws {
        #expect(Self.files.count == 35)
        var total = 0
        for file in Self.files {
            let path = sharedFolder.appendingPathComponent(
                "data/complaints/\(file.folder)/\(file.name)")
            let reader = try TableReader(FileSource(path: path.path))
            var count = 0
            var odd: [Int64] = []
            while let row = try reader.next() {
                count += 1
                if row.problem != nil || !row.extras.isEmpty { odd.append(row.number) }
            }
            #expect(odd.isEmpty, "\(file.name)")
            if file.folder == "maude-xlsx" { #expect(reader.dialect.sheet == "All Reports") }
            #expect(reader.progress.read == reader.progress.total)
            total += count
        }
        #expect(total == 38_144)
    }

    @Test(.enabled(if: !files.isEmpty, "the folder shared/data is not here"))
    func datesOfAWorkbookAreDates() throws {
        let path = sharedFolder.appendingPathComponent(
            "data/complaints/maude-xlsx/allergan_biocell_mdl_2921.xlsx")
        let reader = try TableReader(FileSource(path: path.path))
        let row = try #require(try reader.next())
        #expect(row.number == 2)
        #expect(
            row.cells.prefix(3) == [.text("MW5087471"), .date("2019-06-19"), .date("2014-11-06")])
    }
}
