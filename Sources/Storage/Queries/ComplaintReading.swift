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
        let opened = try openSealed(row, fields: fields)
        writer.beginObject()
        layout.write(record, adding: own(of: opened, fields: fields), into: &writer)
        let sealed = try write(opened, of: row, fields: fields, into: &writer)
        writer.endObject()
        return RecordStamp(
            id: row.id, code: row.number, version: row.version, site: row.site,
            holdsPersonal: sealed != .nothing, holdsRestricted: sealed == .restricted)
    }

    /// What was written of the sealed object.
    private enum Sealed { case nothing, personal, restricted }

    /// A member of the sealed object that the caller may see, and asked for.
    private typealias Opened = (field: Field, value: JSONValue)

    /// Opens the sealed object; of an erased file there is none any more.
    private func openSealed(
        _ row: ComplaintRow, fields: [FieldName]?
    ) throws(StorageFailure) -> [Opened] {
        guard !row.isErased, !row.sealed.isEmpty, let key = try keys.key(of: row.id) else {
            return []
        }
        let members = try SealedObject.members(row.sealed, key: key, complaint: row.id)
        return members.members.compactMap { member -> Opened? in
            guard let field = catalogue[FieldName(member.name)], visibility.sees(field.access)
            else { return nil }
            let isWanted =
                fields?.contains(field.name) ?? true || standsInCustom(field, fields: fields)
            return isWanted ? (field: field, value: member.value) : nil
        }
    }

    /// Own fields stand below `custom` wherever that is shown; asked for by name they stand beside it.
    private func standsInCustom(_ field: Field, fields: [FieldName]?) -> Bool {
        field.name.customPart != nil && fields?.contains("custom") ?? true
    }

    /// What goes below `custom` with those that are not sealed.
    private func own(
        of opened: [Opened], fields: [FieldName]?
    ) -> [(name: String, value: JSONValue)] {
        opened.compactMap { field, value -> (name: String, value: JSONValue)? in
            guard let part = field.name.customPart, standsInCustom(field, fields: fields) else {
                return nil
            }
            return (name: part, value: value)
        }
    }

    /// Writes the members that do not stand below `custom`, and says what all of them are about.
    private func write(
        _ opened: [Opened], of row: ComplaintRow, fields: [FieldName]?,
        into writer: inout JSONWriter
    ) throws(StorageFailure) -> Sealed {
        if row.isErased {
            writer.name("erased")
            writer.bool(true)
        }
        var written = Sealed.nothing
        for (field, value) in opened {
            if written == .nothing { written = .personal }
            if field.access == .patient { written = .restricted }
            if field.name.customPart != nil, fields?.contains(field.name) != true { continue }
            writer.name(field.name.text)
            if field.access == .sourceRow, let cells = value.objectValue {
                let columns = try RestrictedColumns(of: row.importID, catalogue, on: connection)
                if columns.write(cells, for: visibility, into: &writer) { written = .restricted }
            } else {
                writer.value(value)
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
