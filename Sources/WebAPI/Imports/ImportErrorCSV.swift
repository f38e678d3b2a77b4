internal import Complaints
internal import Storage
internal import Tabular

/// The rejected rows and kept values of an import, as CSV.
struct ImportErrorCSV: CSVList {
    let id: Int64
    let language: Language

    let columns = ["row", "kind", "column", "value", "reason", "detail"]

    func page(
        after row: Int64, limit: Int, of reader: borrowing Reader
    ) throws(StorageFailure) -> [ImportRowError] {
        try reader.importErrors(id, after: row, limit: limit)
    }

    func number(of error: ImportRowError) -> Int64 { error.row }

    func cells(of error: ImportRowError) -> [Cell] {
        [
            .number(String(error.row)), .text(error.kind), .text(error.column),
            .text(error.value), .text(error.reason),
            .text(error.sentence(in: language)),
        ]
    }
}
