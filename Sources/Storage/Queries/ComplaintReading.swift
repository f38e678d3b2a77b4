import Complaints
import JSON

/// Writes one complaint with everything the caller may see of it.
struct ComplaintReading {
    let connection: Connection
    let keys: KeyFile
    let catalogue: FieldCatalogue
    let visibility: Visibility

    /// Nil when there is no such complaint, or none that the caller may see. `fields` narrows.
    func write(
        _ key: RecordKey, fields: [FieldName]?, into writer: inout JSONWriter
    ) throws(StorageFailure) -> RecordStamp? {
        let layout =
            if let fields {
                try RecordLayout.only(fields, of: catalogue, for: visibility)
            } else {
                RecordLayout.whole
            }
        var record: Statement
        switch key {
        case .id(let id):
            record = try connection.statement(layout.readingByID)
            record.bind(1, id)
        case .code(let number):
            record = try connection.statement(layout.readingByNumber)
            record.bind(1, number)
        }
        guard try record.step() else { return nil }
        let row = ComplaintRow(record, from: layout.columns.count)
        guard visibility.sees(site: row.site) else { return nil }
        writer.beginObject()
        layout.write(record, into: &writer)
        let sealed = try writeSealed(row, fields: fields, into: &writer)
        writer.endObject()
        return RecordStamp(
            id: row.id, code: row.number, version: row.version, site: row.site,
            holdsPersonal: sealed != .nothing, holdsRestricted: sealed == .restricted)
    }

    /// What was written of the sealed object.
    private enum Sealed { case nothing, personal, restricted }

    /// Opens the sealed object and writes what the caller may see of it.
    private func writeSealed(
        _ row: ComplaintRow, fields: [FieldName]?, into writer: inout JSONWriter
    ) throws(StorageFailure) -> Sealed {
        if row.isErased {
            writer.name("erased")
            writer.bool(true)
            return .nothing
        }
        guard !row.sealed.isEmpty, let key = try keys.key(of: row.id) else { return .nothing }
        var wanted: Set<FieldName>?
        if let fields { wanted = Set(fields) }
        var written = Sealed.nothing
        let members = try SealedObject.members(row.sealed, key: key, complaint: row.id)
        for member in members.members {
            let name = FieldName(member.name)
            guard let field = catalogue[name], visibility.sees(field.access),
                wanted?.contains(name) ?? true
            else { continue }
            writer.name(member.name)
            if written == .nothing { written = .personal }
            if field.access == .sourceRow, let cells = member.value.objectValue {
                let columns = try RestrictedColumns(of: row.importID, catalogue, on: connection)
                if columns.write(cells, for: visibility, into: &writer) { written = .restricted }
            } else {
                writer.value(member.value)
                if field.access == .patient { written = .restricted }
            }
        }
        return written
    }
}

/// What has to be known of a complaint before it is written out.
struct ComplaintRow {
    let id: Int64
    let number: String
    let version: Int64
    let site: Int64?
    let importID: Int64?
    let sealed: [UInt8]
    /// Whether the file's key, and with it everything personal, is gone.
    let isErased: Bool

    /// What `init` reads.
    static let columnList = """
        complaint.id,complaint.number,complaint.version,complaint.site_id,complaint.import_id,\
        complaint.sealed,EXISTS(SELECT 1 FROM erasure WHERE complaint_id=complaint.id)
        """

    /// Reads the columns of `columnList`, of which the first is `column`.
    init(_ row: borrowing Statement, from column: Int) {
        id = row.int64(column)
        number = row.text(column + 1)
        version = row.int64(column + 2)
        site = row.optionalInt64(column + 3)
        importID = row.optionalInt64(column + 4)
        sealed = row.blob(column + 5)
        isErased = row.bool(column + 6)
    }

    /// The complaint of that id or number.
    static func find(
        _ key: RecordKey, on connection: Connection
    ) throws(StorageFailure) -> ComplaintRow? {
        var statement: Statement
        switch key {
        case .id(let id):
            statement = try connection.statement(byID)
            statement.bind(1, id)
        case .code(let number):
            statement = try connection.statement(byNumber)
            statement.bind(1, number)
        }
        return try statement.step() ? ComplaintRow(statement, from: 0) : nil
    }

    private static let byID = SQLText(
        "SELECT \(columnList) FROM complaint WHERE id=?", isPermanent: true)
    private static let byNumber = SQLText(
        "SELECT \(columnList) FROM complaint WHERE number=?", isPermanent: true)
}
