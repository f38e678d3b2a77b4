/// What a verification found, check by check.
public struct VerificationReport: Sendable {
    /// One question asked of the database, and its answer.
    public struct Check: Sendable, Equatable {
        /// One of a closed list: database, schema, chain, records, signatures, anchors, times,
        /// clocks, others, numbers, references, full_text, keys, attachments, full_text_words.
        public let name: String
        public let ok: Bool
        /// What was looked at, or the first thing that is wrong.
        public let detail: String
    }

    public let checks: [Check]

    public var ok: Bool { checks.allSatisfy(\.ok) }
}

extension Store {
    /// Checks the database against itself and against its change log, on one read snapshot beside the
    /// traffic. `thorough` also compares every word of the full text, which holds writes up meanwhile:
    /// for an instance that serves nobody. `progress` gets rows done and rows to do.
    public func verify(
        thorough: Bool = false, progress: (_ done: Int64, _ total: Int64) -> Void = { _, _ in }
    ) throws(StorageFailure) -> VerificationReport {
        do throws(StorageFailure) {
            return VerificationReport(checks: try checks(thorough: thorough, progress))
        } catch {
            if case .timedOut = error { throw .failed(.system(Self.endedCheck)) }
            // A file too damaged to begin with is an answer, not a failure to answer.
            guard error.isDamage else { throw error }
            let check = VerificationReport.Check(
                name: "database", ok: false, detail: error.description)
            return VerificationReport(checks: [check])
        }
    }

    private static let endedCheck =
        "The check was ended: it kept the write-ahead log from being emptied until it had 1 GB. "
        + "Check when less is written, or a stopped instance."

    private func checks(
        thorough: Bool, _ progress: (Int64, Int64) -> Void
    ) throws(StorageFailure) -> [VerificationReport.Check] {
        let connection = try pool.openForCheck()
        defer { pool.giveBackCheck(connection) }
        // Before the rows: what is listed and in no row is in none.
        let files = AttachmentCheck(folder: attachments, keys: keys)
        try connection.run("BEGIN")
        let layout = try ComplaintLayout.current(
            on: connection, zones: ZoneBook(directory: directory))
        let verification = Verification(connection: connection, keys: keys, layout: layout)
        var checks = try verification.run(progress: progress)
        let rows = Result { () throws(StorageFailure) in try files.rows(connection) }
        if !connection.isIdle { try connection.run("COMMIT") }
        // Reading gigabytes keeps no snapshot.
        checks.append(
            try verification.check("attachments", files.whenFine(rows)) {
                () throws(StorageFailure) in try files.run(try rows.get())
            })
        if thorough { checks.append(try everyWord()) }
        return checks
    }

    /// FTS5's own comparison of the index with the records
    /// (https://sqlite.org/fts5.html section 6.4), on a connection of its own that changes nothing.
    private func everyWord() throws(StorageFailure) -> VerificationReport.Check {
        let connection = try Connection(path: databasePath, role: .writing)
        try connection.run("BEGIN IMMEDIATE")
        var finding = "Every word of the full text agrees with the records."
        var isFine = true
        do throws(StorageFailure) {
            try connection.run(
                "INSERT INTO complaint_text(complaint_text, rank) VALUES('integrity-check', 1)")
        } catch {
            isFine = false
            finding = "The full text does not agree with the records (\(error))."
        }
        if !connection.isIdle { try connection.run("ROLLBACK") }
        return .init(name: "full_text_words", ok: isFine, detail: finding)
    }
}
