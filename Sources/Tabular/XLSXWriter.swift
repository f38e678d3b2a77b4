public import Compression

/// Why a workbook cannot be written any further.
public enum XLSXWriterError: Error, Equatable, Sendable {
    /// A sheet holds 1,048,576 rows, the header among them.
    case tooManyRows(max: Int)
    /// A sheet holds 16,384 columns.
    case tooManyColumns(max: Int)
    /// The sheet is longer than 4 GiB.
    case tooLarge
    case compression(CompressionError)
}

extension XLSXWriterError: CustomStringConvertible {
    /// One sentence for the person who asked for the workbook.
    public var description: String {
        switch self {
        case .tooManyRows(let max):
            "A workbook holds \(max) rows at most; export as CSV, or filter first."
        case .tooManyColumns(let max): "A workbook holds \(max) columns at most."
        case .tooLarge: "The workbook is larger than 4 GiB; export as CSV, or filter first."
        case .compression(let error): error.description
        }
    }
}

/// Writes a table as a workbook of one sheet, piece by piece, without ever holding it.
///
/// Call `begin`, `row` for each row, `finish`, and send what each gives back, in order; most rows
/// give back nothing, because they are packed together. The header is bold, stays in view, and
/// carries a filter. Text is always text, never a formula. One thread at a time.
public struct XLSXWriter: ~Copyable, Sendable {
    /// Rows of a sheet, the header among them (Excel specifications and limits).
    public static let rowsMax = 1_048_576
    /// Columns of a sheet.
    public static let columnsMax = 16_384
    /// UTF-16 code units of a cell; longer text is cut, and ends with `[…]`.
    public static let cellUnitsMax = 32_767

    /// How many cells were too long for a workbook and were cut.
    public private(set) var cutCells = 0

    private var zip: ZipWriter
    private let sheetName: String
    private let columns: [String]
    private var rowCount = 0
    private var pending: [UInt8] = []

    /// A workbook whose sheet has that name and those columns.
    ///
    /// - Parameter sheetName: what Excel forbids in a name is replaced, what is too long is cut.
    public init(sheetName: String, columns: [String]) {
        zip = ZipWriter()
        let forbidden = "[]:*?/\\'"
        let allowed = String(sheetName.map { forbidden.contains($0) ? "-" : $0 }.prefix(31))
        self.sheetName = allowed.isEmpty ? "Sheet" : allowed
        self.columns = columns
    }

    /// The beginning of the file, with the header row.
    public mutating func begin() throws(XLSXWriterError) -> [UInt8] {
        var bytes: [UInt8] = []
        for part in WorkbookParts.all(sheetName: sheetName) {
            bytes += zip.store(part.name, Array(part.text.utf8))
        }
        bytes += try zipping { zip throws(CompressionError) in
            try zip.beginDeflated("xl/worksheets/sheet1.xml")
        }
        pending += WorkbookParts.sheetHead(columns: columns.count).utf8
        try appendRow(columns.map { .init(text: $0) }, style: 3)
        return bytes
    }

    /// One row; gives back what is ready to be sent, often nothing.
    public mutating func row(_ cells: [Cell]) throws(XLSXWriterError) -> [UInt8] {
        try appendRow(cells, style: 0)
        guard pending.count >= 64 << 10 else { return [] }
        let packed = try deflatePending()
        pending.removeAll(keepingCapacity: true)
        return packed
    }

    /// The end of the file.
    public mutating func finish() throws(XLSXWriterError) -> [UInt8] {
        let last = columnName(max(columns.count, 1) - 1) + "\(max(rowCount, 1))"
        pending += "</sheetData><autoFilter ref=\"A1:\(last)\"/></worksheet>".utf8
        let packed = try deflatePending()
        pending = []
        let end = try zipping { zip throws(CompressionError) in try zip.endDeflated() }
        return packed + end + zip.finish()
    }

    private mutating func deflatePending() throws(XLSXWriterError) -> [UInt8] {
        let pending = pending
        return try zipping { zip throws(CompressionError) in try zip.deflate(pending) }
    }

    private mutating func zipping(
        _ body: (inout ZipWriter) throws(CompressionError) -> [UInt8]
    ) throws(XLSXWriterError) -> [UInt8] {
        do throws(CompressionError) {
            return try body(&zip)
        } catch {
            if case .tooLarge = error { throw .tooLarge }
            throw .compression(error)
        }
    }

    private mutating func appendRow(_ cells: [Cell], style: Int) throws(XLSXWriterError) {
        guard rowCount < Self.rowsMax else { throw .tooManyRows(max: Self.rowsMax) }
        guard cells.count <= Self.columnsMax else {
            throw .tooManyColumns(max: Self.columnsMax)
        }
        rowCount += 1
        pending += "<row r=\"\(rowCount)\">".utf8
        for (index, cell) in cells.enumerated() where cell != .empty {
            pending += "<c r=\"".utf8
            pending += columnName(index).utf8
            pending += "\(rowCount)\"".utf8
            if style != 0 { pending += " s=\"\(style)\"".utf8 }
            appendValue(cell)
        }
        pending += "</row>".utf8
    }

    /// Writes the rest of the `c` element (ECMA-376 part 1 section 18.3.1.4).
    private mutating func appendValue(_ cell: Cell) {
        switch cell {
        case .empty: pending += "/>".utf8
        case .bool(let value): pending += " t=\"b\"><v>\(value ? 1 : 0)</v></c>".utf8
        case .number(let literal):
            // A workbook keeps 15 digits; what has more stays whole as text.
            if literal.utf8.count(where: { $0 &- 0x30 < 10 }) <= 15 {
                pending += "><v>\(literal)</v></c>".utf8
            } else {
                appendText(literal)
            }
        case .date(let text):
            if let serial = ExcelDate.serial(text) {
                let value =
                    serial.hasTime ? "\(serial.value)" : String(Int(serial.value))
                pending += " s=\"\(serial.hasTime ? 2 : 1)\"><v>\(value)</v></c>".utf8
            } else {
                appendText(text)
            }
        case .text(let text): appendText(text)
        }
    }

    private mutating func appendText(_ text: String) {
        var text = text
        if text.utf8.count > Self.cellUnitsMax, text.utf16.count > Self.cellUnitsMax {
            cutCells += 1
            var end = text.utf16.index(text.startIndex, offsetBy: Self.cellUnitsMax - 4)
            // Not in the middle of a character.
            while String.Index(end, within: text) == nil { end = text.utf16.index(before: end) }
            text = String(text[..<end]) + " […]"
        }
        pending += " t=\"inlineStr\"><is><t xml:space=\"preserve\">".utf8
        appendXML(Array(text.utf8), to: &pending)
        pending += "</t></is></c>".utf8
    }
}

/// Appends text as XML content, what XML cannot say as the `_xHHHH_` escapes of workbooks.
func appendXML(_ text: [UInt8], to bytes: inout [UInt8]) {
    for (index, byte) in text.enumerated() {
        switch byte {
        case 0x26: bytes += "&amp;".utf8
        case 0x3C: bytes += "&lt;".utf8
        case 0x3E: bytes += "&gt;".utf8
        case 0x22: bytes += "&quot;".utf8
        case 0x09, 0x0A: bytes.append(byte)
        case 0x00..<0x20:
            let hex = String(byte, radix: 16, uppercase: true)
            bytes += "_x00\(byte < 16 ? "0" : "")\(hex)_".utf8
        case 0x5F where escapedUnit(text, index) != nil: bytes += "_x005F_".utf8
        case 0xBE, 0xBF:
            // U+FFFE and U+FFFF, which XML has not, differ from U+FFFD in the last byte.
            let isNone = index > 1 && text[index - 1] == 0xBF && text[index - 2] == 0xEF
            bytes.append(isNone ? 0xBD : byte)
        default: bytes.append(byte)
        }
    }
}

/// The letters of a column counted from 0: A, B … Z, AA.
func columnName(_ index: Int) -> String {
    var name = ""
    var rest = index + 1
    while rest > 0 {
        rest -= 1
        name = String(UnicodeScalar(UInt8(0x41 + rest % 26))) + name
        rest /= 26
    }
    return name
}
