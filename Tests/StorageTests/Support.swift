import Complaints
import Platform
import Testing

@testable import Storage

let marie = Author(name: "marie", origin: .web, address: "127.0.0.1")
let everything = Visibility(sites: nil, seesComplainant: true, seesPatient: true)

func values(_ pairs: KeyValuePairs<String, FieldValue>) -> FieldValues {
    var values = FieldValues()
    for (name, value) in pairs { values[FieldName(name)] = value }
    return values
}

extension FieldValue: ExpressibleByStringLiteral {
    public init(stringLiteral value: String) { self = .text(value) }
}

extension Store {
    @discardableResult
    func create(_ pairs: KeyValuePairs<String, FieldValue>) throws -> Committed<ComplaintStamp> {
        let fields = values(pairs)
        return try writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            try transaction.createComplaint(fields, for: everything)
        }
    }

    @discardableResult
    func update(
        _ id: Int64, _ version: Int64, _ pairs: KeyValuePairs<String, FieldValue>,
        reason: String? = nil
    ) throws -> Committed<ComplaintStamp> {
        let fields = values(pairs)
        let author = Author(
            name: marie.name, origin: marie.origin, address: marie.address, reason: reason)
        return try writeAndWait(by: author) { (transaction) throws(StorageFailure) in
            try transaction.updateComplaint(
                .id(id), expected: version, to: fields, for: everything)
        }
    }

    /// The facts of a plain question: no rule about reporting applies in the EU, or may.
    static let question: KeyValuePairs<String, FieldValue> = [
        "description": "d", "markets": .list(["EU"]), "outcome": "none",
        "recurrence_would_harm": "no", "public_health_threat": "no",
    ]

    /// Brings a complaint to a state as an import would, past the rules of daily work.
    func bring(
        _ id: Int64, to status: String, _ pairs: KeyValuePairs<String, FieldValue> = [:]
    ) throws {
        var fields = values(pairs)
        fields["status"] = .text(status)
        let given = fields
        try writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            guard let record = try transaction.session.findComplaint(.id(id)) else { return }
            _ = try transaction.session.update(record, to: given, .history)
        }
    }

    /// The rows of a query, each value as text, NULL as "-".
    func rows(_ sql: String) throws -> [[String]] {
        try read { (reader) throws(StorageFailure) in
            var statement = try reader.connection.statement(made: sql)
            var rows: [[String]] = []
            while try statement.step() {
                rows.append(
                    (0..<statement.columnCount).map { statement.optionalText($0) ?? "-" })
            }
            return rows
        }
    }

    /// One value of the first row.
    func value(_ sql: String) throws -> String? { try rows(sql).first?.first }

    /// What the log says of a complaint, oldest first.
    func history(_ id: Int64) throws -> [(operation: String, changes: [FieldChange])] {
        try read { (reader) throws(StorageFailure) in
            var statement = try reader.connection.statement(
                """
                SELECT seq, operation, body FROM change
                WHERE entity='complaint' AND entity_id=? ORDER BY seq
                """)
            statement.bind(1, id)
            var history: [(operation: String, changes: [FieldChange])] = []
            while try statement.step() {
                let changes = try ChangeBody.decode(
                    statement.blob(2), key: try reader.keys.key(of: id), complaint: id,
                    seq: statement.int64(0))
                history.append((statement.text(1), changes))
            }
            return history
        }
    }
}

/// What a write was refused with; nil when it was not.
func refusal(_ body: () throws -> Void) -> Refusal? {
    do {
        try body()
        return nil
    } catch StorageFailure.refused(let refusal) {
        return refusal
    } catch {
        Issue.record("failed otherwise: \(error)")
        return nil
    }
}
