import Complaints
import JSON

/// Replays the change log of each complaint and compares the result with its row; then versions and
/// codes of sites, systems, attachments, companions and accounts.
struct RecordCheck {
    private static let recordsBetweenReports: Int64 = 1000

    let verification: Verification
    private var connection: Connection { verification.connection }

    init(verification: Verification) { self.verification = verification }

    /// The first record that its log does not explain; nil when there is none.
    func run(progress: (Int64) -> Void) throws(StorageFailure) -> String? {
        if let finding = try complaints(progress) { return finding }
        return try others()
    }

    // MARK: Complaints

    /// Walks the complaints and their log rows side by side, both by the complaint's id.
    private func complaints(_ progress: (Int64) -> Void) throws(StorageFailure) -> String? {
        var last: Int64 = 0
        do throws(StorageFailure) {
            return try complaints(progress, &last)
        } catch {
            throw error.naming("Complaint \(last + 1), or its log, cannot be read")
        }
    }

    private func complaints(
        _ progress: (Int64) -> Void, _ last: inout Int64
    ) throws(StorageFailure) -> String? {
        guard let keys = verification.keys else { return nil }
        let layout = verification.layout
        let table = ComplaintTable(connection: connection, layout: layout)
        var records = try connection.statement(
            made: layout.selectSQL + " ORDER BY complaint.id")
        var rows = try connection.statement(
            """
            SELECT entity_id, seq, operation, version, site_id, code, body FROM change
            WHERE entity = 'complaint' ORDER BY entity_id, seq
            """)
        var hasRow = try rows.step()
        var done: Int64 = 0
        while try records.step() {
            let record = try table.read(records, keys: keys)
            if hasRow, rows.int64(0) < record.id {
                return "The log tells of complaint \(rows.int64(0)), which is not there."
            }
            let key = try keys.key(of: record.id)
            var replay = Replay()
            while hasRow, rows.int64(0) == record.id {
                let changes = try ChangeBody.decode(
                    rows.blob(6), key: key, complaint: record.id, seq: rows.int64(1))
                replay.take(
                    .init(
                        operation: rows.text(2), version: rows.int64(3),
                        site: rows.optionalInt64(4), code: rows.text(5)), changes)
                hasRow = try rows.step()
            }
            if let finding = try compare(record, replay) { return finding }
            last = record.id
            done += 1
            if done % Self.recordsBetweenReports == 0 { progress(done) }
        }
        return hasRow ? "The log tells of complaint \(rows.int64(0)), which is not there." : nil
    }

    /// What the log says a complaint is.
    private struct Replay {
        struct Row {
            let operation: String
            let version: Int64
            let site: Int64?
            let code: String
        }

        var last: Row?
        var values: [String: FieldValue] = [:]
        /// Fields whose values went with a key.
        var unknown: Set<String> = []
        /// Why the rows do not follow from each other.
        var flaw: String?

        mutating func take(_ row: Row, _ changes: [FieldChange]) {
            defer { last = row }
            if row.operation == ChangeOperation.read.rawValue { return }
            if row.version != (last?.version ?? 0) + 1 {
                flaw = "its log goes from version \(last?.version ?? 0) to \(row.version)"
            }
            for change in changes {
                switch change.values {
                case .erased: unknown.insert(change.name)
                case .known(let old, let new):
                    if !unknown.contains(change.name), values[change.name] ?? .null != old {
                        flaw = "its log does not agree on the old value of \(change.name)"
                    }
                    unknown.remove(change.name)
                    values[change.name] = new
                }
            }
        }
    }

    private func compare(
        _ record: ComplaintRecord, _ replay: Replay
    ) throws(StorageFailure) -> String? {
        let name = "Complaint \(record.number) (id \(record.id))"
        guard let last = replay.last else { return "\(name) is not in the log." }
        if let flaw = replay.flaw { return "\(name): \(flaw)." }
        if last.version != record.version {
            return "\(name) has version \(record.version), its log ends with \(last.version)."
        }
        if last.code != record.number { return "\(name) was \(last.code) in the log." }
        if last.site != record.siteID { return "\(name) is of another site than its log says." }
        for slot in verification.layout.all where !replay.unknown.contains(slot.name) {
            if slot.place == .sealed, record.sealed == nil { continue }
            let value = record.value(of: slot)
            let logged = replay.values[slot.name] ?? .null
            if value == logged || slot.name == "site" { continue }
            if slot.name == "system", try wasRenamed(record, logged) { continue }
            return "\(name): the field \(slot.name) is not what the log says."
        }
        return try compareCustom(record, replay, name)
    }

    /// Members of `custom` that no definition names any more.
    private func compareCustom(
        _ record: ComplaintRecord, _ replay: Replay, _ name: String
    ) throws(StorageFailure) -> String? {
        for member in record.document["custom"]?.objectValue?.members ?? [] {
            guard let field = FieldName(custom: member.name) else { continue }
            if replay.unknown.contains(field.text) { continue }
            if replay.values[field.text]?.json != member.value {
                return "\(name): the field \(field) is not what the log says."
            }
        }
        return nil
    }

    /// Whether the complaint's system once had the code that the log knows.
    private func wasRenamed(
        _ record: ComplaintRecord, _ logged: FieldValue
    ) throws(StorageFailure) -> Bool {
        guard case .text(let code) = logged else { return false }
        var statement = try connection.statement(
            """
            SELECT 1 FROM change WHERE entity = 'system' AND code = ?
            AND entity_id = (SELECT system_id FROM complaint WHERE id = ?) LIMIT 1
            """)
        statement.bind(1, code)
        statement.bind(2, record.id)
        return try statement.step()
    }

    // MARK: Sites, systems, accounts

    private func others() throws(StorageFailure) -> String? {
        for table in [ReferenceTable.sites, .systems] {
            var statement = try connection.statement(
                made: "SELECT id FROM \(table.entity.rawValue)")
            while try statement.step() {
                guard let row = try table.find(.id(statement.int64(0)), on: connection) else {
                    continue
                }
                let fields = zip(table.columns, row.values).map { ($0.field, $1) }
                if let finding = try compare(
                    table.entity, row.id, row.version, fields, at: .some(row.siteID))
                {
                    return finding
                }
            }
        }
        if let finding = try attachments() { return finding }
        if let finding = try companions() { return finding }
        if let finding = try ruleSets() { return finding }
        if let finding = try terminologies() { return finding }
        for team in try TeamTable(connection: connection).all() {
            let fields = team.loggedFields.map { ($0.name, $0.value) }
            if let finding = try compare(.team, team.id, team.version, fields) { return finding }
        }
        var statement = try connection.statement(made: AccountTable.selectSQL)
        while try statement.step() {
            guard let account = AccountTable.read(statement) else {
                return "Account \(statement.text(1)) has an unknown role."
            }
            let fields = account.loggedFields.filter { $0.name != "password" }
            if let finding = try compare(.user, account.id, account.version, fields) {
                return finding
            }
        }
        return nil
    }

    /// The text of a shipped set is the program's own.
    private func ruleSets() throws(StorageFailure) -> String? {
        var statement = try connection.statement(
            "SELECT id, version, state, document FROM rule_set WHERE shipped IS NULL")
        while try statement.step() {
            let fields: [(String, FieldValue)] = [
                ("document", .text(statement.text(3))), ("state", .text(statement.text(2))),
            ]
            if let finding = try compare(
                .ruleSet, statement.int64(0), statement.int64(1), fields)
            {
                return finding
            }
        }
        return nil
    }

    /// The log vouches for the terms by their hash.
    private func terminologies() throws(StorageFailure) -> String? {
        let table = TerminologyTable(connection: connection)
        for terminology in try table.all() {
            let fields = terminology.loggedFields.map { ($0.name, $0.value) }
            if let finding = try compare(
                .terminology, terminology.id, terminology.version, fields)
            {
                return finding
            }
            if Terminology.hash(of: try table.terms(of: terminology.id)) != terminology.contentHash
            {
                return "The terms of annex \(terminology.annex.rawValue), \(terminology.release), "
                    + "are not those that were imported."
            }
        }
        return nil
    }

    private func attachments() throws(StorageFailure) -> String? {
        // All that is said of an attachment is sealed.
        guard let keys = verification.keys else { return nil }
        var finding: String?
        try AttachmentTable.each(on: connection, keys) { attachment throws(StorageFailure) in
            if finding != nil { return }
            var fields = attachment.loggedFields.map { ($0.name, $0.value) }
            let isWithdrawn = attachment.withdrawal != nil
            fields.append(("withdrawn", isWithdrawn ? .boolean(true) : .null))
            finding = try compare(
                .attachment, attachment.id, attachment.version, fields,
                key: try keys.key(of: attachment.complaint))
        }
        return finding
    }

    private func companions() throws(StorageFailure) -> String? {
        // Most that is said in a companion is sealed.
        guard let keys = verification.keys else { return nil }
        var finding: String?
        try CompanionTable.each(on: connection, keys) {
            kind, companion throws(StorageFailure) in
            if finding != nil { return }
            // Also what no field names: it may not be there.
            let names = Set(companion.values.names).union(kind.catalogue.fields.map(\.name))
            let isErased = companion.isErased
            var fields = names.compactMap { name -> (String, FieldValue)? in
                if isErased, kind.catalogue[name]?.storage == .sealed { return nil }
                return (name.text, companion[name])
            }
            fields.append(("withdrawn", companion.withdrawal == nil ? .null : .boolean(true)))
            finding = try compare(
                companion.entity, companion.id, companion.version, fields,
                key: try keys.key(of: companion.complaint))
        }
        return finding
    }

    private func compare(
        _ entity: Entity, _ id: Int64, _ version: Int64, _ fields: [(String, FieldValue)],
        key: [UInt8]? = nil, at site: Int64?? = nil
    ) throws(StorageFailure) -> String? {
        var statement = try connection.statement(
            """
            SELECT seq, operation, version, site_id, code, body FROM change
            WHERE entity = ? AND entity_id = ? ORDER BY seq
            """)
        statement.bind(1, entity.rawValue)
        statement.bind(2, id)
        var replay = Replay()
        while try statement.step() {
            let changes = try ChangeBody.decode(
                statement.blob(5), key: key, complaint: id, seq: statement.int64(0))
            replay.take(
                .init(
                    operation: statement.text(1), version: statement.int64(2),
                    site: statement.optionalInt64(3), code: statement.text(4)), changes)
        }
        let name = "The \(entity.rawValue) \(id)"
        guard let last = replay.last else { return "\(name) is not in the log." }
        if let flaw = replay.flaw { return "\(name): \(flaw)." }
        if last.version != version {
            return "\(name) has version \(version), its log ends with \(last.version)."
        }
        if let site, last.site != site { return "\(name) is of another site than its log says." }
        for (field, value) in fields where field != "site" && !replay.unknown.contains(field) {
            if replay.values[field] ?? .null != value {
                return "\(name): the field \(field) is not what the log says."
            }
        }
        return nil
    }
}
