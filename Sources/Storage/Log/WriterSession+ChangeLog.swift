import Complaints

extension WriterSession {
    /// What a log row says of its record.
    struct Subject {
        let entity: Entity
        let id: Int64
        let code: String
        let version: Int64
        var site: Int64?
        var oldSite: Int64?
        var importID: Int64?
        /// The complaint whose key seals what is sealed; nil for the record itself.
        var keyOwner: Int64?
    }

    /// Appends one row to the change log: the only way anything gets there.
    func log(
        _ operation: ChangeOperation, _ subject: Subject, _ changes: ChangeBodyBuilder
    ) throws(StorageFailure) {
        let body: [UInt8]
        if changes.needsKey {
            let owner = subject.keyOwner ?? subject.id
            guard let key = try key(of: owner) else {
                throw .failed(.keyFile("The key of complaint \(owner) is erased."))
            }
            body = try changes.finish(
                key: key, nonce: try nonces.next(), complaint: subject.id, seq: state.seq + 1)
        } else {
            body = changes.finish()
        }
        try log(operation, subject, body: body)
    }

    /// The same with a body that is finished.
    func log(
        _ operation: ChangeOperation, _ subject: Subject, body: [UInt8]
    ) throws(StorageFailure) {
        let seq = state.seq + 1
        let row = ChangeRow(
            seq: seq, at: now, actor: author.name, origin: author.origin.rawValue,
            address: author.address, reason: author.reason, entity: subject.entity.rawValue,
            entityID: subject.id, code: subject.code, operation: operation.rawValue,
            version: subject.version, site: subject.site, oldSite: subject.oldSite,
            importID: subject.importID, body: body)
        let hash = row.hash(after: state.hash, with: &hasher)
        try insert(row, hash: hash)
        state.seq = seq
        state.hash = hash
    }

    private func insert(_ row: ChangeRow, hash: [UInt8]) throws(StorageFailure) {
        var statement = try connection.statement(
            """
            INSERT INTO change(seq, at, actor, origin, address, reason, entity, entity_id, code,
              operation, version, site_id, old_site_id, import_id, body, hash)
            VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)
            """)
        statement.bind(1, row.seq)
        statement.bind(2, row.at)
        statement.bind(3, row.actor)
        statement.bind(4, row.origin)
        statement.bind(5, row.address)
        statement.bind(6, row.reason)
        statement.bind(7, row.entity)
        statement.bind(8, row.entityID)
        statement.bind(9, row.code)
        statement.bind(10, row.operation)
        statement.bind(11, row.version)
        statement.bind(12, row.site)
        statement.bind(13, row.oldSite)
        statement.bind(14, row.importID)
        statement.bind(16, blob: hash)
        try statement.run(lending: row.body, at: 15)
    }
}
