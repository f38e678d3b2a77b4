public import Complaints

extension WriteTransaction {
    /// Puts a release of an annex in force in place of the one that is, if any. What the release does
    /// not have any more is kept (`TerminologyUpdate`). The same terms again leave no trace; nil then.
    ///
    /// - Parameters:
    ///   - released: the terms of the release.
    ///   - used: the codes that files have, as far as steps found them. `.busy` when too much changed since.
    ///   - file: the file's name, and its SHA-256 in hexadecimal.
    public func importTerminology(
        _ annex: EventCode.Annex, release: String, _ released: [EventTerm], used: UsedCodes,
        from file: (name: String, hash: String)
    ) throws(StorageFailure) -> Terminology? {
        var used = used
        try used.complete(in: session)
        let table = TerminologyTable(connection: session.connection)
        let before = try table.current(annex)
        let old = try before.map { (known) throws(StorageFailure) in try table.terms(of: known.id) }
        let update = TerminologyUpdate(annex, from: old ?? [], to: released, used: used[annex])
        if update.terms == old, release == before?.release { return nil }
        if let before {
            try table.supersede(before.id, at: now)
            var body = ChangeBodyBuilder()
            body.add("superseded", old: .null, new: .boolean(true), sealed: false)
            try session.log(
                .update,
                .init(entity: .terminology, id: before.id, code: annex.rawValue, version: 2),
                body)
        }
        var made = Terminology(
            id: 0, annex: annex, release: release, fileName: file.name, fileHash: file.hash,
            contentHash: Terminology.hash(of: update.terms), termCount: Int64(update.terms.count),
            importedAt: now, importedBy: session.author.name, supersededAt: nil)
        made.id = try table.insert(made, update.terms)
        var body = ChangeBodyBuilder()
        for field in made.loggedFields where !field.value.isNull {
            body.add(field.name, old: .null, new: field.value, sealed: false)
        }
        try session.log(
            .create, .init(entity: .terminology, id: made.id, code: annex.rawValue, version: 1),
            body)
        return made
    }
}
