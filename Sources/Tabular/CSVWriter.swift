/// Writes a table as delimited text (RFC 4180), row by row, lines ended by CR LF.
public struct CSVWriter: Sendable {
    private let delimiter: UInt8
    private let hasByteOrderMark: Bool
    private let guardsFormulas: Bool

    /// - Parameters:
    ///   - delimiter: what stands between two cells: comma, semicolon, tab.
    ///   - hasByteOrderMark: whether the file begins with the mark by which Excel knows UTF-8.
    ///   - guardsFormulas: whether text that a program might run gets an apostrophe in front; see
    ///     `FormulaGuard`.
    public init(
        delimiter: UInt8 = 0x2C, hasByteOrderMark: Bool = true, guardsFormulas: Bool = true
    ) {
        self.delimiter = delimiter
        self.hasByteOrderMark = hasByteOrderMark
        self.guardsFormulas = guardsFormulas
    }

    /// The beginning of the file, with the names of the columns.
    public func begin(columns: [String]) -> [UInt8] {
        let mark: [UInt8] = hasByteOrderMark ? [0xEF, 0xBB, 0xBF] : []
        return mark + row(columns.map { .init(text: $0) })
    }

    /// One row.
    public func row(_ cells: [Cell]) -> [UInt8] {
        var bytes: [UInt8] = []
        append(cells, to: &bytes)
        return bytes
    }

    /// Appends one row to bytes that are collected into larger pieces.
    public func append(_ cells: [Cell], to bytes: inout [UInt8]) {
        // A row of one empty cell would be a blank line.
        if cells.count == 1, cells[0].shown.isEmpty { bytes += [0x22, 0x22] }
        for (index, cell) in cells.enumerated() {
            if index > 0 { bytes.append(delimiter) }
            if case .text(let text) = cell, guardsFormulas, FormulaGuard.needsGuard(text) {
                append("'" + text, to: &bytes)
            } else {
                append(cell.shown, to: &bytes)
            }
        }
        bytes += [0x0D, 0x0A]
    }

    private func append(_ text: String, to bytes: inout [UInt8]) {
        let utf8 = text.utf8
        let needsQuotes =
            utf8.first == 0x20 || utf8.last == 0x20
            || utf8.contains { $0 == delimiter || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }
        guard needsQuotes else {
            bytes += utf8
            return
        }
        bytes.append(0x22)
        for byte in utf8 {
            if byte == 0x22 { bytes.append(0x22) }
            bytes.append(byte)
        }
        bytes.append(0x22)
    }
}
