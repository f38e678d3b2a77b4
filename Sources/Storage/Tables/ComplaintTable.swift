import Complaints
import JSON

/// The complaint table's rows, written and read whole.
struct ComplaintTable {
    let connection: Connection
    let layout: ComplaintLayout

    /// What the store itself says of a new complaint.
    struct Birth {
        let id: Int64
        let number: String
        let year: Int64
        let yearSeq: Int64
        let at: Int64
        let by: String
        let importID: Int64?
    }

    /// Inserts a row of these ids of site and system.
    func insert(
        _ birth: Birth, _ draft: ComplaintDraft, site: Int64?, system: Int64?, sealed: [UInt8]?
    ) throws(StorageFailure) {
        var statement = try connection.statement(ComplaintLayout.insertSQL)
        statement.bind(1, birth.id)
        statement.bind(2, birth.number)
        statement.bind(3, birth.year)
        statement.bind(4, birth.yearSeq)
        statement.bind(5, birth.at)
        statement.bind(6, birth.at)
        statement.bind(7, birth.by)
        statement.bind(8, birth.importID)
        statement.bind(10, blob: sealed)
        try statement.run(lending: draft.bytes) { statement, bytes in
            statement.bind(9, bytes, draft.parts.document)
            for (index, column) in draft.columns.enumerated() {
                switch column {
                case .null: continue
                case .integer(let number): statement.bind(11 + index, number)
                case .decimal(let number): statement.bind(11 + index, number)
                case .text(let range): statement.bind(11 + index, bytes, range)
                }
            }
            if let place = layout.siteColumn { statement.bind(11 + place, site) }
            if let place = layout.systemColumn { statement.bind(11 + place, system) }
        }
    }

    /// Writes the columns at these indexes, and the document and sealed object when they changed.
    func update(
        _ record: ComplaintRecord, columns changed: [(index: Int, value: FieldValue)],
        document: [UInt8]?, sealed: [UInt8]?, at now: Int64, by author: String
    ) throws(StorageFailure) {
        var sql = "UPDATE complaint SET version=?1, updated_at=?2, updated_by=?3"
        var next = 5
        for change in changed {
            sql += ", \(layout.columns[change.index])=?\(next)"
            next += 1
        }
        if document != nil {
            sql += ", document=?\(next)"
            next += 1
        }
        if sealed != nil { sql += ", sealed=?\(next)" }
        var statement = try connection.statement(made: sql + " WHERE id=?4")
        statement.bind(1, record.version + 1)
        statement.bind(2, now)
        statement.bind(3, author)
        statement.bind(4, record.id)
        next = 5
        for change in changed {
            statement.bind(next, change.value)
            next += 1
        }
        if let document {
            statement.bind(next, text: document)
            next += 1
        }
        if let sealed { statement.bind(next, blob: sealed) }
        try statement.run()
    }

    /// The record of that key, its sealed object opened with its key; nil when there is none.
    func find(_ key: RecordKey, keys: KeyFile) throws(StorageFailure) -> ComplaintRecord? {
        var statement: Statement
        switch key {
        case .id(let id):
            statement = try connection.statement(made: layout.selectSQL + " WHERE complaint.id=?")
            statement.bind(1, id)
        case .code(let number):
            statement = try connection.statement(
                made: layout.selectSQL + " WHERE complaint.number=?")
            statement.bind(1, number)
        }
        guard try statement.step() else { return nil }
        return try read(statement, keys: keys)
    }

    /// Reads the row that a statement of `ComplaintLayout.selectSQL` stands on.
    func read(
        _ statement: borrowing Statement, keys: KeyFile
    ) throws(StorageFailure) -> ComplaintRecord {
        let id = statement.int64(0)
        var sealed: JSONObject? = JSONObject()
        if let key = try keys.key(of: id) {
            if !statement.isNull(5) {
                sealed = try SealedObject.members(statement.blob(5), key: key, complaint: id)
            }
        } else {
            sealed = nil
        }
        return ComplaintRecord(
            id: id, number: statement.text(1), version: statement.int64(2),
            siteID: statement.optionalInt64(3),
            columns: layout.columns.indices.map { statement.value(6 + $0) },
            document: try Self.document(statement.blob(4), of: id), sealed: sealed)
    }

    private static func document(
        _ bytes: [UInt8], of id: Int64
    ) throws(StorageFailure) -> JSONObject {
        // Most documents; two other bytes are none, and say so.
        if bytes.elementsEqual("{}".utf8) { return JSONObject() }
        do throws(JSONError) {
            return try JSONValue.parse(bytes).objectValue ?? JSONObject()
        } catch {
            throw .failed(.damaged("The document of complaint \(id) is not JSON."))
        }
    }
}
