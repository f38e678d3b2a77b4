import Complaints
import JSON

/// Which members a record is written with, and the statement that reads them by the record's id.
///
/// One layout serves lists and the single record; the order is that of docs/api.md. Sealed fields
/// are no columns: `SealedMembers` writes them.
struct RecordLayout: Sendable {
    struct Column: Sendable, Equatable {
        let name: String
        let expression: String
        let form: Form
        /// Null is written out instead of leaving the member away.
        let isAlwaysThere: Bool
    }

    /// How a column's value becomes JSON.
    enum Form: Sendable, Equatable {
        case text
        case integer
        /// Microseconds since 1970, written as RFC 3339.
        case timestamp
        /// JSON text, written as it stands.
        case json
        /// The document, of which only `custom` is written.
        case custom
        /// The members of a JSON object, written as members of the record.
        case members
    }

    /// What writing a row takes of a column, and nothing else.
    struct Member: Sendable {
        /// Where its name stands in `names`, with quotes and colon.
        let nameStart: Int
        let nameEnd: Int
        let form: Form
        let isAlwaysThere: Bool
    }

    let columns: [Column]
    let members: [Member]
    /// The names of all members, one behind the other.
    let names: [UInt8]
    /// `SELECT …, FROM complaint … WHERE complaint.id=?`, the columns in order.
    let sql: SQLText
    /// The same by id and by number, with what `ComplaintRow` reads behind the columns.
    let readingByID: SQLText
    let readingByNumber: SQLText

    /// The members that every record has, in order; `custom` follows them.
    static let core: [String] = [
        "id", "number", "version", "status", "severity", "received", "aware", "event_date",
        "channel", "country", "language", "customer", "site", "site_name", "system", "modality",
        "brand", "product", "model", "serial", "udi", "software_version", "summary",
        "description", "outcome", "owner", "source", "source_id", "import", "created", "updated",
        "updated_by",
    ]

    /// The members of a list's items: the listed fields.
    /// The operator's own are among `custom`.
    static let listed: RecordLayout = {
        let listed = FieldCatalogue.standard.fields(with: .listed)
        let names = core.filter { name in listed.contains { $0.name.text == name } }
        let others = listed.filter { !core.contains($0.name.text) }
        return RecordLayout(
            names.map(coreColumn) + others.compactMap(optionalColumn), isPermanent: true)
    }()

    /// Everything open that a single record shows.
    static let whole: RecordLayout = {
        let others = FieldCatalogue.standard.fields.filter {
            $0.storage == .column && !core.contains($0.name.text)
        }
        let document = Column(
            name: "", expression: "complaint.document", form: .members, isAlwaysThere: true)
        return RecordLayout(
            core.map(coreColumn) + others.compactMap(optionalColumn) + [document],
            isPermanent: true)
    }()

    /// The columns of an export; sealed fields are none.
    static func export(_ fields: [Field]) -> RecordLayout {
        let columns = fields.compactMap {
            core.contains($0.name.text) ? coreColumn($0.name.text) : optionalColumn($0)
        }
        return RecordLayout(columns.isEmpty ? [coreColumn("id")] : columns)
    }

    /// Only these fields, and the id and version. Sealed fields are left to `SealedMembers`.
    static func only(
        _ names: [FieldName], of catalogue: FieldCatalogue, for visibility: Visibility
    ) throws(StorageFailure) -> RecordLayout {
        var columns = [coreColumn("id"), coreColumn("version")]
        for name in names where !columns.contains(where: { $0.name == name.text }) {
            guard let field = catalogue[name] else {
                throw .refused(
                    .invalid([FieldProblem("?fields", .unknownField, argument: name.text)]))
            }
            guard visibility.sees(field.access) else { throw .refused(.restrictedField(name)) }
            if core.contains(name.text) {
                columns.append(coreColumn(name.text))
            } else if let column = optionalColumn(field) {
                columns.append(column)
            }
        }
        return RecordLayout(columns)
    }

    init(
        _ columns: [Column], from table: String = "complaint", isPermanent: Bool = false
    ) {
        self.columns = columns
        var names: [UInt8] = []
        members = columns.map { column in
            let start = names.count
            names += JSONWriter.quoted(column.name)
            return Member(
                nameStart: start, nameEnd: names.count, form: column.form,
                isAlwaysThere: column.isAlwaysThere)
        }
        self.names = names
        let selected = "SELECT " + columns.map(\.expression).joined(separator: ",")
        var source = " FROM " + table
        if table == "complaint" {
            for other in ["site", "system"]
            where columns.contains(where: { $0.expression.hasPrefix(other + ".") }) {
                source += " LEFT JOIN \(other) ON \(other).id=complaint.\(other)_id"
            }
        }
        sql = SQLText(selected + source + " WHERE \(table).id=?", isPermanent: isPermanent)
        let reading = selected + "," + ComplaintRow.columnList + source
        readingByID = SQLText(reading + " WHERE complaint.id=?", isPermanent: isPermanent)
        readingByNumber = SQLText(reading + " WHERE complaint.number=?", isPermanent: isPermanent)
    }

    private static let customColumn = Column(
        name: "custom", expression: "complaint.document", form: .custom, isAlwaysThere: true)

    private static func coreColumn(_ name: String) -> Column {
        let expression: String
        switch name {
        case "site": expression = "site.code"
        case "site_name": expression = "site.name"
        case "system": expression = "system.code"
        default: expression = "complaint." + FieldColumn.columnName(name)
        }
        let form: Form
        switch name {
        case "id", "version", "import": form = .integer
        case "created", "updated": form = .timestamp
        default: form = .text
        }
        return Column(name: name, expression: expression, form: form, isAlwaysThere: true)
    }

    /// A field outside the core: left away where it has no value.
    private static func optionalColumn(_ field: Field) -> Column? {
        let name = field.name.text
        if name == "custom" { return customColumn }
        switch field.storage {
        case .column:
            guard FieldColumn.isSafe(name) else { return nil }
            let form: Form =
                switch field.type {
                case .timestamp: .timestamp
                case .integer: .integer
                default: .text
                }
            return Column(
                name: name, expression: "complaint." + name, form: form, isAlwaysThere: false)
        case .document:
            let path = name.hasPrefix("custom.") ? String(name.dropFirst(7)) : name
            guard FieldColumn.isSafe(path) else { return nil }
            return Column(
                name: name, expression: "complaint.document->'$.\(name)'", form: .json,
                isAlwaysThere: false)
        case .sealed, .derived:
            return nil
        }
    }
}
