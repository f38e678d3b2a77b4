public import Complaints

/// What is looked for in the change log. Nil asks for everything.
public struct AuditQuery: Sendable, Equatable {
    /// Where a page goes on: the last row of the one before.
    public struct Position: Sendable, Equatable {
        public let at: Int64
        public let seq: Int64

        public init(at: Int64, seq: Int64) {
            self.at = at
            self.seq = seq
        }
    }

    public static let limitMax = 500

    public var actor: String?
    public var entity: Entity?
    /// The record's id; with `entity` alone.
    public var recordID: Int64?
    public var operation: ChangeOperation?
    /// Microseconds since 1970: from, and before.
    public var from: Int64?
    public var to: Int64?
    public var after: Position?
    public var limit = 100

    public init() {}

    /// What is common has no order of its own in the database (`Migration.signatures`).
    private static let commonOperations: Set<ChangeOperation> = [.create, .update, .read]

    /// The order that is walked: that of the record or the person asked for, of what is rare, or all.
    private var order: (index: String, conditions: [String]) {
        if entity != nil, recordID != nil { return ("change_by_entity", []) }
        if actor != nil { return ("change_by_actor", []) }
        if let operation, !Self.commonOperations.contains(operation) {
            return (
                "change_by_rare_operation", ["operation NOT IN ('create', 'update', 'read')"]
            )
        }
        if let entity, entity != .complaint {
            return ("change_by_rare_entity", ["entity <> 'complaint'"])
        }
        return ("change_by_time", [])
    }

    /// The statement's text, newest first; values are bound by number.
    func sql(_ columns: String, sites: Set<Int64>?) -> String {
        let order = order
        var conditions = order.conditions
        if actor != nil { conditions.append("actor = ?1") }
        if entity != nil { conditions.append("entity = ?2") }
        if recordID != nil { conditions.append("entity_id = ?3") }
        if operation != nil { conditions.append("operation = ?4") }
        if from != nil { conditions.append("at >= ?5") }
        if to != nil { conditions.append("at < ?6") }
        if after != nil { conditions.append("at <= ?7 AND (at < ?7 OR seq < ?8)") }
        if let sites {
            let list = sites.sorted().map(String.init).joined(separator: ",")
            conditions.append("(site_id IN (\(list)) OR old_site_id IN (\(list)))")
        }
        let filter = conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND ")
        return "SELECT \(columns) FROM change INDEXED BY \(order.index)\(filter) "
            + "ORDER BY at DESC, seq DESC LIMIT ?9"
    }

    /// The statement with its values.
    func statement(
        _ columns: String, sites: Set<Int64>?, on connection: Connection
    ) throws(StorageFailure) -> Statement {
        var statement = try connection.statement(made: sql(columns, sites: sites))
        if let actor { statement.bind(1, actor) }
        if let entity { statement.bind(2, entity.rawValue) }
        if let recordID { statement.bind(3, recordID) }
        if let operation { statement.bind(4, operation.rawValue) }
        if let from { statement.bind(5, from) }
        if let to { statement.bind(6, to) }
        if let after {
            statement.bind(7, after.at)
            statement.bind(8, after.seq)
        }
        statement.bind(9, Int64(min(max(limit, 1), Self.limitMax) + 1))
        return statement
    }
}
