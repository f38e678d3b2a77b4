import Complaints

/// Compares when records were made and changed, by whom and by which import, with what the log says.
struct TimeCheck {
    let connection: Connection

    /// The first record that differs; nil when there is none.
    func run() throws(StorageFailure) -> String? {
        if let id = try first(Self.complaints) {
            return "Complaint \(id) was not made or last changed when, by whom or by which import "
                + "its log says."
        }
        for (entity, table) in [
            ("site", "site"), ("system", "system"), ("user", "account"),
            ("attachment", "attachment"),
        ] {
            if let id = try first(Self.others(entity, table)) {
                return "The \(entity) \(id) was not made or last changed when its log says."
            }
        }
        for kind in CompanionKind.all {
            if let id = try first(Self.companions(kind.entity.rawValue)) {
                return "The \(kind.entity.rawValue) \(id) was not made or last changed when or by "
                    + "whom its log says."
            }
        }
        return nil
    }

    /// Readings are in the log and change nothing.
    private static let complaints = """
        SELECT id FROM complaint WHERE
        (updated_at, updated_by) IS NOT (
          SELECT at, actor FROM change WHERE entity = 'complaint' AND entity_id = complaint.id
          AND operation <> 'read' ORDER BY seq DESC LIMIT 1)
        OR (created_at, import_id) IS NOT (
          SELECT at, import_id FROM change WHERE entity = 'complaint'
          AND entity_id = complaint.id ORDER BY seq LIMIT 1)
        ORDER BY id LIMIT 1
        """

    private static func others(_ entity: String, _ table: String) -> String {
        """
        SELECT id FROM \(table) WHERE updated_at IS NOT (
          SELECT at FROM change WHERE entity = '\(entity)' AND entity_id = \(table).id
          AND operation <> 'read' ORDER BY seq DESC LIMIT 1)
        OR created_at IS NOT (
          SELECT at FROM change WHERE entity = '\(entity)' AND entity_id = \(table).id
          ORDER BY seq LIMIT 1)
        ORDER BY id LIMIT 1
        """
    }

    private static func companions(_ entity: String) -> String {
        """
        SELECT id FROM companion WHERE kind = '\(entity)' AND (
        (updated_at, updated_by) IS NOT (
          SELECT at, actor FROM change WHERE entity = '\(entity)' AND entity_id = companion.id
          AND operation <> 'read' ORDER BY seq DESC LIMIT 1)
        OR (created_at, created_by) IS NOT (
          SELECT at, actor FROM change WHERE entity = '\(entity)' AND entity_id = companion.id
          ORDER BY seq LIMIT 1))
        ORDER BY id LIMIT 1
        """
    }

    private func first(_ sql: String) throws(StorageFailure) -> Int64? {
        var statement = try connection.statement(made: sql)
        return try statement.step() ? statement.int64(0) : nil
    }
}
