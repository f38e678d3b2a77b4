internal import Complaints
internal import HTTP
internal import JSON
internal import Storage

/// What the endpoints of attachments have in common.
extension Exchange {
    var complaintKey: RecordKey { RecordKey(parameters[0]) }

    /// The attachment that the path names; 404 when there is none of that complaint for the caller.
    func attachment() throws(APIFailure) -> Attachment {
        let (key, text) = (complaintKey, parameters[1])
        let found = try read { reader throws(StorageFailure) -> Attachment? in
            guard let id = Int64(text) else { return nil }
            return try reader.attachment(id, of: key, for: visibility)
        }
        guard let found else { throw .refused(.notFound(.attachment, key: text)) }
        return found
    }

    /// An attachment as the answer to a write: what only the patient grant shows stays hidden, since
    /// showing it is a reading of its own.
    func answer(_ attachment: Attachment, status: UInt16, commit: Int64) -> Answer {
        var writer = JSONWriter(reserving: 512)
        writer.attachment(attachment, showsPatientData: false)
        return .json(
            writer.bytes, status: status, caching: .revalidated, tag: String(attachment.version),
            commit: commit)
    }
}

extension Attachment {
    /// Whether an answer that shows it to this caller has to be logged before.
    func isRestrictedReading(for visibility: Visibility) -> Bool {
        holdsPatientData && visibility.seesPatient && words != nil
    }
}

extension JSONWriter {
    /// Writes an attachment as docs/api.md shows it.
    mutating func attachment(_ attachment: Attachment, showsPatientData: Bool) {
        let isShown = showsPatientData || !attachment.holdsPatientData
        beginObject()
        member("id", attachment.id)
        member("complaint", attachment.complaint)
        member("version", attachment.version)
        words(attachment.words, isShown: isShown)
        name("media_type")
        string(attachment.mediaType)
        member("bytes", attachment.bytes)
        name("patient_data")
        bool(attachment.holdsPatientData)
        name("inline")
        bool(
            isShown && attachment.words != nil
                && MediaSniffer.inlineTypes.contains(attachment.mediaType))
        name("created")
        time(attachment.createdAt)
        name("created_by")
        string(attachment.createdBy)
        name("withdrawn")
        if let withdrawal = attachment.withdrawal {
            beginObject()
            name("at")
            time(withdrawal.at)
            name("by")
            string(withdrawal.by)
            name("reason")
            string(withdrawal.reason)
            endObject()
        } else {
            null()
        }
        endObject()
    }

    private mutating func words(_ words: Attachment.Words?, isShown: Bool) {
        let members = [
            ("name", words.map { isShown ? $0.name : RestrictedColumns.mask }),
            ("note", words?.note.map { isShown ? $0 : RestrictedColumns.mask }),
            ("sha256", isShown ? words?.contentHash : nil),
        ]
        for (member, text) in members {
            name(member)
            if let text { string(text) } else { null() }
        }
        name("erased")
        bool(words == nil)
    }

    private mutating func member(_ member: String, _ value: Int64) {
        name(member)
        integer(value)
    }
}
