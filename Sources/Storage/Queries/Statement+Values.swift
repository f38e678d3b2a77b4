extension Statement {
    /// Binds values to the parameters from `first` on; returns the next free one.
    @discardableResult
    mutating func bind(_ values: [SQLValue], from first: Int = 1) -> Int {
        var index = first
        for value in values {
            switch value {
            case .null: bindNull(index)
            case .integer(let number): bind(index, number)
            case .real(let number): bind(index, number)
            case .text(let text): bind(index, text)
            }
            index += 1
        }
        return index
    }

    /// The column as a value to bind again.
    borrowing func value(_ column: Int) -> SQLValue {
        switch kind(column) {
        case .null: .null
        case .integer: .integer(int64(column))
        case .decimal: .real(double(column))
        case .text, .blob: .text(text(column))
        }
    }
}

extension Connection {
    /// The first column of the first row, as an integer; 0 without one.
    func count(_ sql: String, _ values: [SQLValue]) throws(StorageFailure) -> Int64 {
        var statement = try statement(made: sql)
        statement.bind(values)
        return try statement.step() ? statement.int64(0) : 0
    }
}
