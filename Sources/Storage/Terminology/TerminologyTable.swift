import Complaints

/// The tables terminology and event_term.
struct TerminologyTable {
    let connection: Connection

    private static let columns = """
        id, annex, release, file_name, file_hash, content_hash, terms, imported_at, imported_by,
        superseded_at
        """

    /// Every release that was imported, the newest first.
    func all() throws(StorageFailure) -> [Terminology] {
        var statement = try connection.statement(
            made: "SELECT \(Self.columns) FROM terminology ORDER BY id DESC")
        var found: [Terminology] = []
        while try statement.step() { found.append(try Self.read(statement)) }
        return found
    }

    /// What is in force of an annex; nil when none was imported.
    func current(_ annex: EventCode.Annex) throws(StorageFailure) -> Terminology? {
        var statement = try connection.statement(
            made: """
                SELECT \(Self.columns) FROM terminology WHERE annex = ? AND superseded_at IS NULL
                """)
        statement.bind(1, annex.rawValue)
        return try statement.step() ? try Self.read(statement) : nil
    }

    /// The terms of one release, in its order.
    func terms(of id: Int64) throws(StorageFailure) -> [EventTerm] {
        var statement = try connection.statement(
            """
            SELECT code, term, definition, other_code, status, status_note, paths, standing
            FROM event_term WHERE terminology_id = ? ORDER BY position
            """)
        statement.bind(1, id)
        var terms: [EventTerm] = []
        while try statement.step() {
            guard let standing = EventTerm.Standing(rawValue: statement.text(7)) else {
                throw .failed(.damaged("The term \(statement.text(0)) is of an unknown standing."))
            }
            terms.append(
                EventTerm(
                    code: statement.text(0), term: statement.text(1),
                    definition: statement.text(2), otherCode: statement.text(3),
                    status: statement.text(4), statusNote: statement.text(5),
                    paths: Self.paths(in: statement.text(6)), standing: standing))
        }
        return terms
    }

    /// What is known of a code.
    enum Knowledge: Equatable {
        /// No release of its annex was imported: any code passes.
        case nothing
        /// The release in force has no such term.
        case unknown
        case known(EventTerm.Standing)
    }

    /// Whether a code of an annex may be chosen.
    func knowledge(
        of code: String, in annex: EventCode.Annex
    ) throws(StorageFailure) -> Knowledge {
        var current = try connection.statement(
            "SELECT id FROM terminology WHERE annex = ? AND superseded_at IS NULL")
        current.bind(1, annex.rawValue)
        guard try current.step() else { return .nothing }
        var term = try connection.statement(
            "SELECT standing FROM event_term WHERE terminology_id = ? AND code = ?")
        term.bind(1, current.int64(0))
        term.bind(2, code)
        guard try term.step(), let standing = EventTerm.Standing(rawValue: term.text(0)) else {
            return .unknown
        }
        return .known(standing)
    }

    func insert(_ made: Terminology, _ terms: [EventTerm]) throws(StorageFailure) -> Int64 {
        var statement = try connection.statement(
            """
            INSERT INTO terminology(annex, release, file_name, file_hash, content_hash, terms,
              imported_at, imported_by) VALUES (?,?,?,?,?,?,?,?) RETURNING id
            """)
        for (index, text) in [
            made.annex.rawValue, made.release, made.fileName, made.fileHash, made.contentHash,
        ].enumerated() { statement.bind(index + 1, text) }
        statement.bind(6, made.termCount)
        statement.bind(7, made.importedAt)
        statement.bind(8, made.importedBy)
        var id: Int64 = 0
        // RETURNING gives its row before the statement is done.
        while try statement.step() { id = statement.int64(0) }
        var row = try connection.statement(
            "INSERT INTO event_term VALUES (?,?,?,?,?,?,?,?,?,?)")
        for (position, term) in terms.enumerated() {
            row.bind(1, id)
            row.bind(2, term.code)
            row.bind(3, Int64(position))
            for (index, text) in [
                term.term, term.definition, term.otherCode, term.status, term.statusNote,
                Self.text(of: term.paths), term.standing.rawValue,
            ].enumerated() { row.bind(index + 4, text) }
            try row.run()
            row.rewind()
        }
        return id
    }

    func supersede(_ id: Int64, at now: Int64) throws(StorageFailure) {
        var statement = try connection.statement(
            "UPDATE terminology SET superseded_at = ? WHERE id = ?")
        statement.bind(1, now)
        statement.bind(2, id)
        try statement.run()
    }

    private static func read(
        _ row: borrowing Statement
    ) throws(StorageFailure) -> Terminology {
        guard let annex = EventCode.Annex(rawValue: row.text(1)) else {
            throw .failed(.damaged("The terminology \(row.int64(0)) is of an unknown annex."))
        }
        return Terminology(
            id: row.int64(0), annex: annex, release: row.text(2), fileName: row.text(3),
            fileHash: row.text(4), contentHash: row.text(5), termCount: row.int64(6),
            importedAt: row.int64(7), importedBy: row.text(8), supersededAt: row.optionalInt64(9))
    }

    /// `A01|A0101`, several with spaces between.
    static func text(of paths: [[String]]) -> String {
        paths.map { $0.joined(separator: "|") }.joined(separator: " ")
    }

    private static func paths(in text: String) -> [[String]] {
        text.split(separator: " ").map { $0.split(separator: "|").map { String($0) } }
    }
}
