import Complaints
import JSON

/// Compares what has no version of its own with the last the log says of it: accounts' names, tokens,
/// settings, fields, mappings, erasures, where an import came from and how it stands, which complaint an
/// imported row became, and who made and withdrew attachments. What the log never holds
/// (hashes of secrets, times of use, what an imported row said as a keyed digest) cannot be compared.
struct KeptCheck {
    let connection: Connection

    /// The first thing that differs; nil when there is none.
    func run() throws(StorageFailure) -> String? {
        for rule in Self.rules {
            var statement = try connection.statement(made: rule.sql)
            if try statement.step() { return "\(rule.sentence) \(statement.text(0))." }
        }
        if let finding = try tokens() { return finding }
        if let finding = try imports() { return finding }
        if let finding = try importedRows() { return finding }
        return try named()
    }

    private static let rules: [(sentence: String, sql: String)] = [
        (
            "Not uploaded when, by whom or as what its log says: import",
            """
            SELECT id FROM import WHERE (name, author, created_at) IS NOT (
              SELECT code, actor, at FROM change WHERE entity = 'import' AND entity_id = import.id
              AND operation = 'create')
            """
        ),
        (
            "The log knows by another name the account",
            """
            SELECT name FROM account WHERE name IS NOT (
              SELECT code FROM change WHERE entity = 'user' AND entity_id = account.id
              ORDER BY seq DESC LIMIT 1)
            """
        ),
        (
            "Neither yes nor no is what a flag says of account",
            "SELECT name FROM account WHERE active NOT IN (0, 1) OR patient_grant NOT IN (0, 1)"
        ),
        (
            "Of an unknown language is account",
            "SELECT name FROM account WHERE language NOT IN ('en', 'fr')"
        ),
        (
            "Neither yes nor no is what a flag says of attachment",
            "SELECT id FROM attachment WHERE patient_data NOT IN (0, 1)"
        ),
        (
            "Not made or withdrawn when, by whom or why its log says: attachment",
            """
            SELECT id FROM attachment WHERE created_by IS NOT (
              SELECT actor FROM change WHERE entity = 'attachment' AND entity_id = attachment.id
              AND operation = 'create')
            OR (withdrawn_at, withdrawn_by, withdrawn_reason) IS NOT (
              SELECT at, actor, coalesce(reason, withdrawn_reason) FROM change
              WHERE entity = 'attachment'
              AND entity_id = attachment.id AND operation = 'withdraw')
            """
        ),
        (
            "Not erased when its log says: complaint",
            """
            SELECT complaint_id FROM erasure WHERE at IS NOT (
              SELECT at FROM change WHERE entity = 'complaint' AND entity_id = complaint_id
              AND operation = 'erase')
            """
        ),
        (
            "Erased by the log and not listed: complaint",
            """
            SELECT entity_id FROM change WHERE operation = 'erase' AND entity = 'complaint'
            AND operation NOT IN ('create', 'update', 'read')
            AND entity_id NOT IN (SELECT complaint_id FROM erasure)
            """
        ),
        (
            "Not of the import that wrote it last is the row of complaint",
            """
            SELECT complaint_id FROM import_identity WHERE import_id IS NOT (
              SELECT import_id FROM change WHERE entity = 'complaint' AND entity_id = complaint_id
              AND operation IN ('create', 'update') AND import_id IS NOT NULL
              ORDER BY seq DESC LIMIT 1)
            """
        ),
        (
            "Imported and not taken back, yet no imported row became complaint",
            """
            SELECT entity_id FROM change AS made WHERE import_id IS NOT NULL
            AND entity = 'complaint' AND operation = 'create'
            AND entity_id NOT IN (SELECT complaint_id FROM import_identity)
            AND NOT EXISTS (
              SELECT 1 FROM change WHERE entity = 'complaint' AND entity_id = made.entity_id
              AND operation = 'withdraw' AND import_id = made.import_id)
            """
        ),
        (
            "Not revoked when its log says: token",
            """
            SELECT id FROM token WHERE revoked_at IS NOT (
              SELECT at FROM change WHERE entity = 'token' AND entity_id = token.id
              AND operation = 'revoke')
            OR created_at IS NOT (
              SELECT at FROM change WHERE entity = 'token' AND entity_id = token.id
              AND operation = 'create')
            """
        ),
    ]

    private func tokens() throws(StorageFailure) -> String? {
        var statement = try connection.statement(
            """
            SELECT token.id, account.name, token.name, prefix, scopes, expires_at
            FROM token LEFT JOIN account ON account.id = account_id
            """)
        while try statement.step() {
            let id = statement.int64(0)
            let stored: [String: FieldValue] = [
                "expires": .integer(statement.int64(5)), "name": .text(statement.text(2)),
                "prefix": .text(statement.text(3)), "scopes": .text(statement.text(4)),
            ]
            var row = try connection.statement(
                """
                SELECT seq, code, body FROM change WHERE entity = 'token' AND entity_id = ?
                AND operation = 'create'
                """)
            row.bind(1, id)
            guard try row.step() else { return "The token \(id) is not in the log." }
            let logged = try values(row.blob(2), seq: row.int64(0))
            if logged != stored || row.optionalText(1) != statement.optionalText(1) {
                return "The token \(id) is not what the log says."
            }
        }
        return nil
    }

    private func imports() throws(StorageFailure) -> String? {
        var statement = try connection.statement("SELECT id, file_hash, state FROM import")
        while try statement.step() {
            var rows = try connection.statement(
                """
                SELECT seq, body FROM change WHERE entity = 'import' AND entity_id = ?
                AND operation IN ('create', 'update') ORDER BY seq
                """)
            rows.bind(1, statement.int64(0))
            var logged: [String: FieldValue] = [:]
            while try rows.step() {
                let values = try values(rows.blob(1), seq: rows.int64(0))
                logged.merge(values) { _, later in later }
            }
            if logged["file_hash"] != .text(statement.text(1))
                || logged["state"] != .text(statement.text(2))
            {
                return "The import \(statement.int64(0)) is not what the log says."
            }
        }
        return nil
    }

    /// Each is the row that its complaint's creation names. Which one of several different rows of one
    /// id it was, and the hash of a row without an id, are not in the log.
    private func importedRows() throws(StorageFailure) -> String? {
        var statement = try connection.statement(
            """
            SELECT complaint_id, import_identity.source, identity, seq, body FROM import_identity
            LEFT JOIN change ON entity = 'complaint' AND entity_id = complaint_id
              AND operation = 'create'
            """)
        while try statement.step() {
            let id = statement.int64(0)
            guard !statement.isNull(3) else { return "Complaint \(id) is not in the log." }
            let logged = try values(statement.blob(4), seq: statement.int64(3))
            let isOfSource = logged["source"] == .text(statement.text(1))
            if !isOfSource || !Self.isIdentity(statement.text(2), of: logged["source_id"]?.text) {
                return "The imported row of complaint \(id) is not what the log says."
            }
        }
        return nil
    }

    /// `ID`, `ID#n` from the second different row of one id on; without an id `row:HASH#n`.
    private static func isIdentity(_ identity: String, of sourceID: String?) -> Bool {
        if identity == sourceID { return true }
        let parts = identity.split(separator: "#", omittingEmptySubsequences: false)
        guard parts.count > 1, let ordinal = parts.last.flatMap({ Int64($0) }) else {
            return false
        }
        let stem = parts.dropLast().joined(separator: "#")
        guard let sourceID else {
            let digits = stem.utf8.dropFirst(4)
            return ordinal > 0 && stem.hasPrefix("row:") && digits.count == 32
                && digits.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
        }
        return ordinal > 1 && stem == sourceID
    }

    /// What is known by its name alone, with the columns that the log holds as fields.
    private func named() throws(StorageFailure) -> String? {
        let kinds: [(entity: Entity, prefix: String, sql: String)] = [
            (.setting, "", "SELECT 0, key, 'value', value FROM setting"),
            (.field, "custom.", "SELECT 0, name, 'definition', definition FROM custom_field"),
            (
                .mapping, "",
                "SELECT id, name, 'mapping', mapping, 'source', source FROM mapping"
            ),
        ]
        for kind in kinds {
            var statement = try connection.statement(made: kind.sql)
            while try statement.step() {
                let code = kind.prefix + statement.text(1)
                guard let logged = try lastOf(kind.entity, statement.int64(0), code) else {
                    return "The \(kind.entity.rawValue) \(code) is not in the log."
                }
                for column in stride(from: 2, to: statement.columnCount, by: 2) {
                    // A value that earlier versions did not log cannot be compared.
                    guard let value = logged[statement.text(column)] else { continue }
                    if value != .text(statement.text(column + 1)) {
                        return "The \(kind.entity.rawValue) \(code) is not what the log says."
                    }
                }
            }
        }
        return nil
    }

    private func lastOf(
        _ entity: Entity, _ id: Int64, _ code: String
    ) throws(StorageFailure) -> [String: FieldValue]? {
        var row = try connection.statement(
            """
            SELECT seq, body FROM change WHERE entity = ?1 AND entity_id = ?2 AND code = ?3
            AND operation <> 'remove' ORDER BY seq DESC LIMIT 1
            """)
        row.bind(1, entity.rawValue)
        row.bind(2, id)
        row.bind(3, code)
        return try row.step() ? values(row.blob(1), seq: row.int64(0)) : nil
    }

    private func values(
        _ body: [UInt8], seq: Int64
    ) throws(StorageFailure) -> [String: FieldValue] {
        var values: [String: FieldValue] = [:]
        for change in try ChangeBody.decode(body, key: nil, complaint: 0, seq: seq) {
            if case .known(_, let new) = change.values { values[change.name] = new }
        }
        return values
    }
}
