import Crypto

/// Recomputes the chain of the change log from its first row.
struct ChainCheck {
    private static let rowsBetweenReports: Int64 = 10_000

    let connection: Connection

    /// The first row that is not what its hash says; nil when all are.
    func run(progress: (Int64) -> Void) throws(StorageFailure) -> String? {
        var statement = try connection.statement(
            """
            SELECT seq, at, actor, origin, address, reason, entity, entity_id, code, operation,
              version, site_id, old_site_id, import_id, body, hash FROM change ORDER BY seq
            """)
        var hash = [UInt8](repeating: 0, count: SHA256.byteCount)
        var expected: Int64 = 1
        while try hasRow(&statement, expected) {
            let row = Self.row(statement)
            if row.seq != expected { return "Row \(expected) of the change log is missing." }
            hash = row.hash(after: hash)
            if hash != statement.blob(15) {
                return "Row \(row.seq) of the change log was changed, or one before it was removed."
            }
            if row.seq % Self.rowsBetweenReports == 0 { progress(row.seq) }
            expected += 1
        }
        return nil
    }

    /// Whether there is another row; one that cannot be read is named.
    private func hasRow(
        _ statement: inout Statement, _ expected: Int64
    ) throws(StorageFailure) -> Bool {
        do throws(StorageFailure) {
            return try statement.step()
        } catch {
            throw error.naming("Row \(expected) of the change log cannot be read")
        }
    }

    private static func row(_ statement: borrowing Statement) -> ChangeRow {
        ChangeRow(
            seq: statement.int64(0), at: statement.int64(1), actor: statement.text(2),
            origin: statement.text(3), address: statement.text(4),
            reason: statement.optionalText(5), entity: statement.text(6),
            entityID: statement.int64(7), code: statement.text(8), operation: statement.text(9),
            version: statement.int64(10), site: statement.optionalInt64(11),
            oldSite: statement.optionalInt64(12), importID: statement.optionalInt64(13),
            body: statement.blob(14))
    }
}
