import Complaints

/// What the ids of sites and systems stand for: their codes, or the names of sites.
struct GridNames {
    /// Nil where a code of the column stands for no record there is.
    let texts: [String?]

    /// The texts of a column's values, in the order of its codes.
    init(
        _ column: GridColumn, _ source: Source, on connection: Connection
    ) throws(StorageFailure) {
        var known: [Int64: String] = [:]
        var rows = try connection.statement(
            made: "SELECT id,\(source.column) FROM \(source.table)")
        while try rows.step() {
            if let text = rows.optionalText(1) { known[rows.int64(0)] = text }
        }
        texts = column.values.map { value in
            if case .integer(let id) = value { known[id] } else { nil }
        }
    }

    /// Which table and column give the texts.
    struct Source {
        let table: String
        let column: String
    }

    var values: [SQLValue] { texts.map { $0.map(SQLValue.text) ?? .null } }
}
