import Complaints
import Foundation
import Tabular
import Testing

@testable import Importing

/// Every real file, planned as an import plans it, against the normalized cross-check.
@Suite(
    "Real complaint files",
    .enabled(if: SharedComplaints.isThere, "the shared complaint files are not beside the package"))
struct RealFilesTests {
    struct Fact: Hashable {
        let received: String
        let outcome: String
    }

    @Test("all rows are read and planned, and agree with the cross-check in date and outcome")
    func allRowsAgree() throws {
        var facts: [String: Set<Fact>] = [:]
        var rows = 0
        var rejected: [RowRejection] = []
        for path in try SharedComplaints.files() {
            let plans = try plan(path)
            rows += plans.count
            for plan in plans {
                switch plan {
                case .apply(let row):
                    let fact = Fact(
                        received: row.values["received"]?.text ?? "",
                        outcome: row.values["outcome"]?.text ?? "")
                    let id = try #require(row.sourceID, "\(path) row \(row.row) has no id")
                    facts[id, default: []].insert(fact)
                case .reject(let reasons): rejected += reasons
                }
            }
        }
        #expect(rows == 38_144)
        #expect(rejected == [])
        let mismatches = try crossCheck(facts)
        #expect(mismatches == [])
    }

    private func plan(_ path: String) throws -> [RowPlan] {
        let today = try #require(CivilDate(year: 2026, month: 11, day: 24))
        let suggestion = try suggest(path, today)
        if ProcessInfo.processInfo.environment["IBTOOL_SHOW_MAPPINGS"] != nil {
            print((path as NSString).lastPathComponent, suggestion.mapping.source)
            for column in suggestion.columns {
                guard let field = column.field else { continue }
                let format = column.dateFormat?.rawValue ?? ""
                print("   ", column.name, "→", field, column.confidence, format)
            }
            print("    fallback", suggestion.mapping.receivedFallback)
        }
        #expect(suggestion.mapping.source == "maude", "\(path)")
        let reader = try SharedComplaints.open(path)
        var planner = try RowPlanner(
            names: reader.columns, mapping: suggestion.mapping, catalogue: .standard, today: today)
        var plans: [RowPlan] = []
        while let row = try reader.next() { plans.append(planner.plan(row)) }
        return plans
    }

    private func suggest(_ path: String, _ today: CivilDate) throws -> MappingSuggestion {
        let reader = try SharedComplaints.open(path)
        var suggester = MappingSuggester(
            names: reader.columns, catalogue: .standard, today: today,
            fileName: (path as NSString).lastPathComponent, prefersDayFirst: false)
        var rows = 0
        while rows < MappingSuggester.rowsMax, let row = try reader.next() {
            suggester.add(row.cells)
            rows += 1
        }
        return suggester.suggestion()
    }

    /// The rows of normalized.csv.gz that no planned row agrees with.
    private func crossCheck(_ facts: [String: Set<Fact>]) throws -> [String] {
        let folder = try #require(SharedComplaints.folder)
        let reader = try SharedComplaints.open(folder + "/normalized.csv.gz")
        let names = reader.columns
        let columns = try ["src", "report_number", "event_type", "date_received"].map {
            try #require(names.firstIndex(of: $0))
        }
        var mismatches: [String] = []
        var rows = 0
        while let row = try reader.next() {
            rows += 1
            let texts = columns.map { row.cells[$0].shown }
            let wanted = Fact(received: isoDate(texts[3]), outcome: outcome(texts[2]))
            if facts[texts[1]]?.contains(wanted) != true {
                mismatches.append(
                    "\(texts) wanted \(wanted) found \(facts[texts[1]].map { Array($0) } ?? [])")
            }
        }
        #expect(rows == 32_957)
        return Array(mismatches.prefix(20))
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
        if text.count == 8, !text.contains("-") {
            let digits = Array(text)
            return "\(String(digits[0..<4]))-\(String(digits[4..<6]))-\(String(digits[6..<8]))"
        }
        return text
    }
}
