public import Complaints

/// An attachment as its upload made it.
public struct NewAttachment: Sendable {
    public let name: String
    public let note: String?
    public let mediaType: String
    public let holdsPatientData: Bool
    public let content: AttachmentContent

    public init(
        name: String, note: String?, mediaType: String, holdsPatientData: Bool,
        content: AttachmentContent
    ) {
        self.name = name
        self.note = note
        self.mediaType = mediaType
        self.holdsPatientData = holdsPatientData
        self.content = content
    }
}

extension WriteTransaction {
    /// Attaches a file that lies whole in its folder. Content that the complaint has already keeps its
    /// one file: then the row names that one. Refuses what is beyond the limits, and a complaint that
    /// is at its end, erased, or none that the caller may see.
    public func attach(
        _ new: NewAttachment, to complaint: Int64, within limits: AttachmentLimits,
        for visibility: Visibility
    ) throws(StorageFailure) -> Attachment {
        let record = try session.complaint(.id(complaint), toAttachTo: visibility)
        guard let key = try session.key(of: complaint) else {
            throw .refused(.erased(.complaint, key: record.number))
        }
        let count = try AttachmentTable.count(of: complaint, on: session.connection)
        guard count < limits.countMax else {
            throw .refused(
                .invalid([FieldProblem("/file", .tooMany, argument: String(limits.countMax))]))
        }
        let same = try AttachmentTable.all(
            of: complaint, bytes: new.content.bytes, on: session.connection, key: key
        ).first { $0.words?.contentHash == new.content.contentHash }
        if same == nil, let quota = limits.quotaBytes {
            let total = try AttachmentTable.total(session.connection).bytes
            guard total + new.content.bytes <= quota else {
                throw .refused(.quotaReached(bytesMax: quota))
            }
        }
        var attachment = Attachment(
            id: 0, complaint: complaint, version: 1, mediaType: new.mediaType,
            bytes: new.content.bytes, fileHash: same?.fileHash ?? new.content.fileHash,
            holdsPatientData: new.holdsPatientData, createdAt: now,
            createdBy: session.author.name)
        let words = Attachment.Words(
            name: new.name, note: new.note, contentHash: new.content.contentHash)
        attachment.words = words
        attachment.id = try AttachmentTable.insert(attachment, on: session.connection) {
            id throws(StorageFailure) in
            try AttachmentTable.seal(words, of: id, key: key, nonce: try session.nonces.next())
        }
        try session.log(
            .create, attachment.subject(of: record), ChangeBodyBuilder(creating: attachment, words))
        return attachment
    }

    /// The attachment as it stands in this very transaction; nil for none of that complaint.
    public func attachment(
        _ id: Int64, of complaint: RecordKey, for visibility: Visibility
    ) throws(StorageFailure) -> Attachment? {
        try session.attachment(id, of: complaint, for: visibility)?.attachment
    }

    /// Withdraws an attachment: it stays, with its bytes, and says why it no longer counts. One that is
    /// withdrawn already keeps its reason.
    public func withdrawAttachment(
        _ id: Int64, of complaint: RecordKey, reason: String, for visibility: Visibility
    ) throws(StorageFailure) -> Attachment {
        guard let (found, record) = try session.attachment(id, of: complaint, for: visibility)
        else { throw .refused(.notFound(.attachment, key: String(id))) }
        var attachment = found
        try session.refuseLocked(record)
        if attachment.withdrawal != nil { return attachment }
        attachment.withdrawal = .init(at: now, by: session.author.name, reason: reason)
        attachment.version += 1
        try AttachmentTable.update(attachment, at: now, on: session.connection)
        var body = ChangeBodyBuilder()
        body.add("withdrawn", old: .null, new: .boolean(true), sealed: false)
        try session.log(.withdraw, attachment.subject(of: record), body)
        return attachment
    }

    /// Marks an attachment as one that holds patient data, or takes the mark away. The same mark leaves
    /// no trace; `.versionConflict` unless `expected` is its version.
    public func markAttachment(
        _ id: Int64, of complaint: RecordKey, expected version: Int64, holdsPatientData: Bool,
        for visibility: Visibility
    ) throws(StorageFailure) -> Attachment {
        guard let (found, record) = try session.attachment(id, of: complaint, for: visibility)
        else { throw .refused(.notFound(.attachment, key: String(id))) }
        var attachment = found
        guard attachment.version == version else {
            throw .refused(.versionConflict(current: attachment.version))
        }
        try session.refuseLocked(record)
        if attachment.holdsPatientData == holdsPatientData { return attachment }
        attachment.holdsPatientData = holdsPatientData
        attachment.version += 1
        try AttachmentTable.update(attachment, at: now, on: session.connection)
        var body = ChangeBodyBuilder()
        body.add(
            "patient_data", old: .boolean(!holdsPatientData), new: .boolean(holdsPatientData),
            sealed: false)
        try session.log(.update, attachment.subject(of: record), body)
        return attachment
    }

    /// Logs what of an attachment with patient data was read, its name or its content, before it leaves.
    public func logReading(
        of attachment: Int64, _ parts: [String], in complaint: RecordKey, for visibility: Visibility
    ) throws(StorageFailure) {
        guard
            let (found, record) = try session.attachment(attachment, of: complaint, for: visibility)
        else { throw .refused(.notFound(.attachment, key: String(attachment))) }
        var body = ChangeBodyBuilder()
        for part in parts.sorted() { body.add(part, old: .null, new: .null, sealed: false) }
        try session.log(.read, found.subject(of: record), body)
    }
}

extension WriterSession {
    /// The complaint, provided that it may be attached to.
    fileprivate func complaint(
        _ key: RecordKey, toAttachTo visibility: Visibility
    ) throws(StorageFailure) -> ComplaintRecord {
        guard let record = try findComplaint(key), visibility.sees(site: record.siteID) else {
            throw .refused(.notFound(.complaint, key: key.text))
        }
        try refuseLocked(record)
        return record
    }

    /// A file at its end takes no change.
    fileprivate func refuseLocked(_ record: ComplaintRecord) throws(StorageFailure) {
        if ComplaintEnd(status(of: record)) != nil {
            throw .refused(.locked(.complaint, key: record.number))
        }
    }

    /// An attachment of a complaint that the caller may see, and the complaint.
    fileprivate func attachment(
        _ id: Int64, of complaint: RecordKey, for visibility: Visibility
    ) throws(StorageFailure) -> (attachment: Attachment, complaint: ComplaintRecord)? {
        guard let record = try findComplaint(complaint), visibility.sees(site: record.siteID) else {
            throw .refused(.notFound(.complaint, key: complaint.text))
        }
        let found = try AttachmentTable.find(id, on: connection) {
            owner throws(StorageFailure) in try key(of: owner)
        }
        guard let found, found.complaint == record.id else { return nil }
        return (found, record)
    }
}

extension Attachment {
    /// What the log says of it: its code is the complaint's number, whose key seals its words.
    fileprivate func subject(of record: ComplaintRecord) -> WriterSession.Subject {
        WriterSession.Subject(
            entity: .attachment, id: id, code: record.number, version: version,
            site: record.siteID, oldSite: record.siteID, keyOwner: complaint)
    }

    /// What the log has to say of it at its creation, and `ibtool verify` compares.
    var loggedFields: [(name: String, value: FieldValue, isSealed: Bool)] {
        [
            ("bytes", .integer(bytes), false), ("file_hash", .text(fileHash), false),
            ("media_type", .text(mediaType), false),
            ("name", words.map { .text($0.name) } ?? .null, true),
            ("note", words?.note.map(FieldValue.text) ?? .null, true),
            ("patient_data", .boolean(holdsPatientData), false),
            ("sha256", words.map { .text($0.contentHash) } ?? .null, true),
        ]
    }
}

extension ChangeBodyBuilder {
    fileprivate init(creating attachment: Attachment, _ words: Attachment.Words) {
        self.init()
        for field in attachment.loggedFields where !field.value.isNull {
            add(field.name, old: .null, new: field.value, sealed: field.isSealed)
        }
    }
}
