public import Complaints
import JSON
public import Tabular

/// Turns the rows of one file, in order, into what they say about complaints.
///
/// A row is rejected when a mapped cell holds what its field cannot, when a required cell is empty,
/// when the row says nothing at all or could not be read whole. Otherwise it is applied; cells that
/// no field takes stay in the source row.
public struct RowPlanner: Sendable {
    /// The longest row that is kept as it was, in bytes of its JSON: half of what can be read again.
    static let sourceRowBytesMax = 4 << 20

    private struct Column: Sendable {
        let index: Int
        let name: String
        let isRequired: Bool
        let readers: [ColumnReader]
    }

    private struct Fallback: Sendable {
        let index: Int
        let reader: ColumnReader
    }

    private let source: String
    private let names: [String]
    /// The names as members of a JSON object, with their quotes and colons.
    private let quotedNames: [[UInt8]]
    private let columns: [Column]
    private let fallbacks: [Fallback]
    private let defaults: [(name: FieldName, value: FieldValue)]
    private let idIndex: Int?
    private var identities = RowIdentities()

    /// - Throws: `.invalid` when the mapping names a column that the file has not, or a default or
    ///   word that its field cannot hold.
    public init(
        names: [String], mapping: ImportMapping, catalogue: FieldCatalogue, today: CivilDate
    ) throws(Refusal) {
        let compiled = try CompiledMapping(names, mapping, catalogue, today)
        source = mapping.source
        self.names = names
        quotedNames = names.map(JSONWriter.quoted)
        columns = compiled.columns.map {
            Column(index: $0.index, name: $0.name, isRequired: $0.isRequired, readers: $0.readers)
        }
        fallbacks = compiled.fallbacks.map { Fallback(index: $0.index, reader: $0.reader) }
        defaults = compiled.defaults
        idIndex = columns.first { $0.readers.contains { $0.field.name == "source_id" } }?.index
    }

    /// Plans the next row. Every row of the file must pass here, in order, since equal ids and equal
    /// rows are told apart by their order.
    public mutating func plan(_ row: TableRow) -> RowPlan {
        let identity = nextIdentity(row)
        if let rejection = rejection(of: row) { return .reject([rejection]) }
        var values = FieldValues(minimumCapacity: columns.count + 8)
        var rejections: [RowRejection] = []
        for column in columns {
            let cell = column.index < row.cells.count ? row.cells[column.index] : .empty
            apply(cell, column, row.number, to: &values, &rejections)
        }
        if !rejections.isEmpty { return .reject(rejections) }
        if values.isEmpty {
            return .reject([
                RowRejection(
                    row: row.number, column: columns.first?.name ?? "", value: "",
                    reason: .missingRequired, detail: RejectionReason.missingRequired.sentence)
            ])
        }
        complete(&values, row)
        let source = sourceRow(row)
        guard source.count <= Self.sourceRowBytesMax else {
            return .reject([
                RowRejection(
                    row: row.number, column: "", value: "", reason: .rowTooLong,
                    detail: RejectionReason.rowTooLong.sentence)
            ])
        }
        let site = values["site"]?.text
        values["site"] = nil
        values["source_id"] = nil
        return .apply(
            PlannedRow(
                row: row.number, sourceID: identity.sourceID, identity: identity.known.text,
                isRepeated: identity.known.isRepeated,
                values: values, sourceRow: source, siteName: site))
    }

    private mutating func nextIdentity(_ row: TableRow) -> (known: RowIdentity, sourceID: String?) {
        var sourceID: String?
        if let idIndex, idIndex < row.cells.count {
            let text = CellText.trimmed(row.cells[idIndex].shown)
            if !CellText.isNull(text) { sourceID = CellText.singleLine(text) }
        }
        return (identities.identity(sourceID: sourceID, digest: digest(of: row)), sourceID)
    }

    /// Over the names and texts of the cells that hold something.
    private func digest(of row: TableRow) -> RowDigest {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(2_048)
        func append(_ name: String, _ cell: Cell) {
            if cell == .empty { return }
            bytes += name.utf8
            bytes.append(0x1F)
            bytes += cell.shown.utf8
            bytes.append(0x1E)
        }
        for (index, cell) in row.cells.enumerated() where index < names.count {
            append(names[index], cell)
        }
        for extra in row.extras { append(extra.name, extra.cell) }
        return SipHash.digest(of: bytes)
    }

    private func apply(
        _ cell: Cell, _ column: Column, _ row: Int64, to values: inout FieldValues,
        _ rejections: inout [RowRejection]
    ) {
        for (place, reader) in column.readers.enumerated() {
            do throws(RejectionReason) {
                let value = try reader.value(of: cell)
                if value.isNull {
                    if column.isRequired, place == 0 { throw .missingRequired }
                    continue
                }
                add(value, of: reader.field, to: &values)
            } catch {
                let isOpen = reader.field.access == .open
                rejections.append(
                    RowRejection(
                        row: row, column: column.name, value: isOpen ? cell.shown : "•••",
                        reason: error, detail: error.sentence))
                return
            }
        }
    }

    /// A field that several columns give: prose is joined, of anything else the first one counts.
    private func add(_ value: FieldValue, of field: Field, to values: inout FieldValues) {
        guard let earlier = values[field.name] else {
            values[field.name] = value
            return
        }
        if case .prose(let bytesMax) = field.type, let before = earlier.text, let more = value.text,
            before != more, before.utf8.count + more.utf8.count + 2 <= bytesMax
        {
            values[field.name] = .text(before + "\n\n" + more)
        }
    }

    /// What no column gave: a date of receipt from another date, a summary, the defaults.
    private func complete(_ values: inout FieldValues, _ row: TableRow) {
        if values["received"] == nil {
            for fallback in fallbacks where fallback.index < row.cells.count {
                guard let date = date(fallback.reader, row.cells[fallback.index]) else { continue }
                values["received"] = date
                break
            }
        }
        for (name, value) in defaults where values[name] == nil { values[name] = value }
        if values["summary"] == nil,
            let text = values["description"]?.text ?? values["device_problem"]?.text
        {
            values["summary"] = .text(Summary.derived(from: text))
        }
    }

    /// A stand-in that cannot be read is no reason to reject the row: no field was asked of it.
    private func date(_ reader: ColumnReader, _ cell: Cell) -> FieldValue? {
        do throws(RejectionReason) {
            let value = try reader.value(of: cell)
            return value.isNull ? nil : value
        } catch {
            return nil
        }
    }

    private func sourceRow(_ row: TableRow) -> [UInt8] {
        var writer = JSONWriter(reserving: 2_048)
        writer.beginObject()
        for (index, name) in quotedNames.enumerated() {
            let cell = index < row.cells.count ? row.cells[index] : .empty
            writer.name(quoted: name)
            writer.string(cell.shown)
        }
        for extra in row.extras {
            writer.name(extra.name)
            writer.string(extra.cell.shown)
        }
        writer.endObject()
        return writer.bytes
    }

    /// A row that its reader could not take whole. A short row is one: a spreadsheet leaves empty
    /// cells at the end out.
    private func rejection(of row: TableRow) -> RowRejection? {
        guard let problem = row.problem else { return nil }
        let reason: RejectionReason
        var column = ""
        var value = ""
        switch problem {
        case .cellCount(let expected, let found):
            if found <= expected { return nil }
            reason = .tooManyColumns
            // Cells without a column may be about anybody.
            value = row.extras.isEmpty ? "" : "•••"
        case .tooManyColumns: reason = .tooManyColumns
        case .cellTooLong(let index, _):
            reason = .cellTooLarge
            column = name(of: index)
        case .nulByte(let index), .undecodable(let index):
            reason = .invalidText
            column = name(of: index)
        case .unterminatedQuote(let index), .textAfterQuote(let index):
            reason = .malformedRow
            column = name(of: index)
        case .rowTooLong, .notJSON, .notAnObject: reason = .malformedRow
        }
        return RowRejection(
            row: row.number, column: column, value: value, reason: reason,
            detail: problem.description)
    }

    /// Problems count columns from 1.
    private func name(of column: Int) -> String {
        names.indices.contains(column - 1) ? names[column - 1] : ""
    }
}
