import Crypto

/// Recomputes the chain of the change log from its first row.
struct ChainCheck {
    private static let rowsBetweenReports: Int64 = 10_000

    let connection: Connection

    /// The first row that is not what its hash says; nil when all are.
    func run(progress: (Int64) -> Void) throws(StorageFailure) -> String? {
        var statement = try connection.statement(
            made: "SELECT \(ChangeRow.columns), hash FROM change ORDER BY seq")
        var hash = [UInt8](repeating: 0, count: SHA256.byteCount)
        var expected: Int64 = 1
        while try hasRow(&statement, expected) {
            let row = ChangeRow(statement)
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
}
