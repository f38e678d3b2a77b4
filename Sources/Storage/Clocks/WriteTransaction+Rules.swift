import Complaints
public import JSON
import Rules

/// The versions of the rules.
extension WriteTransaction {
    /// Versions of the rules of an instance, superseded ones included.
    public static let ruleSetsMax = 10_000

    private var table: RuleSetTable {
        RuleSetTable(connection: session.connection, zones: session.zones)
    }

    /// Makes a draft. `.invalid` with the pointers of what does not fit the fields.
    public func createRuleSet(_ document: JSONValue) throws(StorageFailure) -> RuleSetRecord {
        let custom = try CustomFieldTable.all(session.connection)
        _ = try table.compile(document, custom: custom)
        let id = try session.connection.count("SELECT coalesce(max(id), 0) + 1 FROM rule_set", [])
        guard id <= Int64(Self.ruleSetsMax) else {
            throw .refused(
                .invalid([FieldProblem("", .tooMany, argument: String(Self.ruleSetsMax))]))
        }
        let text = String(decoding: document.serialized(), as: UTF8.self)
        var statement = try session.connection.statement(
            """
            INSERT INTO rule_set(id, version, state, document, created_at, created_by, updated_at,
              updated_by) VALUES (?1, 1, 'draft', ?2, ?3, ?4, ?3, ?4)
            """)
        statement.bind(1, id)
        statement.bind(2, text)
        statement.bind(3, now)
        statement.bind(4, session.author.name)
        try statement.run()
        var body = ChangeBodyBuilder()
        body.add("document", old: .null, new: .text(text), sealed: false)
        body.add("state", old: .null, new: .text("draft"), sealed: false)
        try log(.create, id, version: 1, body)
        return try record(id)
    }

    /// Replaces a draft's text. Refuses `.versionConflict` unless `expected` is its version, and
    /// `.locked` when it is no draft any more.
    public func changeRuleSet(
        _ id: Int64, expected: Int64, to document: JSONValue
    ) throws(StorageFailure) -> RuleSetRecord {
        let old = try draft(id, expected: expected)
        let custom = try CustomFieldTable.all(session.connection)
        _ = try table.compile(document, custom: custom)
        let text = String(decoding: document.serialized(), as: UTF8.self)
        let oldText = String(decoding: old.document.serialized(), as: UTF8.self)
        if text == oldText { return old.record }
        var statement = try session.connection.statement(
            """
            UPDATE rule_set SET version = version + 1, document = ?, updated_at = ?, updated_by = ?
            WHERE id = ?
            """)
        statement.bind(1, text)
        statement.bind(2, now)
        statement.bind(3, session.author.name)
        statement.bind(4, id)
        try statement.run()
        var body = ChangeBodyBuilder()
        body.add("document", old: .text(oldText), new: .text(text), sealed: false)
        try log(.update, id, version: old.record.version + 1, body)
        return try record(id)
    }

    /// Puts a draft in force in place of the version that is. Every file is brought to it afterwards
    /// (`Reader.nextRecount`); what is saved from now on follows it at once. The version that this makes
    /// of the set is signed in the same transaction.
    public func activateRuleSet(
        _ id: Int64, expected: Int64, reason: String, as signer: Signer
    ) throws(StorageFailure) -> RuleSetRecord {
        let draft = try draft(id, expected: expected)
        let custom = try CustomFieldTable.all(session.connection)
        // Fields may have changed since it was saved.
        _ = try table.compile(draft.document, custom: custom)
        let before = session.layout.rules.id
        try move(before, from: .active, to: .superseded, reason: nil)
        try move(id, from: .draft, to: .active, reason: reason)
        try session.reloadLayout()
        try Recount(ruleSet: id, next: 1, last: session.state.lastComplaintID)
            .write(to: session.connection)
        _ = try sign(.ruleSet, id, as: signer)
        return try record(id)
    }

    private func move(
        _ id: Int64, from old: RuleSetRecord.State, to new: RuleSetRecord.State, reason: String?
    ) throws(StorageFailure) {
        let isStart = new == .active
        var statement = try session.connection.statement(
            made: """
                UPDATE rule_set SET version = version + 1, state = ?1, updated_at = ?2,
                updated_by = ?3,
                """
                    + (isStart
                        ? " activated_at = ?2, activated_by = ?3, activation_reason = ?5"
                        : " superseded_at = ?2") + " WHERE id = ?4")
        statement.bind(1, new.rawValue)
        statement.bind(2, now)
        statement.bind(3, session.author.name)
        statement.bind(4, id)
        if isStart { statement.bind(5, reason) }
        try statement.run()
        var body = ChangeBodyBuilder()
        body.add(
            "state", old: .text(old.rawValue), new: .text(new.rawValue), sealed: false)
        try log(isStart ? .activate : .update, id, version: try record(id).version, body)
    }

    private func draft(
        _ id: Int64, expected: Int64
    ) throws(StorageFailure) -> (record: RuleSetRecord, document: JSONValue) {
        guard let found = try table.find(id) else {
            throw .refused(.notFound(.ruleSet, key: String(id)))
        }
        guard found.record.version == expected else {
            throw .refused(.versionConflict(current: found.record.version))
        }
        guard found.record.state == .draft else {
            throw .refused(.locked(.ruleSet, key: String(id)))
        }
        return found
    }

    private func record(_ id: Int64) throws(StorageFailure) -> RuleSetRecord {
        guard let found = try table.find(id) else {
            throw .refused(.notFound(.ruleSet, key: String(id)))
        }
        return found.record
    }

    private func log(
        _ operation: ChangeOperation, _ id: Int64, version: Int64, _ body: ChangeBodyBuilder
    ) throws(StorageFailure) {
        try session.log(
            operation,
            .init(entity: .ruleSet, id: id, code: String(id), version: version), body)
    }
}
