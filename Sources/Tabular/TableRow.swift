/// One value of a table.
public enum Cell: Sendable, Equatable {
    case empty
    case text(String)
    /// A number as it was written, always a valid JSON number.
    case number(String)
    /// `yyyy-MM-dd`, or with `THH:mm:ss`, a fraction and a zone where the file had them (ISO 8601).
    case date(String)
    case bool(Bool)

    /// What a person would read; empty for an empty cell.
    public var shown: String {
        switch self {
        case .empty: ""
        case .text(let value), .number(let value), .date(let value): value
        case .bool(let value): value ? "true" : "false"
        }
    }

    /// Text, or nothing when there is none.
    init(text: String) {
        self = text.isEmpty ? .empty : .text(text)
    }
}

/// One row below the header.
public struct TableRow: Sendable, Equatable {
    /// Which row of the file it is, counted from 1 as a person sees it: of a workbook its row
    /// number, of delimited text the row a spreadsheet would show, of JSON lines the line, of other
    /// JSON the record.
    public let number: Int64
    /// One cell for each column of the table.
    public let cells: [Cell]
    /// Cells that no column stands for: members first seen late in a JSON file, cells beyond the
    /// header. Nothing of the file is lost.
    public let extras: [NamedCell]
    /// What is wrong with the row; nil when nothing is. The cells hold what could be read.
    public let problem: RowProblem?

    /// A row of these parts.
    public init(
        number: Int64, cells: [Cell], extras: [NamedCell] = [], problem: RowProblem? = nil
    ) {
        self.number = number
        self.cells = cells
        self.extras = extras
        self.problem = problem
    }
}

/// A cell that carries its own name.
public struct NamedCell: Sendable, Equatable {
    public let name: String
    public let cell: Cell

    /// A cell under that name.
    public init(name: String, cell: Cell) {
        self.name = name
        self.cell = cell
    }
}

/// What is wrong with one row. The file goes on behind it.
public enum RowProblem: Sendable, Equatable {
    /// The row has more or fewer cells than the header.
    case cellCount(expected: Int, found: Int)
    /// A quote was opened and not closed before the end of the file or the bound of a cell. The
    /// quote is taken as text, the row ends at the next line end, and reading goes on there.
    case unterminatedQuote(column: Int)
    /// Text stands behind a closing quote; it is taken as part of the cell.
    case textAfterQuote(column: Int)
    /// The cell is cut at the bound.
    case cellTooLong(column: Int, bytesMax: Int)
    /// The rest of the row is left out.
    case rowTooLong(bytesMax: Int)
    /// The cells beyond the bound are left out.
    case tooManyColumns(max: Int)
    /// NUL bytes were left out.
    case nulByte(column: Int)
    /// Bytes that are not text in the file's encoding were replaced by U+FFFD.
    case undecodable(column: Int)
    /// The record is not valid JSON; the sentence says why.
    case notJSON(String)
    /// The record is valid JSON, but not an object.
    case notAnObject
}

extension RowProblem: CustomStringConvertible {
    /// One sentence for the report of an import. Columns count from 1.
    public var description: String {
        switch self {
        case .cellCount(let expected, let found):
            "The row has \(found) cells where the header has \(expected)."
        case .unterminatedQuote(let column): "A quote in column \(column) is never closed."
        case .textAfterQuote(let column):
            "Text follows the closing quote in column \(column)."
        case .cellTooLong(let column, let bytesMax):
            "The cell in column \(column) is longer than \(bytesMax) bytes."
        case .rowTooLong(let bytesMax): "The row is longer than \(bytesMax) bytes."
        case .tooManyColumns(let max): "The row has more than \(max) cells."
        case .nulByte(let column): "The cell in column \(column) contains NUL bytes."
        case .undecodable(let column):
            "The cell in column \(column) contains bytes that are not text in this encoding."
        case .notJSON(let sentence): sentence
        case .notAnObject: "The record is not a JSON object."
        }
    }
}
