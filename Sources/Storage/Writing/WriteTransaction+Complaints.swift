public import Complaints
public import JSON

extension WriteTransaction {
    /// Makes a complaint and draws its number. References that name nothing, or nothing that
    /// `visibility` shows, are refused; somebody bound to one site writes there.
    public func createComplaint(
        _ values: FieldValues, for visibility: Visibility
    ) throws(StorageFailure) -> ComplaintStamp {
        try createComplaint(draft(of: values), for: visibility)
    }

    /// The same with a complaint that was prepared (`Store.draft`).
    public func createComplaint(
        _ draft: ComplaintDraft, for visibility: Visibility
    ) throws(StorageFailure) -> ComplaintStamp {
        try session.createComplaint(draft, .work(visibility))
    }

    /// Makes a complaint that tells what happened elsewhere, bound to no site: demonstration data.
    public func createComplaint(_ values: FieldValues) throws(StorageFailure) -> ComplaintStamp {
        try createComplaint(draft(of: values))
    }

    private func draft(of values: FieldValues) throws(StorageFailure) -> ComplaintDraft {
        try session.refusing { layout throws(Refusal) in try ComplaintDraft(values, layout) }
    }

    /// The same with a complaint that was prepared (`Store.draft`).
    public func createComplaint(_ draft: ComplaintDraft) throws(StorageFailure) -> ComplaintStamp {
        try session.createComplaint(draft, .history)
    }

    /// Writes the complaint as it stands in this transaction; nil when there is none to be seen.
    public func complaint(
        _ key: RecordKey, for visibility: Visibility, into writer: inout JSONWriter
    ) throws(StorageFailure) -> RecordStamp? {
        let connection = session.connection
        let reading = ComplaintReading(
            connection: connection, keys: session.keys,
            catalogue: try CustomFieldTable.catalogue(connection), visibility: visibility)
        return try reading.write(key, fields: nil, into: &writer)
    }

    /// Changes a complaint to what `visibility` allows it to name. Refuses `.versionConflict` unless
    /// `expected` is its version, and `.locked` when it is at its end and is not opened again. A patch
    /// that changes nothing keeps the version and leaves no trace.
    ///
    /// - Parameter signer: who signs the version that is made, where the move of the workflow asks for
    ///   a signature of that meaning.
    public func updateComplaint(
        _ key: RecordKey, expected version: Int64, to values: FieldValues,
        for visibility: Visibility, as signer: Signer? = nil
    ) throws(StorageFailure) -> ComplaintStamp {
        guard let record = try session.findComplaint(key), visibility.sees(site: record.siteID)
        else { throw .refused(.notFound(.complaint, key: key.text)) }
        guard record.version == version else {
            throw .refused(.versionConflict(current: record.version))
        }
        if ComplaintEnd(session.status(of: record)) != nil, !ComplaintEnd.isReopening(values) {
            throw .refused(.locked(.complaint, key: record.number))
        }
        try session.check(values, of: record, for: visibility)
        return try update(record, to: values, for: visibility, as: signer)
    }

    /// Logs that the patient's fields of a complaint were read, own fields included.
    public func logPatientReading(of complaint: Int64) throws(StorageFailure) {
        let fields = session.layout.catalogue.fields.filter { $0.access == .patient }
        try logReading(of: complaint, fields: fields.map(\.name))
    }

    /// Logs that restricted fields of a complaint were read, before the answer leaves.
    public func logReading(of complaint: Int64, fields: [FieldName]) throws(StorageFailure) {
        guard let record = try session.findComplaint(.id(complaint)) else {
            throw .refused(.notFound(.complaint, key: String(complaint)))
        }
        var body = ChangeBodyBuilder()
        for name in fields.map(\.text).sorted(by: isBefore) {
            body.add(name, old: .null, new: .null, sealed: false)
        }
        try session.log(
            .read,
            .init(
                entity: .complaint, id: record.id, code: record.number, version: record.version,
                site: record.siteID, oldSite: record.siteID), body)
    }

    /// Makes the personal data of a complaint unreadable for ever, wherever copies of the database
    /// are: its key is zeroed once this is durable. The log keeps that it was done, and stays valid.
    /// A file that is erased already keeps its version and leaves no trace.
    public func erasePerson(
        _ key: RecordKey, expected version: Int64, for visibility: Visibility
    ) throws(StorageFailure) -> ComplaintStamp {
        guard let record = try session.findComplaint(key), visibility.sees(site: record.siteID)
        else { throw .refused(.notFound(.complaint, key: key.text)) }
        guard record.version == version else {
            throw .refused(.versionConflict(current: record.version))
        }
        if record.sealed == nil {
            return ComplaintStamp(id: record.id, code: record.number, version: record.version)
        }
        return try session.erase(record)
    }
}

extension ComplaintEnd {
    /// The word for an import's rejected row.
    var importReason: String {
        switch self {
        case .closed: "closed"
        case .notAComplaint, .duplicate, .withdrawn: "locked"
        }
    }
}

extension RecordKey {
    /// As a person wrote it.
    var text: String {
        switch self {
        case .id(let id): String(id)
        case .code(let code): code
        }
    }
}

extension ComplaintRecord {
    /// Refuses what the file itself does not allow (`ChangeCheck`).
    func check(
        _ values: FieldValues, _ layout: ComplaintLayout, for visibility: Visibility
    ) throws(StorageFailure) {
        let check = ChangeCheck(layout.catalogue, for: visibility, isErased: sealed == nil)
        let problems = check.problems(in: values) { name in layout[name].map(value) ?? .null }
        if !problems.isEmpty { throw .refused(.invalid(problems)) }
    }
}

extension WriterSession {
    /// Refuses what the file itself does not allow (`ChangeCheck`).
    func check(
        _ values: FieldValues, of record: ComplaintRecord, for visibility: Visibility
    ) throws(StorageFailure) {
        try record.check(values, layout, for: visibility)
    }

    /// Lists the complaint as erased and logs it; the key itself goes after the commit.
    func erase(_ record: ComplaintRecord) throws(StorageFailure) -> ComplaintStamp {
        var statement = try connection.statement(
            "INSERT INTO erasure(complaint_id, at) VALUES (?, ?)")
        statement.bind(1, record.id)
        statement.bind(2, now)
        try statement.run()
        var touch = try connection.statement(
            "UPDATE complaint SET version=version+1, updated_at=?, updated_by=? WHERE id=?")
        touch.bind(1, now)
        touch.bind(2, author.name)
        touch.bind(3, record.id)
        try touch.run()
        try log(
            .erase,
            Subject(
                entity: .complaint, id: record.id, code: record.number,
                version: record.version + 1, site: record.siteID, oldSite: record.siteID),
            ChangeBodyBuilder())
        state.erasures.append(record.id)
        return ComplaintStamp(id: record.id, code: record.number, version: record.version + 1)
    }
}
