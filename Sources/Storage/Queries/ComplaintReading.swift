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
        guard let row = try ComplaintRow.find(key, on: connection),
            visibility.sees(site: row.site)
        else { return nil }
        var record = try connection.statement(made: layout.sql)
        record.bind(1, row.id)
        guard try record.step() else { return nil }
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

    /// The complaint of that id or number.
    static func find(
        _ key: RecordKey, on connection: Connection
    ) throws(StorageFailure) -> ComplaintRow? {
        switch key {
        case .id(let id):
            var statement = try connection.statement(
                """
                SELECT id,number,version,site_id,import_id,sealed,
                  EXISTS(SELECT 1 FROM erasure WHERE complaint_id=complaint.id)
                FROM complaint WHERE id=?
                """)
            statement.bind(1, id)
            return try row(&statement)
        case .code(let number):
            var statement = try connection.statement(
                """
                SELECT id,number,version,site_id,import_id,sealed,
                  EXISTS(SELECT 1 FROM erasure WHERE complaint_id=complaint.id)
                FROM complaint WHERE number=?
                """)
            statement.bind(1, number)
            return try row(&statement)
        }
    }

    private static func row(
        _ statement: inout Statement
    ) throws(StorageFailure) -> ComplaintRow? {
        guard try statement.step() else { return nil }
        return ComplaintRow(
            id: statement.int64(0), number: statement.text(1), version: statement.int64(2),
            site: statement.optionalInt64(3), importID: statement.optionalInt64(4),
            sealed: statement.blob(5), isErased: statement.bool(6))
    }
}
