internal import JSON

/// The rows of one sheet of a workbook (ECMA-376 part 1 section 18.3.1).
final class SheetReader: RawRowReader {
    private var xml: XMLPullParser
    private let stream: ZipEntryStream
    private let total: Int64
    private let strings: SharedStrings
    private let styles: WorkbookStyles
    private let is1904: Bool
    private let limits: TableLimits

    private var number: Int64 = 0
    private var row = RawRow(number: 0, cells: [], problem: nil)
    private var rowBytes = 0
    private var value: [UInt8] = []

    init(
        _ stream: ZipEntryStream, entry: String, total: Int64, strings: SharedStrings,
        styles: WorkbookStyles, is1904: Bool, limits: TableLimits
    ) {
        self.stream = stream
        self.total = total
        self.strings = strings
        self.styles = styles
        self.is1904 = is1904
        self.limits = limits
        xml = XMLPullParser(stream, entry: entry)
    }

    var progress: (read: Int64, total: Int64) { (stream.packedCount, total) }

    func next() throws(TableError) -> RawRow? {
        while true {
            switch try xml.next() {
            case .endOfDocument: return nil
            case .start where xml.isNamed("row"):
                try readRow()
                if row.usedWidth > 0 || row.problem != nil { return row }
            default: break
            }
        }
    }

    private func readRow() throws(TableError) {
        number = integer(try xml.attribute("r")) ?? number + 1
        row = RawRow(number: number, cells: [], problem: nil)
        rowBytes = 0
        while true {
            switch try xml.next() {
            case .start where xml.isNamed("c"): try readCell()
            case .start: try skipElement()
            case .end: return
            case .text: break
            case .endOfDocument: throw xml.malformed()
            }
        }
    }

    private func readCell() throws(TableError) {
        let column = columnIndex(try xml.attribute("r")) ?? row.cells.count
        let type = CellType(try xml.attribute("t"))
        let style = integer(try xml.attribute("s")) ?? 0
        var isWhole = true
        value.removeAll(keepingCapacity: true)
        reading: while true {
            switch try xml.next() {
            case .start where xml.isNamed("v"): isWhole = try collectText()
            case .start where xml.isNamed("is"):
                isWhole = try collectRichText(&xml, into: &value, bytesMax: limits.cellBytesMax)
            case .start: try skipElement()
            case .end: break reading
            case .text: break
            case .endOfDocument: throw xml.malformed()
            }
        }
        if !isWhole {
            note(.cellTooLong(column: column + 1, bytesMax: limits.cellBytesMax))
        }
        guard !value.isEmpty else { return }
        try place(try cell(type, style: Int(style), column: column), at: column)
    }

    private func place(_ cell: Cell, at column: Int) throws(TableError) {
        if column >= limits.columnsMax {
            return note(.tooManyColumns(max: limits.columnsMax))
        }
        rowBytes += value.count
        if rowBytes > limits.rowBytesMax {
            return note(.rowTooLong(bytesMax: limits.rowBytesMax))
        }
        while row.cells.count <= column { row.cells.append(.empty) }
        row.cells[column] = cell
    }

    private func note(_ problem: RowProblem) {
        if row.problem == nil { row.problem = problem }
    }

    /// Takes the text of the element at hand; false when it was cut at the bound.
    private func collectText() throws(TableError) -> Bool {
        let outside = xml.depth - 1
        var isWhole = true
        while true {
            switch try xml.next() {
            case .text:
                let room = limits.cellBytesMax - value.count
                isWhole = isWhole && xml.text.count <= room
                value += xml.text.prefix(room)
            case .end where xml.depth == outside: return isWhole
            case .start, .end: break
            case .endOfDocument: throw xml.malformed()
            }
        }
    }

    private func skipElement() throws(TableError) {
        let outside = xml.depth - 1
        while true {
            switch try xml.next() {
            case .end where xml.depth == outside: return
            case .endOfDocument: throw xml.malformed()
            default: break
            }
        }
    }
}

// MARK: - Values

extension SheetReader {
    /// What the value of a cell is (section 18.18.11).
    private enum CellType {
        case number, shared, text, bool, date

        init(_ attribute: ArraySlice<UInt8>?) {
            switch attribute.map({ Array($0) }) {
            case [0x73]: self = .shared
            case [0x62]: self = .bool
            case [0x64]: self = .date
            case nil, [0x6E]: self = .number
            // inlineStr, str, and e: an error such as #N/A is text.
            default: self = .text
            }
        }
    }

    private func cell(_ type: CellType, style: Int, column: Int) throws(TableError) -> Cell {
        switch type {
        case .text: return .init(text: text(decodedEscapes(value), column))
        case .bool: return .bool(value == [0x31] || value == Array("true".utf8))
        case .date: return .date(text(value, column))
        case .shared:
            guard let index = integer(value[...]), let string = try strings.string(Int(index))
            else {
                throw xml.malformed()
            }
            rowBytes += string.utf8.count
            return .init(text: string)
        case .number: return number(style, column)
        }
    }

    private func text(_ bytes: [UInt8], _ column: Int) -> String {
        let decoded = decodedText(bytes.span)
        if !decoded.isValid { note(.undecodable(column: column + 1)) }
        return decoded.text
    }

    private func number(_ style: Int, _ column: Int) -> Cell {
        let literal = text(value, column)
        guard let number = JSONNumber(literal: literal), let double = number.double else {
            return .init(text: literal)
        }
        switch styles.kind(style) {
        case .plain: break
        case .date:
            if let date = ExcelDate.text(serial: double, is1904: is1904) { return .date(date) }
        case .time:
            if let time = ExcelDate.timeText(fraction: double) { return .text(time) }
            if let date = ExcelDate.text(serial: double, is1904: is1904) { return .date(date) }
        }
        // 4.0999999999999996 is how a workbook stores 4.1.
        let isDecimal = value.contains { $0 == 0x2E || $0 | 0x20 == 0x65 }
        return .number(isDecimal ? JSONNumber(double)?.literal ?? literal : literal)
    }

    private func integer(_ bytes: ArraySlice<UInt8>?) -> Int64? {
        guard let bytes, !bytes.isEmpty, bytes.count <= 18 else { return nil }
        var value: Int64 = 0
        for byte in bytes {
            guard byte &- 0x30 < 10 else { return nil }
            value = value * 10 + Int64(byte - 0x30)
        }
        return value
    }

    /// The column of a reference such as `AB12`, counted from 0; nil when it is none.
    private func columnIndex(_ reference: ArraySlice<UInt8>?) -> Int? {
        guard let reference else { return nil }
        var value = 0
        for byte in reference.prefix(4) {
            guard byte & 0xDF &- 0x41 < 26 else { break }
            value = value * 26 + Int(byte & 0xDF - 0x40)
        }
        return value > 0 ? value - 1 : nil
    }
}
