/// How the rows stand in a file.
public enum TableFormat: String, Sendable, CaseIterable {
    case csv
    case tsv
    case pipe
    case semicolon
    case xlsx
    /// One JSON array of objects.
    case jsonArray
    /// One JSON object a line.
    case ndjson
    /// JSON objects one after the other, each over several lines.
    case jsonSequence
    /// A JSON array of extended JSON, as `mongoexport --jsonArray` writes it.
    case mongoArray
    /// Extended JSON, one object a line, as `mongoexport` writes it.
    case mongoLines
    /// One JSON object with the records under `results`, as the openFDA service answers.
    case openFDA

    /// Whether rows are lines of cells with something between.
    public var isDelimited: Bool { delimiter != nil }

    /// What stands between two cells; nil for formats without.
    public var delimiter: UInt8? {
        switch self {
        case .csv: 0x2C
        case .tsv: 0x09
        case .pipe: 0x7C
        case .semicolon: 0x3B
        default: nil
        }
    }
}

/// How text is written as bytes.
public enum TextEncoding: String, Sendable, CaseIterable {
    case utf8
    case utf16LittleEndian
    case utf16BigEndian
    case windows1252
    case macRoman
}

/// What ends a row of a delimited file.
public enum LineEnd: String, Sendable {
    /// LF, with or without CR before it; a CR alone belongs to the cell.
    case lineFeed
    /// CR alone, as old Macintosh programs wrote it; LF and CR LF end a row too.
    case carriageReturn
}

/// Everything one must know to read a file as a table. Detected, and each part may be overridden.
public struct TableDialect: Sendable, Equatable {
    public var format: TableFormat
    public var encoding: TextEncoding
    /// Whether the file is packed with gzip around its format.
    public var isGzipped: Bool
    /// What stands between two cells of a delimited file.
    public var delimiter: UInt8
    /// What stands around a cell that contains delimiters or line ends; nil when quotes are text.
    public var quote: UInt8?
    public var lineEnd: LineEnd
    /// The sheet of a workbook that is read; nil for other formats.
    public var sheet: String?
    /// The row that names the columns, counted from 1 as a person sees it; 0 when there is none.
    public var headerRow: Int64

    /// A dialect of that format, the usual for the rest.
    public init(
        format: TableFormat, encoding: TextEncoding = .utf8, isGzipped: Bool = false,
        delimiter: UInt8? = nil, quote: UInt8? = 0x22, lineEnd: LineEnd = .lineFeed,
        sheet: String? = nil, headerRow: Int64 = 1
    ) {
        self.format = format
        self.encoding = encoding
        self.isGzipped = isGzipped
        self.delimiter = delimiter ?? format.delimiter ?? 0x2C
        self.quote = quote
        self.lineEnd = lineEnd
        self.sheet = sheet
        self.headerRow = headerRow
    }
}
