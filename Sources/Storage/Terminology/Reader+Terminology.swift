public import Complaints

extension Reader {
    /// Every release of every annex that was imported, the newest first.
    public func terminologies() throws(StorageFailure) -> [Terminology] {
        try TerminologyTable(connection: connection).all()
    }

    /// The release of an annex that is in force; nil when none was imported.
    public func terminology(_ annex: EventCode.Annex) throws(StorageFailure) -> Terminology? {
        try TerminologyTable(connection: connection).current(annex)
    }

    /// The terms of a release, ready to be searched.
    public func termBook(of terminology: Terminology) throws(StorageFailure) -> TermBook {
        let table = TerminologyTable(connection: connection)
        return TermBook(
            terminology.annex, release: terminology.release, try table.terms(of: terminology.id))
    }

    /// The codes of an annex that files have, in its field and in an operator's own fields of its codes.
    /// Reads every document: for what is done once a year.
    public func usedCodes(of annex: EventCode.Annex) throws(StorageFailure) -> Set<String> {
        var codes: Set<String> = []
        for field in try catalogue().fields where field.type == .list(of: .code(annex)) {
            let custom = field.name.customPart
            // Names of fields are letters, figures and underscores.
            let path = custom.map { "$.custom.\($0)" } ?? "$.\(field.name.text)"
            var statement = try connection.statement(
                """
                SELECT DISTINCT code.value FROM complaint, json_each(complaint.document, ?) AS code
                WHERE code.value IS NOT NULL
                """)
            statement.bind(1, path)
            while try statement.step() { codes.insert(statement.text(0)) }
        }
        return codes
    }
}
