/// Finds out which row names the columns, and what the names are.
enum HeaderGuess {
    /// How many rows are looked at.
    static let sampleRows = 100
    /// How many rows may stand above the header: titles, dates of export.
    private static let rowsAboveMax = 20

    /// The number of the header row; 0 when the first row of full width is data already.
    ///
    /// The header is the first row that fills more than half of the usual width, unless it has
    /// numbers or dates where the row below has them too.
    static func headerRow(_ rows: [RawRow]) -> Int64 {
        var widths: [Int: Int] = [:]
        for row in rows { widths[row.usedWidth, default: 0] += 1 }
        let usual = widths.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key ?? 1
        let index = rows.prefix(rowsAboveMax + 1).firstIndex { row in
            row.cells.count { $0 != .empty } * 2 > usual
        }
        guard let index else { return rows.first?.number ?? 0 }
        if index + 1 < rows.count, isData(rows[index], above: rows[index + 1]) { return 0 }
        if index + 1 == rows.count, index == 0, rows[0].cells.contains(where: { isTyped($0) }) {
            return 0
        }
        return rows[index].number
    }

    private static func isData(_ row: RawRow, above next: RawRow) -> Bool {
        var typed = 0
        for (index, cell) in row.cells.enumerated() where isValue(cell) {
            guard index < next.cells.count, isValue(next.cells[index]) else { return false }
            typed += 1
        }
        return typed > 0
    }

    private static func isTyped(_ cell: Cell) -> Bool {
        switch cell {
        case .number, .date, .bool: true
        case .text, .empty: false
        }
    }

    /// Whether the cell is a number or a date, also one written as text.
    private static func isValue(_ cell: Cell) -> Bool {
        guard case .text(let text) = cell else { return isTyped(cell) }
        var digits = 0
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39: digits += 1
            case 0x20, 0x2B...0x2F, 0x3A, 0x54, 0x5A, 0x65, 0x45: break
            default: return false
            }
        }
        return digits > 0
    }

    /// One name for each column: trimmed, runs of white space made one space, `column 3` for a
    /// third one without a name, ` (2)` behind a name that comes a second time.
    static func names(_ cells: [Cell], width: Int) -> [String] {
        var used: Set<String> = []
        return (0..<width).map { index in
            let text = index < cells.count ? cells[index].shown : ""
            let words = text.split { $0.isWhitespace || $0 == "\u{FEFF}" }
            let name = words.isEmpty ? "column \(index + 1)" : words.joined(separator: " ")
            var unique = name
            var copy = 2
            while !used.insert(unique).inserted {
                unique = "\(name) (\(copy))"
                copy += 1
            }
            return unique
        }
    }
}
