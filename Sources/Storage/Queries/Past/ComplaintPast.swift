import Complaints

/// Which state of a record is asked for.
public enum PastMoment: Sendable, Equatable {
    case version(Int64)
    /// As it stood then, microseconds since 1970.
    case instant(Int64)
}

/// A complaint as it was at one version, told by the change log.
struct ComplaintPast {
    let id: Int64
    let number: String
    let version: Int64
    /// When that version was made, and by whom.
    let at: Int64
    let actor: String
    let createdAt: Int64
    /// Of the complaint as it is now: who sees it now sees what it was.
    let site: Int64?
    let importID: Int64?
    /// By field; without a value, none.
    private(set) var values: [String: FieldValue] = [:]
    /// Fields whose value went with the file's key.
    private(set) var unknown: Set<String> = []

    func value(of name: FieldName) -> FieldValue { values[name.text] ?? .null }

    /// What it was, nil when it was not there yet or never had such a version.
    static func read(
        _ row: ComplaintRow, at moment: PastMoment, key: [UInt8]?, on connection: Connection
    ) throws(StorageFailure) -> ComplaintPast? {
        guard let version = try version(of: row.id, at: moment, on: connection) else { return nil }
        var rows = try connection.statement(
            """
            SELECT seq, at, actor, version, body FROM change
            WHERE entity = 'complaint' AND entity_id = ?1 AND version <= ?2 AND operation <> 'read'
            ORDER BY seq
            """)
        rows.bind(1, row.id)
        rows.bind(2, version)
        var fields = FieldStates()
        var first: Int64?
        var last: (version: Int64, at: Int64, actor: String)?
        while try rows.step() {
            fields.take(
                try ChangeBody.decode(
                    rows.blob(4), key: key, complaint: row.id, seq: rows.int64(0)))
            if first == nil { first = rows.int64(1) }
            last = (rows.int64(3), rows.int64(1), rows.text(2))
        }
        guard let last, let first, last.version == version else { return nil }
        return ComplaintPast(
            id: row.id, number: row.number, version: version, at: last.at, actor: last.actor,
            createdAt: first, site: row.site, importID: row.importID, values: fields.values,
            unknown: fields.unknown)
    }

    private struct FieldStates {
        var values: [String: FieldValue] = [:]
        var unknown: Set<String> = []

        mutating func take(_ changes: [FieldChange]) {
            for change in changes {
                switch change.values {
                case .erased:
                    values[change.name] = nil
                    unknown.insert(change.name)
                case .known(_, let new):
                    unknown.remove(change.name)
                    values[change.name] = new.isNull ? nil : new
                }
            }
        }
    }

    /// The version that counts at that moment. Of an instant, the last one made by then.
    private static func version(
        of id: Int64, at moment: PastMoment, on connection: Connection
    ) throws(StorageFailure) -> Int64? {
        guard case .instant(let instant) = moment else {
            if case .version(let version) = moment, version > 0 { return version }
            return nil
        }
        var statement = try connection.statement(
            """
            SELECT max(version) FROM change WHERE entity = 'complaint' AND entity_id = ?1
            AND at <= ?2 AND operation <> 'read'
            """)
        statement.bind(1, id)
        statement.bind(2, instant)
        return try statement.step() ? statement.optionalInt64(0) : nil
    }
}
