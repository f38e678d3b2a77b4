internal import Complaints
internal import HTTP
internal import JSON
internal import Platform
internal import Tabular

/// Writes a list as a file, a page at a time, as the client takes it.
final class ExportBody: BodyProducer {
    /// Everything that changes from piece to piece; taken out while a piece is made. Without either
    /// writer the lines are NDJSON.
    private struct Progress: ~Copyable {
        var pages: ExportPages
        var csv: CSVWriter?
        var xlsx: XLSXWriter?
        var hasBegun = false
    }

    private let columns: [FieldName]
    private let types: [FieldType?]
    private let progress: Lock<Progress?>

    private init(
        columns: [FieldName], catalogue: FieldCatalogue, progress: consuming sending Progress
    ) {
        self.columns = columns
        types = columns.map { catalogue[$0]?.type }
        self.progress = Lock(.some(progress))
    }

    /// The body of an export.
    static func make(
        _ format: ExportFormat, columns: [FieldName], catalogue: FieldCatalogue, pages: ExportPages
    ) throws(APIFailure) -> ExportBody {
        var progress = Progress(pages: pages)
        switch format {
        case .ndjson: break
        case .csv: progress.csv = CSVWriter()
        case .xlsx:
            do {
                progress.xlsx = try XLSXWriter(
                    sheetName: "Complaints", columns: columns.map(\.text))
            } catch {
                throw .broken(error.description)
            }
        }
        return ExportBody(columns: columns, catalogue: catalogue, progress: progress)
    }

    func next() throws -> [UInt8]? {
        guard var current = progress.withLock({ $0.take() }) else { return nil }
        var piece: [UInt8] = []
        var goesOn = true
        if !current.hasBegun {
            current.hasBegun = true
            piece += current.csv?.begin(columns: columns.map(\.text)) ?? []
            piece += try current.xlsx?.begin() ?? []
        }
        while piece.isEmpty, goesOn {
            if let records = try current.pages.next() {
                try write(records, &current, to: &piece)
            } else {
                goesOn = false
                piece += try current.xlsx?.finish() ?? []
            }
        }
        if goesOn {
            put(back: current)
        }
        return piece.isEmpty ? nil : piece
    }

    func cancel() { _ = progress.withLock { $0.take() } }

    private func put(back current: consuming sending Progress) {
        var current: Progress? = current
        progress.withLock { $0 = current.take() }
    }

    private func write(
        _ records: [JSONObject], _ progress: inout Progress, to piece: inout [UInt8]
    ) throws {
        for record in records {
            if let csv = progress.csv {
                csv.append(cells(record), to: &piece)
            } else if let bytes = try progress.xlsx?.row(cells(record)) {
                piece += bytes
            } else {
                piece += JSONValue.object(record).serialized()
                piece.append(0x0A)
            }
        }
    }

    private func cells(_ record: JSONObject) -> [Cell] {
        zip(columns, types).map { name, type in
            let value =
                name.customPart.map { record["custom"]?.objectValue?[$0] } ?? record[name.text]
            return cell(value ?? .null, type)
        }
    }

    private func cell(_ value: JSONValue, _ type: FieldType?) -> Cell {
        switch value {
        case .null: .empty
        case .bool(let value): .bool(value)
        case .number(let number): .number(number.literal)
        case .string(let text):
            switch type {
            case .date, .partialDate, .timestamp: .date(text)
            default: .text(text)
            }
        case .array, .object: .text(String(decoding: value.serialized(), as: UTF8.self))
        }
    }
}
