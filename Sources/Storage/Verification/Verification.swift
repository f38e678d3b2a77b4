import Complaints

/// One verification on one snapshot. Each check answers with the first thing that is wrong.
struct Verification {
    typealias Check = VerificationReport.Check

    let connection: Connection
    /// Nil: what is sealed is not looked at (`runWithoutKeys`).
    let keys: KeyFile?
    let layout: ComplaintLayout

    /// All checks, in order; a damaged page ends one check, not the verification.
    func run(progress: (Int64, Int64) -> Void) throws(StorageFailure) -> [Check] {
        let changes = roughCount("SELECT max(seq) FROM change")
        let complaints = roughCount("SELECT max(id) FROM complaint")
        let total = changes + complaints
        var checks: [Check] = []
        checks.append(
            try check("database", "Every page and index is sound.") {
                () throws(StorageFailure) in try integrity()
            })
        checks.append(
            try check("schema", "Tables, indexes and triggers are those of this program.") {
                () throws(StorageFailure) in try SchemaCheck(connection: connection).run()
            })
        checks.append(
            try check("chain", "\(changes) rows, each bound to the one before it.") {
                () throws(StorageFailure) in
                try ChainCheck(connection: connection).run { progress($0, total) }
            })
        checks.append(
            try check("records", "\(complaints) complaints are what their log says.") {
                () throws(StorageFailure) in
                try RecordCheck(verification: self).run { progress(changes + $0, total) }
            })
        checks.append(try signatures())
        checks.append(try anchors())
        checks.append(
            try check("times", "Every record was last changed when and by whom its log says.") {
                () throws(StorageFailure) in try TimeCheck(connection: connection).run()
            })
        checks.append(try others())
        checks.append(
            try check("clocks", "Every file is due when rule set \(layout.rules.id) says.") {
                () throws(StorageFailure) in
                try ClockCheck(connection: connection, layout: layout).run()
            })
        checks.append(
            try check("numbers", "Every year's numbers run from 1 without a gap.") {
                () throws(StorageFailure) in try numbers()
            })
        checks.append(
            try check("references", "Every site, system, account and import named is there.") {
                () throws(StorageFailure) in try references()
            })
        checks.append(
            try check("full_text", "Every complaint is in the full text once.") {
                () throws(StorageFailure) in try fullText()
            })
        checks.append(
            try check("keys", "Every complaint has its key, or is listed as erased.") {
                () throws(StorageFailure) in try keyList()
            })
        progress(total, total)
        return checks
    }

    /// The checks that need no key: what is sealed stays so.
    func runWithoutKeys(progress: (Int64, Int64) -> Void) throws(StorageFailure) -> [Check] {
        let changes = roughCount("SELECT max(seq) FROM change")
        return [
            try check("database", "Every page and index is sound.") {
                () throws(StorageFailure) in try integrity()
            },
            try check("schema", "Tables, indexes and triggers are those of this program.") {
                () throws(StorageFailure) in try SchemaCheck(connection: connection).run()
            },
            try check("chain", "\(changes) rows, each bound to the one before it.") {
                () throws(StorageFailure) in
                try ChainCheck(connection: connection).run { progress($0, changes) }
            },
            try signatures(), try anchors(), try others(),
            try check("numbers", "Every year's numbers run from 1 without a gap.") {
                () throws(StorageFailure) in try numbers()
            },
            try check("references", "Every site, system, account and import named is there.") {
                () throws(StorageFailure) in try references()
            },
        ]
    }

    private func signatures() throws(StorageFailure) -> Check {
        try check("signatures", "Every signature is in the log, and of what it signs.") {
            () throws(StorageFailure) in try SignatureCheck(connection: connection).run()
        }
    }

    private func others() throws(StorageFailure) -> Check {
        try check("others", "Accounts, tokens, settings, fields and imports are what the log says.")
        {
            () throws(StorageFailure) in try KeptCheck(connection: connection).run()
        }
    }

    private func anchors() throws(StorageFailure) -> Check {
        let check = AnchorCheck(connection: connection)
        return try self.check("anchors", "The log is what its own anchors say.") {
            () throws(StorageFailure) in try check.run(try check.ownAnchors())
        }
    }

    /// Runs one check; what it could not read is what is wrong. Throws `.timedOut` alone: who is
    /// interrupted has found nothing.
    func check(
        _ name: String, _ whenFine: String, _ body: () throws(StorageFailure) -> String?
    ) throws(StorageFailure) -> Check {
        do throws(StorageFailure) {
            let finding = try body()
            return Check(name: name, ok: finding == nil, detail: finding ?? whenFine)
        } catch {
            if case .timedOut = error { throw error }
            return Check(name: name, ok: false, detail: error.description)
        }
    }

    // MARK: Checks of one statement

    private func integrity() throws(StorageFailure) -> String? {
        var statement = try connection.statement("PRAGMA integrity_check(1)")
        guard try statement.step() else { return "integrity_check gave no answer." }
        return statement.text(0).integrityFinding.map { "\($0). Restore a backup." }
    }

    private func numbers() throws(StorageFailure) -> String? {
        var statement = try connection.statement(
            """
            SELECT complaint.year, count(*), min(year_seq), max(year_seq),
              count(DISTINCT year_seq), counter.last
            FROM complaint LEFT JOIN counter ON counter.year = complaint.year
            GROUP BY complaint.year
            """)
        while try statement.step() {
            let year = statement.int64(0)
            let count = statement.int64(1)
            if statement.int64(2) != 1 || statement.int64(3) != count
                || statement.int64(4) != count
            {
                return "The numbers of \(year) are not dense: \(count) complaints up to "
                    + "\(statement.int64(3))."
            }
            if statement.optionalInt64(5) != count {
                return "The counter of \(year) does not stand at \(count)."
            }
        }
        return nil
    }

    private func references() throws(StorageFailure) -> String? {
        for rule in Self.references {
            if let id = try first(rule.sql) { return "There are \(rule.sentence), e.g. \(id)." }
        }
        return nil
    }

    /// What no row may be, and how one that is found.
    private static let references: [(sentence: String, sql: String)] = [
        (
            "complaints of a site that is not there",
            """
            SELECT id FROM complaint WHERE site_id IS NOT NULL
            AND site_id NOT IN (SELECT id FROM site)
            """
        ),
        (
            "complaints of a system that is not there",
            """
            SELECT id FROM complaint WHERE system_id IS NOT NULL
            AND system_id NOT IN (SELECT id FROM system)
            """
        ),
        (
            "systems of a site that is not there",
            """
            SELECT id FROM system WHERE site_id IS NOT NULL
            AND site_id NOT IN (SELECT id FROM site)
            """
        ),
        (
            "complaints of an import that is not there",
            """
            SELECT id FROM complaint WHERE import_id IS NOT NULL
            AND import_id NOT IN (SELECT id FROM import)
            """
        ),
        (
            "imported rows of a complaint that is not there",
            """
            SELECT complaint_id FROM import_identity
            WHERE complaint_id NOT IN (SELECT id FROM complaint)
            """
        ),
        (
            "attachments of a complaint that is not there, or was another by their log",
            """
            SELECT id FROM attachment WHERE NOT EXISTS (
              SELECT 1 FROM complaint JOIN change ON change.entity = 'attachment'
              AND change.entity_id = attachment.id AND change.code = complaint.number
              WHERE complaint.id = attachment.complaint_id)
            """
        ),
        (
            "attachments in the log that are not there",
            """
            SELECT entity_id FROM change WHERE entity = 'attachment'
            AND entity_id NOT IN (SELECT id FROM attachment)
            """
        ),
        (
            "companions of a complaint that is not there, or was another by their log",
            """
            SELECT id FROM companion WHERE NOT EXISTS (
              SELECT 1 FROM complaint JOIN change ON change.entity = companion.kind
              AND change.entity_id = companion.id AND change.code = complaint.number
              WHERE complaint.id = companion.complaint_id)
            """
        ),
        (
            "companions in the log that are not there",
            """
            SELECT entity_id FROM change WHERE entity IN (\(companionNames))
            AND (entity, entity_id) NOT IN (SELECT kind, id FROM companion)
            """
        ),
        (
            "links to a complaint that is not there",
            """
            SELECT id FROM companion WHERE other_complaint_id IS NOT NULL
            AND other_complaint_id NOT IN (SELECT id FROM complaint)
            """
        ),
        (
            "attachments that the total does not count",
            """
            SELECT id FROM attachment_total WHERE (files, bytes) IS NOT (
              SELECT count(*), coalesce(sum(bytes), 0) FROM (
                SELECT max(byte_count) AS bytes FROM attachment GROUP BY file_hash))
            """
        ),
        (
            "tokens of an account that is not there",
            "SELECT id FROM token WHERE account_id NOT IN (SELECT id FROM account)"
        ),
    ]

    private static let companionNames = CompanionKind.all
        .map { "'\($0.entity.rawValue)'" }.joined(separator: ", ")

    private func fullText() throws(StorageFailure) -> String? {
        if let id = try first(
            """
            SELECT id FROM complaint WHERE id NOT IN (SELECT id FROM complaint_text_docsize)
            """)
        {
            return "Complaint \(id) is not in the full text."
        }
        if let id = try first(
            "SELECT id FROM complaint_text_docsize WHERE id NOT IN (SELECT id FROM complaint)")
        {
            return "The full text holds \(id), which is no complaint."
        }
        return try sampledWords()
    }

    /// Looks some complaints up by their number's words.
    private func sampledWords() throws(StorageFailure) -> String? {
        let count = try count("SELECT count(*) FROM complaint")
        let stride = max(1, count / 200)
        var sample = try connection.statement(
            "SELECT id, number FROM complaint WHERE id % ? = 0")
        sample.bind(1, stride)
        var look = try connection.statement(
            "SELECT 1 FROM complaint_text WHERE complaint_text MATCH ? AND rowid = ?")
        while try sample.step() {
            look.bind(1, "number : \"\(sample.text(1))\"")
            look.bind(2, sample.int64(0))
            let isFound = try look.step()
            look.rewind()
            if !isFound { return "Complaint \(sample.text(1)) is not found by its number." }
        }
        return nil
    }

    private func keyList() throws(StorageFailure) -> String? {
        guard let keys else { return nil }
        var statement = try connection.statement("SELECT complaint_id FROM erasure")
        while try statement.step() {
            let id = statement.int64(0)
            if try keys.key(of: id) != nil { return "The key of complaint \(id) is not erased." }
        }
        var all = try connection.statement(
            "SELECT id FROM complaint WHERE id NOT IN (SELECT complaint_id FROM erasure)")
        while try all.step() {
            if try keys.key(of: all.int64(0)) == nil {
                return "The key of complaint \(all.int64(0)) is gone, and nobody erased it."
            }
        }
        return nil
    }

    /// For progress only: what cannot be counted is told by the checks.
    private func roughCount(_ sql: String) -> Int64 {
        do throws(StorageFailure) { return try count(sql) } catch { return 0 }
    }

    func count(_ sql: String) throws(StorageFailure) -> Int64 { try first(sql) ?? 0 }

    private func first(_ sql: String) throws(StorageFailure) -> Int64? {
        var statement = try connection.statement(made: sql)
        return try statement.step() ? statement.int64(0) : nil
    }
}
