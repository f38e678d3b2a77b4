import Complaints
import JSON
import Platform

/// Reads records as values, column by column.
struct ExportRows {
    /// What a batch has so far.
    struct Collected {
        var ids: [Int64] = []
        var rows: [[FieldValue]] = []
        /// Behind which record the next batch begins.
        var last: PageCursor?
    }

    private let columns: [Field]
    private let connection: Connection
    private let keys: KeyFile
    private let layout: RecordLayout
    /// Where each column stands in the layout's row; nil for sealed ones.
    private let places: [Int?]
    private let readsSealed: Bool

    init(_ columns: [Field], _ connection: Connection, _ keys: KeyFile) {
        self.columns = columns
        self.connection = connection
        self.keys = keys
        let layout = RecordLayout.export(columns)
        self.layout = layout
        places = columns.map { column in
            layout.columns.firstIndex { $0.name == column.name.text }
        }
        readsSealed = columns.contains { $0.storage == .sealed }
    }

    /// Adds the page's records, up to a number of rows.
    func collect(
        _ page: ListPlan.Page, _ plan: ListPlan, rows: Int, into batch: inout Collected
    ) throws(StorageFailure) {
        var ids = try connection.statement(made: page.sql)
        let next = ids.bind(page.values)
        ids.bind(next, Int64(rows - batch.ids.count))
        ids.bind(next + 1, 0 as Int64)
        var record = try connection.statement(layout.sql)
        while try ids.step() {
            let id = ids.int64(0)
            record.bind(1, id)
            guard try record.step() else { continue }
            batch.rows.append(try row(record, id))
            record.rewind()
            batch.ids.append(id)
            if batch.ids.count == rows {
                var values: [SQLValue] = []
                for index in plan.order.terms.indices { values.append(ids.value(index + 1)) }
                batch.last = PageCursor(digest: 0, offset: 0, id: id, values: values)
            }
        }
    }

    /// Adds records whose order is known.
    func collect(
        _ ids: ArraySlice<Int64>, _ memory: GridListing, rows: Int, into batch: inout Collected
    ) throws(StorageFailure) {
        var record = try connection.statement(layout.sql)
        for id in ids {
            record.bind(1, id)
            guard try record.step() else { continue }
            batch.rows.append(try row(record, id))
            record.rewind()
            batch.ids.append(id)
        }
        if let id = batch.ids.last, batch.ids.count == rows {
            batch.last = PageCursor(digest: 0, offset: 0, id: id, values: memory.values(of: id))
        }
    }

    private func row(
        _ record: borrowing Statement, _ id: Int64
    ) throws(StorageFailure) -> [FieldValue] {
        let sealed = readsSealed ? try openSealed(id) : JSONObject()
        var values: [FieldValue] = []
        values.reserveCapacity(columns.count)
        for (column, place) in zip(columns, places) {
            if let place {
                values.append(layout.columns[place].form.value(record, place))
            } else {
                values.append(FieldValue(sealed[column.name.text] ?? .null))
            }
        }
        return values
    }

    /// Nothing once the file's key is erased.
    private func openSealed(_ id: Int64) throws(StorageFailure) -> JSONObject {
        guard let row = try ComplaintRow.find(.id(id), on: connection), !row.sealed.isEmpty,
            let key = try keys.key(of: id)
        else { return JSONObject() }
        return try SealedObject.members(row.sealed, key: key, complaint: id)
    }
}

extension RecordLayout.Form {
    /// The column as a field's value.
    func value(_ row: borrowing Statement, _ column: Int) -> FieldValue {
        guard !row.isNull(column) else { return .null }
        switch self {
        case .text: return .text(row.text(column))
        case .integer: return .integer(row.int64(column))
        case .timestamp:
            return .text(Timestamp(microseconds: row.int64(column)).description)
        case .json, .members, .custom:
            do {
                return FieldValue(try JSONValue.parse(row.bytes(column)))
            } catch {
                // SQLite made the JSON; should it ever not be, its text is the value.
                return .text(row.text(column))
            }
        }
    }
}

extension FieldValue {
    /// A JSON value as a field holds it.
    init(_ json: JSONValue) {
        switch json {
        case .null: self = .null
        case .bool(let flag): self = .boolean(flag)
        case .string(let text): self = .text(text)
        case .number(let number):
            if let integer = number.int64 {
                self = .integer(integer)
            } else {
                self = number.double.map(FieldValue.decimal) ?? .text(number.literal)
            }
        case .object(let object): self = .object(object)
        case .array:
            // Whatever is not a list of texts is shown as it stands.
            self =
                FieldValue(list: json)
                ?? .text(String(decoding: json.serialized(), as: UTF8.self))
        }
    }
}
