internal import Complaints
internal import Storage
internal import Tabular

/// What became of the rows of bulk work, as CSV.
struct BulkRowCSV: CSVList {
    let id: Int64
    /// Only rows that ended so; every one when it is empty.
    let outcomes: Set<BulkRow.Outcome>
    let visibility: Visibility
    let language: Language

    let columns = ["row", "id", "number", "outcome", "reason", "pointer", "detail"]

    func page(
        after row: Int64, limit: Int, of reader: borrowing Reader
    ) throws(StorageFailure) -> [BulkRow] {
        try reader.bulkRows(id, after: row, outcomes: outcomes, limit: limit, for: visibility)
    }

    func number(of row: BulkRow) -> Int64 { row.row }

    func cells(of row: BulkRow) -> [Cell] {
        let fault = BulkFault(reason: row.reason, pointer: row.pointer)
        return [
            .number(String(row.row)),
            row.complaint.map { .number(String($0)) } ?? .text(""),
            .text(row.number ?? ""),
            .text(row.outcome.rawValue), .text(row.reason), .text(row.pointer),
            .text(row.reason.isEmpty ? "" : fault.sentence[language]),
        ]
    }
}
