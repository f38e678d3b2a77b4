import Complaints
import Tabular

@testable import Importing

/// A text planned as an import plans a file.
struct Planning {
    let suggestion: MappingSuggestion
    let plans: [RowPlan]
    let columns: [String]

    init(
        _ text: String, fileName: String = "file.csv",
        change: (inout ImportMapping) -> Void = { _ in }
    ) throws { try self.init(Array(text.utf8), fileName: fileName, change: change) }

    init(
        _ bytes: [UInt8], fileName: String = "file.csv",
        change: (inout ImportMapping) -> Void = { _ in }
    ) throws {
        guard let today = CivilDate("2026-11-24") else { throw TableError.empty }
        let first = try TableReader(MemorySource(bytes))
        var suggester = MappingSuggester(
            names: first.columns, catalogue: .standard, today: today, fileName: fileName,
            prefersDayFirst: first.dialect.format == .semicolon)
        while let row = try first.next() { suggester.add(row.cells) }
        suggestion = suggester.suggestion()
        var mapping = suggestion.mapping
        change(&mapping)
        let second = try TableReader(MemorySource(bytes))
        var planner = try RowPlanner(
            names: second.columns, mapping: mapping, catalogue: .standard, today: today)
        var plans: [RowPlan] = []
        while let row = try second.next() { plans.append(planner.plan(row)) }
        self.plans = plans
        columns = second.columns
    }

    var rows: [PlannedRow] {
        plans.compactMap { if case .apply(let row) = $0 { row } else { nil } }
    }

    var rejections: [RowRejection] {
        plans.flatMap { plan -> [RowRejection] in
            if case .reject(let reasons) = plan { reasons } else { [] }
        }
    }

    /// The field of each mapped column.
    var fields: [String: String] {
        var fields: [String: String] = [:]
        for column in suggestion.columns { fields[column.name] = column.field?.text }
        return fields
    }
}
