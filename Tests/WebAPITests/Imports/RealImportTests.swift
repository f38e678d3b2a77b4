import Complaints
import Foundation
import JSON
import Platform
import Storage
import Tabular
import Testing

@testable import WebAPI

/// The real complaint files through the whole import, twice. Takes minutes in a debug build, so it runs
/// on request: IBTOOL_REAL_IMPORT=1.
@Suite(
    "Real complaint files into a database",
    .enabled(
        if: RealFiles.folder != nil
            && ProcessInfo.processInfo.environment["IBTOOL_REAL_IMPORT"] != nil,
        "runs with IBTOOL_REAL_IMPORT=1 where the shared complaint files are"))
struct RealImportTests {
    @Test("38,144 rows are read, every file adds up, and a second run creates and updates nothing")
    func twice() throws {
        let bench = try ImportBench()
        let first = try runAll(bench)
        #expect(first.reduce(0) { $0 + $1.counts.read } == 38_144)
        #expect(first.allSatisfy { $0.addsUp && $0.state == .done && $0.counts.rejected == 0 })
        let second = try runAll(bench)
        for record in second {
            #expect(record.counts.created == 0 && record.counts.updated == 0, "\(record.name)")
            #expect(record.counts.unchanged == record.counts.read, "\(record.name)")
        }
    }

    @Test("every row of the cross-check finds its record, with its date of receipt and outcome")
    func crossCheck() throws {
        let bench = try ImportBench()
        _ = try runAll(bench)
        let facts = try facts(bench)
        let folder = try #require(RealFiles.folder)
        let reader = try TableReader(FileSource(path: folder + "/normalized.csv.gz"))
        let columns = try ["report_number", "event_type", "date_received"].map {
            try #require(reader.columns.firstIndex(of: $0))
        }
        var rows = 0
        var mismatches: [String] = []
        while let row = try reader.next() {
            rows += 1
            let texts = columns.map { row.cells[$0].shown }
            let wanted = [isoDate(texts[2]), outcome(texts[1])]
            if facts[texts[0]]?.contains(wanted) != true {
                mismatches.append("\(texts) found \(facts[texts[0]] ?? [])")
            }
        }
        #expect(rows == 32_957)
        #expect(mismatches == [])
    }

    /// Date of receipt and outcome of every record, by its foreign id.
    private func facts(_ bench: ImportBench) throws -> [String: Set<[String]>] {
        var facts: [String: Set<[String]>] = [:]
        var query = ComplaintQuery()
        query.limit = ComplaintQuery.limitMax
        query.sort = [SortTerm("number", isDescending: false)]
        query.wantsTotal = false
        while true {
            let (items, next) = try bench.page(query)
            for item in items {
                let fact = ["received", "outcome"].map { item[$0]?.stringValue ?? "" }
                facts[item["source_id"]?.stringValue ?? "", default: []].insert(fact)
            }
            guard let next else { return facts }
            query.start = .cursor(next)
        }
    }

    private func outcome(_ eventType: String) -> String {
        switch eventType {
        case "Injury": "serious_injury"
        case "": "unknown"
        default: eventType.lowercased()
        }
    }

    /// '2019-06-19', '12/15/14', '08/12/2024', '20160318', '2013' or '' in the one canonical form.
    private func isoDate(_ text: String) -> String {
        let parts = text.split(separator: "/")
        if parts.count == 3, let month = Int(parts[0]), let day = Int(parts[1]) {
            let year = parts[2].count == 2 ? "20" + parts[2] : String(parts[2])
            return String(format: "%@-%02d-%02d", year, month, day)
        }
        guard text.count == 8 else { return text }
        let digits = Array(text)
        return "\(String(digits[0..<4]))-\(String(digits[4..<6]))-\(String(digits[6..<8]))"
    }

    private func runAll(_ bench: ImportBench) throws -> [ImportRecord] {
        let folder = try #require(RealFiles.folder)
        var records: [ImportRecord] = []
        for kind in ["maude-xlsx", "maude-tsv", "maude-csv", "maude-json"] {
            let names = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(kind)")
            for name in names.sorted() {
                let path = "\(folder)/\(kind)/\(name)"
                let bytes = try DurableFile.read(path, bytesMax: 1 << 30)
                let start = MonotonicInstant.now()
                let taken = try bench.take(bytes, name: name)
                let record = try bench.finish(taken)
                let seconds = (MonotonicInstant.now() - start).inSeconds
                let rate = Int(Double(record.counts.read) / seconds)
                print(name, record.counts.read, record.ends, seconds, "s", rate, "rows/s")
                records.append(record)
            }
        }
        return records
    }
}

/// The real files beside the package (or under IBTOOL_SHARED); nil where they are not.
enum RealFiles {
    static let folder: String? = {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let shared =
            ProcessInfo.processInfo.environment["IBTOOL_SHARED"]
            ?? root.deletingLastPathComponent().appendingPathComponent("shared").path
        let folder = shared + "/data/complaints"
        return FileManager.default.fileExists(atPath: folder) ? folder : nil
    }()
}
