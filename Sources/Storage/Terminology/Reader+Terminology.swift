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
}
