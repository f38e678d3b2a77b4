/// Reads any supported file as rows of cells under named columns, with bounded memory.
///
/// Made and used by one thread.
///
/// ```swift
/// let reader = try TableReader(FileSource(path: path))
/// while let row = try reader.next() { … }
/// ```
public final class TableReader {
    /// How the file is read: as given, or as detected.
    public let dialect: TableDialect
    /// The names of the columns. Of JSON the names seen in the first records (1,000, or 8 MiB).
    public let columns: [String]
    /// The names of all sheets of a workbook; empty for other formats.
    public let sheets: [String]

    private let limits: TableLimits
    private let rows: any TableRowSource
    private var count: Int64 = 0

    /// Opens the file.
    ///
    /// - Parameters:
    ///   - dialect: how to read it; nil to find out by its content. Of a workbook without a sheet
    ///     named, the sheet with the data is read.
    ///   - scratchFolder: where a temporary file may be made for a workbook with many strings; nil
    ///     refuses one.
    /// - Throws: when the file is no table, or breaks a limit at once.
    public init(
        _ source: any ByteSource, dialect: TableDialect? = nil,
        limits: TableLimits = TableLimits(), scratchFolder: String? = nil
    ) throws(TableError) {
        let given: TableDialect
        var known: Workbook?
        if let dialect {
            given = dialect
        } else if let head = try source.exactly(4, at: 0), TableDialect.isWorkbook(head) {
            // Opened once for both, so that its strings are read once.
            let workbook = try Workbook(source, limits: limits)
            given = try TableDialect.detect(workbook, scratchFolder: scratchFolder)
            known = workbook
        } else {
            given = try TableDialect.detect(source, limits: limits, scratchFolder: scratchFolder)
        }
        self.limits = limits
        if given.format == .xlsx {
            let workbook: Workbook
            if let known {
                workbook = known
            } else {
                workbook = try Workbook(source, limits: limits)
            }
            let opened = try workbook.headed(given, limits, scratchFolder)
            (self.dialect, rows) = (opened.dialect, opened.rows)
            sheets = workbook.sheets.map(\.name)
        } else {
            self.dialect = given
            rows = try openText(source, given, limits)
            sheets = []
        }
        columns = rows.columns
    }

    /// How far the reading has come: bytes of the file as it lies there, of how many.
    public var progress: (read: Int64, total: Int64) { rows.progress }

    /// The next row; nil at the end. Blank rows are passed over.
    ///
    /// - Throws: when the file cannot be read any further. What is wrong with one row is in the
    ///   row.
    public func next() throws(TableError) -> TableRow? {
        guard let row = try rows.next() else { return nil }
        count += 1
        guard count <= limits.rowsMax else { throw .tooManyRows(max: limits.rowsMax) }
        return row
    }
}

/// Rows under known columns.
protocol TableRowSource: AnyObject {
    var columns: [String] { get }
    var progress: (read: Int64, total: Int64) { get }
    func next() throws(TableError) -> TableRow?
}

/// How much is read ahead to know the columns, in bytes.
private let aheadBytesMax = 8 << 20

private func openText(
    _ source: any ByteSource, _ dialect: TableDialect, _ limits: TableLimits
) throws(TableError) -> any TableRowSource {
    let text = try OpenedText(
        source, isGzipped: dialect.isGzipped, encoding: dialect.encoding, limits: limits)
    if dialect.format.isDelimited {
        let reader = DelimitedReader(text, dialect: dialect, limits: limits)
        return try HeadedRows(reader, dialect: dialect, limits: limits)
    }
    let reader = JSONRecordReader(text, format: dialect.format, limits: limits)
    return try RecordRows(reader, limits: limits)
}

extension Workbook {
    fileprivate func headed(
        _ dialect: TableDialect, _ limits: TableLimits, _ scratchFolder: String?
    ) throws(TableError) -> (dialect: TableDialect, rows: HeadedRows) {
        var dialect = dialect
        let name: String
        if let sheet = dialect.sheet { name = sheet } else { name = try dataSheet() }
        dialect.sheet = name
        let reader = try reader(sheet: name, scratchFolder: scratchFolder)
        return (dialect, try HeadedRows(reader, dialect: dialect, limits: limits))
    }
}

// MARK: - Rows below a header

/// Rows of a delimited text or a sheet, under the names of their header row.
final class HeadedRows: TableRowSource {
    let columns: [String]
    private let reader: any RawRowReader
    private var ahead: [RawRow] = []
    private var taken = 0
    /// Why nothing more can be read behind the rows read ahead.
    private var fault: TableError?
    /// Whether texts may bear the apostrophe that an export puts before formulas.
    private let isDelimited: Bool
    /// How many cells each row has to have; nil where rows end with their last cell, as in sheets.
    private let cellCount: Int?

    init(
        _ reader: any RawRowReader, dialect: TableDialect, limits: TableLimits
    ) throws(TableError) {
        self.reader = reader
        var header: RawRow?
        if dialect.headerRow > 0 {
            repeat { header = try reader.next() } while (header?.number ?? .max) < dialect.headerRow
            guard header != nil else { throw .empty }
        }
        isDelimited = dialect.format.isDelimited
        fault = try Self.readAhead(reader, into: &ahead)
        guard header != nil || !ahead.isEmpty else { throw .empty }
        let used = ahead.map(\.usedWidth).max() ?? 0
        let width = header.map { max($0.usedWidth, min($0.cells.count, used)) } ?? used
        columns = HeaderGuess.names(
            Self.unguarded(header?.cells ?? [], isDelimited), width: width)
        cellCount = isDelimited ? header?.cells.count ?? ahead.first?.cells.count : nil
    }

    /// A fault behind the first rows is for whoever comes there; nil when there is none.
    private static func readAhead(
        _ reader: any RawRowReader, into ahead: inout [RawRow]
    ) throws(TableError) -> TableError? {
        var bytes = 0
        do throws(TableError) {
            while ahead.count < HeaderGuess.sampleRows, bytes < aheadBytesMax,
                let row = try reader.next()
            {
                for cell in row.cells { bytes += cell.shown.utf8.count }
                ahead.append(row)
            }
            return nil
        } catch {
            if ahead.isEmpty { throw error }
            return error
        }
    }

    private static func unguarded(_ cells: [Cell], _ isDelimited: Bool) -> [Cell] {
        guard isDelimited else { return cells }
        return cells.map { cell in
            guard case .text(let text) = cell, text.utf8.first == 0x27 else { return cell }
            return .text(FormulaGuard.unguarded(text))
        }
    }

    var progress: (read: Int64, total: Int64) { reader.progress }

    func next() throws(TableError) -> TableRow? {
        if taken < ahead.count {
            taken += 1
            return row(ahead[taken - 1])
        }
        ahead = []
        taken = 0
        if let fault { throw fault }
        return try reader.next().map { row($0) }
    }

    private func row(_ raw: RawRow) -> TableRow {
        var cells = Self.unguarded(raw.cells, isDelimited)
        var extras: [NamedCell] = []
        let used = raw.usedWidth
        if used > columns.count {
            for index in columns.count..<used where cells[index] != .empty {
                extras.append(NamedCell(name: "column \(index + 1)", cell: cells[index]))
            }
        }
        if cells.count > columns.count {
            cells.removeLast(cells.count - columns.count)
        } else {
            while cells.count < columns.count { cells.append(.empty) }
        }
        return TableRow(
            number: raw.number, cells: cells, extras: extras,
            problem: raw.problem ?? countProblem(raw, used: used))
    }

    /// Empty cells too many are nobody's loss; everything else may have shifted the row.
    private func countProblem(_ raw: RawRow, used: Int) -> RowProblem? {
        let expected = cellCount ?? columns.count
        if used > expected { return .cellCount(expected: expected, found: raw.cells.count) }
        if cellCount != nil, raw.cells.count < expected {
            return .cellCount(expected: expected, found: raw.cells.count)
        }
        return nil
    }
}

// MARK: - Records

/// Records of a JSON file, under the names seen in the first of them.
final class RecordRows: TableRowSource {
    let columns: [String]
    private let reader: JSONRecordReader
    private var places: [String: Int] = [:]
    private var ahead: [JSONRecordReader.Record] = []
    private var taken = 0
    /// Why nothing more can be read behind the records read ahead.
    private var fault: TableError?

    private static let aheadRecordsMax = 1_000

    init(_ reader: JSONRecordReader, limits: TableLimits) throws(TableError) {
        self.reader = reader
        fault = try Self.readAhead(reader, into: &ahead)
        guard !ahead.isEmpty else { throw .empty }
        var names: [String] = []
        for record in ahead where record.problem == nil {
            for cell in record.cells where places[cell.name] == nil {
                guard names.count < limits.columnsMax else { break }
                places[cell.name] = names.count
                names.append(cell.name)
            }
        }
        columns = names
    }

    /// A fault behind the first records is for whoever comes there; nil when there is none.
    private static func readAhead(
        _ reader: JSONRecordReader, into ahead: inout [JSONRecordReader.Record]
    ) throws(TableError) -> TableError? {
        var bytes = 0
        do throws(TableError) {
            while ahead.count < aheadRecordsMax, bytes < aheadBytesMax,
                let record = try reader.next()
            {
                bytes += record.bytes
                ahead.append(record)
            }
            return nil
        } catch {
            if ahead.isEmpty { throw error }
            return error
        }
    }

    var progress: (read: Int64, total: Int64) { reader.progress }

    func next() throws(TableError) -> TableRow? {
        if taken < ahead.count {
            taken += 1
            return row(ahead[taken - 1])
        }
        ahead = []
        taken = 0
        if let fault { throw fault }
        return try reader.next().map { row($0) }
    }

    private func row(_ record: JSONRecordReader.Record) -> TableRow {
        var cells = [Cell](repeating: .empty, count: columns.count)
        var extras: [NamedCell] = []
        for cell in record.cells {
            if let place = places[cell.name] {
                cells[place] = cell.cell
            } else if cell.cell != .empty {
                extras.append(cell)
            }
        }
        return TableRow(
            number: record.number, cells: cells, extras: extras, problem: record.problem)
    }
}
