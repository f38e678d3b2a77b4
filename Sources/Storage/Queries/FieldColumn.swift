import Complaints

/// Where a field of the complaint file stands in SQL. The only place that turns a field's name into
/// SQL text; a name is taken only if it is made of safe characters.
struct FieldColumn: Sendable, Equatable {
    /// What the field's values are compared with.
    enum Kind: Sendable, Equatable {
        case plain
        case partialDate
        case timestamp
        /// The record is named by code, the column holds its id.
        case reference(table: String)
        /// A JSON array of texts, compared one by one.
        case list
    }

    /// The expression over the complaint table.
    let expression: String
    let kind: Kind
    /// Whether an index (column, received, id) stands behind the expression.
    let isIndexed: Bool

    /// Nil for sealed fields, for objects, and for names that are not safe.
    init?(_ field: Field) {
        guard let expression = Self.expression(of: field) else { return nil }
        self.expression = expression
        isIndexed = Self.indexed.contains(field.name.text)
        switch field.type {
        case .reference(.site): kind = .reference(table: "site")
        case .reference(.system): kind = .reference(table: "system")
        case .partialDate: kind = .partialDate
        case .timestamp: kind = .timestamp
        case .list: kind = .list
        case .object: return nil
        default: kind = .plain
        }
    }

    private init(_ expression: String, _ kind: Kind) {
        self.expression = expression
        self.kind = kind
        isIndexed = true
    }

    /// The same field's value where an index holds it.
    func of(_ expression: String) -> FieldColumn { FieldColumn(expression, kind) }

    /// What records are sorted by: references by their code.
    var orderExpression: String {
        guard case .reference(let table) = kind else { return expression }
        return "(SELECT code FROM \(table) WHERE id=\(expression))"
    }

    /// The leading columns of the indexes (column, received, id).
    static let indexed: Set<String> = [
        "status", "severity", "site", "product", "outcome", "owner",
    ]

    /// The column of a field that has one, where it is not named like the field.
    static func columnName(_ field: String) -> String {
        switch field {
        case "site": "site_id"
        case "system": "system_id"
        case "created": "created_at"
        case "updated": "updated_at"
        case "import": "import_id"
        default: field
        }
    }

    private static func expression(of field: Field) -> String? {
        let name = field.name.text
        switch field.storage {
        case .column:
            guard isSafe(name) else { return nil }
            return "complaint." + columnName(name)
        case .document:
            if name.hasPrefix("custom.") {
                let custom = String(name.dropFirst(7))
                return isSafe(custom)
                    ? "json_extract(complaint.document,'$.custom.\(custom)')" : nil
            }
            return isSafe(name) ? "json_extract(complaint.document,'$.\(name)')" : nil
        case .derived:
            guard name == "site_name" else { return nil }
            return "(SELECT site.name FROM site WHERE site.id=complaint.site_id)"
        case .sealed:
            return nil
        }
    }

    /// Lower-case letters, digits and "_", beginning with a letter.
    static func isSafe(_ name: String) -> Bool {
        guard let first = name.utf8.first, (0x61...0x7A).contains(first) else { return false }
        return name.utf8.allSatisfy {
            (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F
        }
    }
}
