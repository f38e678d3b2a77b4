public import Compression
public import JSON

/// Why a file cannot be read as a table at all, or not any further.
public enum TableError: Error, Equatable, Sendable {
    /// The bytes cannot be had; the sentence is the source's, for the log: it may name a path.
    case unreadable(String)
    /// There is no row in the file.
    case empty
    /// The bytes are no text and no workbook.
    case notATable
    /// One JSON value that is neither a record nor a list of records.
    case scalar
    /// An old binary workbook (.xls) or one with a password.
    case oldWorkbook
    case tooManyBytes(max: Int64)
    case tooManyRows(max: Int64)
    case tooManyColumns(max: Int)
    /// The gzip around the file is damaged or too large.
    case compressed(CompressionError)
    /// The JSON around the records is broken, or one record is too long.
    case json(JSONError)
    case workbook(WorkbookFault)
    /// A temporary file is needed and cannot be had; the sentence says why, for the log.
    case scratch(String)
}

/// What is wrong with an XLSX file.
public enum WorkbookFault: Error, Equatable, Sendable {
    case damagedArchive
    case encrypted
    case unsupportedMethod(entry: String)
    case badEntryName
    case tooManyEntries(max: Int)
    case wrongChecksum(entry: String)
    case truncated(entry: String)
    case tooLarge(max: Int64)
    /// XML with a document type: nothing that writes workbooks does that, attackers do.
    case documentType(entry: String)
    case malformed(entry: String)
    case missing(part: String)
    case noSheet(named: String)
    case tooManyStrings(max: Int)
}

extension TableError: CustomStringConvertible {
    /// One sentence for the person who brought the file.
    public var description: String {
        switch self {
        case .unreadable: "The file cannot be read."
        case .scratch: "The workbook needs a temporary file, and there is no room for one."
        case .empty: "The file has no rows."
        case .notATable: "The file is neither text nor a workbook."
        case .scalar: "The file is one JSON value, neither a record nor a list of records."
        case .oldWorkbook:
            "The file is an old Excel workbook or protected by a password; save it as plain XLSX."
        case .tooManyBytes(let max): "The file has more than \(max) bytes."
        case .tooManyRows(let max): "The file has more than \(max) rows."
        case .tooManyColumns(let max): "The file has more than \(max) columns."
        case .compressed(let error): error.description
        case .json(let error): error.description
        case .workbook(let fault): fault.description
        }
    }
}

extension WorkbookFault: CustomStringConvertible {
    /// One sentence for the person who brought the file.
    public var description: String {
        switch self {
        case .damagedArchive: "The workbook is damaged: its directory cannot be read."
        case .encrypted: "The workbook is encrypted."
        case .unsupportedMethod(let entry): "The workbook packs \(entry) in an unknown way."
        case .badEntryName: "The workbook contains a file with a forbidden name."
        case .tooManyEntries(let max): "The workbook contains more than \(max) files."
        case .wrongChecksum(let entry):
            "The workbook is damaged: the checksum of \(entry) is wrong."
        case .truncated(let entry): "The workbook is damaged: \(entry) ends too early."
        case .tooLarge(let max): "The workbook unpacks to more than \(max) bytes."
        case .documentType(let entry): "The workbook is refused: \(entry) has a document type."
        case .malformed(let entry): "The workbook is damaged: \(entry) is not well-formed XML."
        case .missing(let part): "The workbook is damaged: \(part) is missing."
        case .noSheet(let name): "The workbook has no sheet named \"\(name)\"."
        case .tooManyStrings(let max): "The workbook has more than \(max) shared strings."
        }
    }
}
