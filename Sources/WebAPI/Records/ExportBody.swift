internal import Complaints
internal import HTTP
internal import JSON
internal import Platform
internal import Storage
internal import Tabular

/// Writes a list as a file, a batch at a time, as the client takes it.
final class ExportBody: BodyProducer {
    static let batchRows = 500
    /// What a piece should come to: it waits in memory when the client is slow.
    static let pieceBytesGoal = 128 << 10
    /// Read before anything is known of their size.
    private static let firstRows = 50

    /// What changes from piece to piece; taken out while a piece is made. Without either writer the
    /// lines are NDJSON.
    private struct Progress: ~Copyable {
        var csv: CSVWriter?
        var xlsx: XLSXWriter?
        var hasBegun = false
        var rows = ExportBody.firstRows
    }

    private let store: Store
    private let cursor: ExportCursor
    /// What codes mean: tables have a column of the terms behind each column of codes.
    private let terms: TermNames
    private let names: [String]
    private let isWhole: Bool
    private let progress: Lock<Progress?>

    /// - Parameter isWhole: whether rows also tell what belongs to the records: of a table the signature
    ///   of the closing, of lines all signatures, what is attached and the companions.
    init(
        _ format: ExportFormat, _ cursor: ExportCursor, store: Store, terms: TermNames,
        isWhole: Bool
    ) {
        self.isWhole = isWhole
        self.store = store
        self.cursor = cursor
        self.terms = terms
        let fields = cursor.columns.flatMap { field in
            terms.know(field) ? [field.name.text, field.name.text + "_terms"] : [field.name.text]
        }
        names = fields + (isWhole ? ExportedParts.columns : [])
        var progress = Progress()
        switch format {
        case .ndjson: break
        case .csv: progress.csv = CSVWriter()
        case .xlsx: progress.xlsx = XLSXWriter(sheetName: "Complaints", columns: names)
        }
        self.progress = Lock(.some(progress))
    }

    func next() throws -> [UInt8]? {
        guard var current = progress.withLock({ $0.take() }) else { return nil }
        var piece: [UInt8] = []
        var goesOn = true
        if !current.hasBegun {
            current.hasBegun = true
            piece += current.csv?.begin(columns: names) ?? []
            piece += try current.xlsx?.begin() ?? []
        }
        while piece.isEmpty, goesOn {
            let rows = current.rows
            let isTable = current.csv != nil || current.xlsx != nil
            let batch = try store.read { reader throws(StorageFailure) -> Batch? in
                guard let found = try cursor.next(rows: rows, from: reader) else { return nil }
                guard isWhole else { return Batch(found, [:]) }
                return Batch(
                    found, try ExportedParts.all(of: found.ids, inTable: isTable, from: reader))
            }
            if let batch {
                try write(batch, &current, to: &piece)
                let rowBytes = max(1, piece.count / max(1, batch.rows.count))
                current.rows = min(Self.batchRows, max(1, Self.pieceBytesGoal / rowBytes))
            } else {
                goesOn = false
                piece += try current.xlsx?.finish() ?? []
            }
        }
        if goesOn { keep(current) }
        return piece.isEmpty ? nil : piece
    }

    func cancel() { _ = progress.withLock { $0.take() } }

    private func keep(_ current: consuming sending Progress) {
        var current: Progress? = current
        progress.withLock { $0 = current.take() }
    }

    /// Rows, and what belongs to them.
    private struct Batch: Sendable {
        let ids: [Int64]
        let rows: [[FieldValue]]
        let parts: [Int64: ExportedParts]

        init(_ batch: ExportCursor.Batch, _ parts: [Int64: ExportedParts]) {
            ids = batch.ids
            rows = batch.rows
            self.parts = parts
        }
    }

    private func write(
        _ batch: Batch, _ progress: inout Progress, to piece: inout [UInt8]
    ) throws {
        for (id, row) in zip(batch.ids, batch.rows) {
            let parts = batch.parts[id] ?? ExportedParts()
            if let csv = progress.csv {
                csv.append(cells(row, parts), to: &piece)
            } else if let bytes = try progress.xlsx?.row(cells(row, parts)) {
                piece += bytes
            } else {
                piece += line(row, parts)
                piece.append(0x0A)
            }
        }
    }

    /// One record as JSON, as the list shows it: own fields below "custom", the fields that every
    /// list holds always there, the others with a value only. What belongs to it stands last.
    private func line(_ row: [FieldValue], _ parts: ExportedParts) -> [UInt8] {
        var object = JSONObject()
        var custom = JSONObject()
        for (field, value) in zip(cursor.columns, row)
        where !value.isNull || field.traits.contains(.listed) {
            if let part = field.name.customPart {
                custom[part] = value.json
            } else {
                object[field.name.text] = value.json
            }
        }
        if custom.count > 0 { object["custom"] = .object(custom) }
        let members = parts.members
        let line = JSONValue.object(object).serialized()
        return members.isEmpty ? line : line.dropLast() + members + [0x7D]
    }

    private func cells(_ row: [FieldValue], _ parts: ExportedParts) -> [Cell] {
        let cells = zip(cursor.columns, row).flatMap { field, value in
            let cell = Self.cell(value, field.type)
            return terms.know(field) ? [cell, named(value)] : [cell]
        }
        return cells + (isWhole ? parts.cells : [])
    }

    /// The terms of codes, in the codes' order; the code itself where there is none.
    private func named(_ value: FieldValue) -> Cell {
        guard case .list(let codes) = value else { return .empty }
        let words = codes.map { code in
            let term = terms.term(of: code)
            return term.isEmpty ? code : term
        }
        return .text(words.joined(separator: "; "))
    }

    private static func cell(_ value: FieldValue, _ type: FieldType) -> Cell {
        switch value {
        case .null: .empty
        case .text(let text):
            switch type {
            case .date, .partialDate, .timestamp: .date(text)
            default: .text(text)
            }
        case .boolean(let value): .bool(value)
        case .list(let texts): .text(texts.joined(separator: "; "))
        case .integer, .decimal, .object:
            switch value.json {
            case .number(let number): .number(number.literal)
            // An instant is an integer inside and a text outside.
            case .string(let text): .date(text)
            default: .text(String(decoding: value.json.serialized(), as: UTF8.self))
            }
        }
    }
}
