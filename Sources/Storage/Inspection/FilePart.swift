/// A table or an index, and what it takes of the database's file.
public struct FilePart: Sendable, Equatable {
    /// What it is for.
    public enum Purpose: String, Sendable, CaseIterable {
        case records
        case attachments
        case fullText = "full_text"
        case changeLog = "change_log"
        case installBase = "install_base"
        case imports, people, other

        /// Whose table it is.
        init(table: String) {
            switch table {
            case "complaint", "merged_file", "clock_warning": self = .records
            case "attachment", "attachment_total": self = .attachments
            case "change", "signature", "anchor": self = .changeLog
            case "site", "system": self = .installBase
            case "account", "session", "token", "idempotency": self = .people
            case "mapping": self = .imports
            case _ where table.hasPrefix("complaint_text"): self = .fullText
            case _ where table.hasPrefix("import"): self = .imports
            default: self = .other
            }
        }
    }

    public let name: String
    public let purpose: Purpose
    public let isIndex: Bool
    public let bytes: Int64
    /// Bytes of its pages that hold nothing.
    public let unusedBytes: Int64

    /// All of them, largest first; nil where SQLite was built without dbstat
    /// (https://sqlite.org/dbstat.html). Reads every page.
    static func all(_ connection: Connection) throws(StorageFailure) -> [FilePart]? {
        var modules = try connection.statement(
            "SELECT 1 FROM pragma_module_list WHERE name = 'dbstat'")
        guard try modules.step() else { return nil }
        var statement = try connection.statement(
            """
            SELECT used.name, coalesce(item.tbl_name, used.name), coalesce(item.type, 'table'),
              used.pgsize, used.unused
            FROM dbstat AS used LEFT JOIN sqlite_schema AS item ON item.name = used.name
            WHERE used.aggregate = TRUE ORDER BY used.pgsize DESC, used.name
            """)
        var parts: [FilePart] = []
        while try statement.step() {
            parts.append(
                FilePart(
                    name: statement.text(0), purpose: Purpose(table: statement.text(1)),
                    isIndex: statement.text(2) == "index", bytes: statement.int64(3),
                    unusedBytes: statement.int64(4)))
        }
        return parts
    }
}
