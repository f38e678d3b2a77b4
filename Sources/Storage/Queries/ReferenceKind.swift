import Complaints
import JSON

/// The two kinds of record that complaints refer to, as their tables.
enum ReferenceKind: Sendable {
    case sites, systems

    var entity: Entity { self == .sites ? .site : .system }
    var name: String { self == .sites ? "site" : "system" }
    var catalogue: FieldCatalogue { self == .sites ? .site : .system }

    /// The members of a record in the order of docs/api.md.
    var fields: [String] {
        switch self {
        case .sites:
            [
                "id", "code", "version", "name", "city", "country", "address", "customer", "note",
                "created", "updated",
            ]
        case .systems:
            [
                "id", "system_id", "version", "site", "site_name", "modality", "brand", "product",
                "model", "serial", "udi", "software_version", "installed", "contract", "note",
                "created", "updated",
            ]
        }
    }

    /// What `?q=` looks into.
    var searched: [String] {
        switch self {
        case .sites: ["site.code", "site.name", "site.city", "site.customer"]
        case .systems:
            [
                "system.code", "system.serial", "system.product", "system.model",
                "system.software_version", "(SELECT name FROM site WHERE id=system.site_id)",
            ]
        }
    }

    var defaultSort: SortTerm {
        SortTerm(self == .sites ? "code" : "system_id", isDescending: false)
    }

    /// The column that says to which site a record belongs.
    var siteColumn: String { self == .sites ? "site.id" : "system.site_id" }

    /// The column of a member; nil for names that are none.
    func expression(_ field: String) -> String? {
        guard fields.contains(field) else { return nil }
        switch (self, field) {
        case (.systems, "system_id"): return "system.code"
        case (.systems, "site"): return "(SELECT code FROM site WHERE id=system.site_id)"
        case (.systems, "site_name"): return "(SELECT name FROM site WHERE id=system.site_id)"
        case (_, "created"), (_, "updated"): return "\(name).\(field)_at"
        default: return "\(name).\(field)"
        }
    }

    func form(_ field: String) -> RecordLayout.Form {
        switch field {
        case "id", "version": .integer
        case "created", "updated": .timestamp
        default: .text
        }
    }

    /// Reads a record by its id: its members, then its site.
    var layout: RecordLayout {
        RecordLayout(
            fields.compactMap { field in
                expression(field).map {
                    RecordLayout.Column(
                        name: field, expression: $0, form: form(field), isAlwaysThere: true)
                }
            }, from: name)
    }
}
