internal import Complaints
internal import Importing
internal import JSON
internal import Tabular

/// A look at the beginning of a file: what it is, what its columns hold, what they may mean.
struct FileInspection: Sendable {
    let dialect: JSONValue
    let columns: JSONValue
    let mapping: ImportMapping

    /// Reads the first rows (at most `MappingSuggester.rowsMax`).
    ///
    /// - Parameter mapping: one to use instead of the suggested one.
    init(
        path: String, name: String, mapping given: ImportMapping?, catalogue: FieldCatalogue,
        today: CivilDate, limits: TableLimits, scratchFolder: String
    ) throws(TableError) {
        let reader = try TableReader(
            FileSource(path: path), limits: limits, scratchFolder: scratchFolder)
        var suggester = MappingSuggester(
            names: reader.columns, catalogue: catalogue, today: today, fileName: name,
            prefersDayFirst: reader.dialect.format == .semicolon)
        var rows = 0
        do throws(TableError) {
            while rows < MappingSuggester.rowsMax, let row = try reader.next() {
                suggester.add(row.cells)
                rows += 1
            }
        } catch {
            // What breaks off keeps the rows before: the import says where.
            if rows == 0 { throw error }
        }
        let suggestion = suggester.suggestion()
        mapping = given ?? suggestion.mapping
        dialect = Self.json(reader.dialect, sheets: reader.sheets)
        columns = .array(suggestion.columns.map { Self.json($0) })
    }

    private static func json(_ dialect: TableDialect, sheets: [String]) -> JSONValue {
        let delimiter: JSONValue =
            dialect.format.isDelimited
            ? .string(String(decoding: [dialect.delimiter], as: UTF8.self)) : .null
        return .object(
            JSONObject([
                ("format", .string(formatName(dialect.format))),
                ("encoding", .string(encodingName(dialect.encoding))), ("delimiter", delimiter),
                ("sheet", dialect.sheet.map { .string($0) } ?? .null),
                ("sheets", .array(sheets.map { .string($0) })),
            ]))
    }

    private static func formatName(_ format: TableFormat) -> String {
        switch format {
        case .csv, .semicolon: "csv"
        case .tsv: "tsv"
        case .pipe: "pipe"
        case .xlsx: "xlsx"
        case .jsonArray: "json"
        case .ndjson, .jsonSequence: "ndjson"
        case .mongoArray, .mongoLines: "mongoexport"
        case .openFDA: "openfda"
        }
    }

    private static func encodingName(_ encoding: TextEncoding) -> String {
        switch encoding {
        case .utf8: "utf-8"
        case .utf16LittleEndian: "utf-16le"
        case .utf16BigEndian: "utf-16be"
        case .windows1252: "windows-1252"
        case .macRoman: "macroman"
        }
    }

    private static func json(_ column: MappingSuggestion.Column) -> JSONValue {
        .object(
            JSONObject([
                ("name", .string(column.name)),
                ("samples", .array(column.samples.map { .string($0) })),
                ("field", column.field.map { .string($0.text) } ?? .null),
                ("confidence", JSONNumber(column.confidence).map { .number($0) } ?? .null),
                ("date_format", column.dateFormat.map { .string($0.rawValue) } ?? .null),
            ]))
    }
}
