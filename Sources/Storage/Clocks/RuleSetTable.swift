import Complaints
import JSON
import Rules

/// One version of the rules, without its text.
public struct RuleSetRecord: Sendable, Equatable {
    /// Where a version stands in its life.
    ///
    /// ```
    /// draft → active → superseded
    /// ```
    public enum State: String, Sendable, CaseIterable {
        case draft, active, superseded
    }

    /// The number of this version of the rules.
    public let id: Int64
    /// Of the record: grows with each edit.
    public let version: Int64
    public let state: State
    /// The name of a set that came with the program; nil for one of the operator's own.
    public let shipped: String?
    public let createdAt: Int64
    public let createdBy: String
    public let updatedAt: Int64
    public let updatedBy: String
    /// Microseconds since 1970; nil until it was in force.
    public let activatedAt: Int64?
    public let activatedBy: String?
    public let activationReason: String?
    public let supersededAt: Int64?
    /// Who signed that it came into force; nil for what never did, for the set that came with the program
    /// and for what was put in force before that was signed.
    public var signature: Signature?
}

/// The rule_set table.
struct RuleSetTable {
    let connection: Connection
    let zones: ZoneBook

    private static let columns = """
        id, version, state, shipped, created_at, created_by, updated_at, updated_by,
        activated_at, activated_by, activation_reason, superseded_at, document
        """

    /// Every version, the newest first.
    func all() throws(StorageFailure) -> [RuleSetRecord] {
        var statement = try connection.statement(
            made: "SELECT \(Self.columns) FROM rule_set ORDER BY id DESC")
        var records: [RuleSetRecord] = []
        while try statement.step() { records.append(try read(statement)) }
        return records
    }

    /// The version of that number with its text; nil when there is none.
    func find(
        _ id: Int64
    ) throws(StorageFailure) -> (record: RuleSetRecord, document: JSONValue)? {
        var statement = try connection.statement(
            made: "SELECT \(Self.columns) FROM rule_set WHERE id = ?")
        statement.bind(1, id)
        guard try statement.step() else { return nil }
        let record = try read(statement)
        if record.shipped == RuleSet.shippedName { return (record, RuleSet.shippedJSON) }
        return (record, try Self.parse(statement.blob(12), of: id))
    }

    /// The rules in force.
    func active(custom: [Field]) throws(StorageFailure) -> ActiveRules {
        var statement = try connection.statement("SELECT id FROM rule_set WHERE state = 'active'")
        guard try statement.step() else {
            throw .failed(.damaged("No rule set is in force. Restore a backup."))
        }
        let id = statement.int64(0)
        if id == 1, try isShipped(id) { return .shipped }
        guard let found = try find(id) else {
            throw .failed(.damaged("The rule set in force is not there. Restore a backup."))
        }
        let set = try compile(found.document, custom: custom)
        guard let zone = zones.zone(named: set.zone) else {
            throw .failed(
                .damaged(
                    "The zone \(set.zone) of rule set \(id) cannot be read: neither from "
                        + "\(zones.folder) nor from the table of this program."))
        }
        return ActiveRules(id: id, set: set, zone: zone)
    }

    private func isShipped(_ id: Int64) throws(StorageFailure) -> Bool {
        var statement = try connection.statement("SELECT shipped FROM rule_set WHERE id = ?")
        statement.bind(1, id)
        return try statement.step() && statement.optionalText(0) == RuleSet.shippedName
    }

    /// The rules of a text, checked against the fields.
    func compile(_ document: JSONValue, custom: [Field]) throws(StorageFailure) -> RuleSet {
        do throws(Refusal) {
            return try RuleSet(
                document, catalogue: .standard.adding(custom: custom),
                hasZone: { zones.zone(named: $0) != nil })
        } catch {
            throw .refused(error)
        }
    }

    private static func parse(
        _ bytes: [UInt8], of id: Int64
    ) throws(StorageFailure) -> JSONValue {
        do throws(JSONError) {
            return try JSONValue.parse(bytes)
        } catch {
            throw .failed(.damaged("Rule set \(id) is not JSON."))
        }
    }

    private func read(
        _ row: borrowing Statement
    ) throws(StorageFailure) -> RuleSetRecord {
        guard let state = RuleSetRecord.State(rawValue: row.text(2)) else {
            throw .failed(.damaged("Rule set \(row.int64(0)) is in an unknown state."))
        }
        let signatures = try SignatureTable.all(
            of: Entity.ruleSet.rawValue, row.int64(0), on: connection)
        return RuleSetRecord(
            id: row.int64(0), version: row.int64(1), state: state, shipped: row.optionalText(3),
            createdAt: row.int64(4), createdBy: row.text(5), updatedAt: row.int64(6),
            updatedBy: row.text(7), activatedAt: row.optionalInt64(8),
            activatedBy: row.optionalText(9), activationReason: row.optionalText(10),
            supersededAt: row.optionalInt64(11),
            signature: signatures.first { $0.meaning == SignatureMeaning.activation.rawValue })
    }
}
