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
    /// Whether lines also tell of the records' attachments.
    private let tellsAttachments: Bool
    private let progress: Lock<Progress?>

    init(
        _ format: ExportFormat, _ cursor: ExportCursor, store: Store, terms: TermNames,
        isWhole: Bool
    ) {
        tellsAttachments = isWhole && format == .ndjson
        self.store = store
        self.cursor = cursor
        self.terms = terms
        names = cursor.columns.flatMap { field in
            terms.know(field) ? [field.name.text, field.name.text + "_terms"] : [field.name.text]
        }
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
            let batch = try store.read { reader throws(StorageFailure) -> Batch? in
                guard let found = try cursor.next(rows: rows, from: reader) else { return nil }
                return Batch(
                    found, tellsAttachments ? try reader.attachments(ofAll: found.ids) : [:])
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

    /// Rows, and what is attached to them.
    private struct Batch: Sendable {
        let ids: [Int64]
        let rows: [[FieldValue]]
        let attachments: [Int64: [Attachment]]

        init(_ batch: ExportCursor.Batch, _ attachments: [Int64: [Attachment]]) {
            ids = batch.ids
            rows = batch.rows
            self.attachments = attachments
        }
    }

    private func write(
        _ batch: Batch, _ progress: inout Progress, to piece: inout [UInt8]
    ) throws {
        for (id, row) in zip(batch.ids, batch.rows) {
            if let csv = progress.csv {
                csv.append(cells(row), to: &piece)
            } else if let bytes = try progress.xlsx?.row(cells(row)) {
                piece += bytes
            } else {
                piece += line(row, batch.attachments[id] ?? [])
                piece.append(0x0A)
            }
        }
    }

    /// One record as JSON, as the list shows it: own fields below "custom", the fields that every
    /// list holds always there, the others with a value only. What is attached stands last; of what
    /// holds patient data it says no more than to those without the grant.
    private func line(_ row: [FieldValue], _ attachments: [Attachment]) -> [UInt8] {
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
        let line = JSONValue.object(object).serialized()
        return attachments.isEmpty ? line : line.dropLast() + Self.member(attachments)
    }

    /// The member `attachments` and the end of the record.
    private static func member(_ attachments: [Attachment]) -> [UInt8] {
        var writer = JSONWriter(reserving: 512 * attachments.count)
        writer.beginArray()
        for attachment in attachments { writer.attachment(attachment, showsPatientData: false) }
        writer.endArray()
        return Array(",\"attachments\":".utf8) + writer.take() + [0x7D]
    }

    private func cells(_ row: [FieldValue]) -> [Cell] {
        zip(cursor.columns, row).flatMap { field, value in
            let cell = Self.cell(value, field.type)
            return terms.know(field) ? [cell, named(value)] : [cell]
        }
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
