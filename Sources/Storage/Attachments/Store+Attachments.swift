import Complaints
public import Platform

extension Store {
    /// Begins the file of an attachment to that complaint.
    public func draftAttachment(for complaint: Int64) throws(StorageFailure) -> AttachmentDraft {
        if let refusal = health.refusal { throw refusal }
        guard let key = try keys.key(of: complaint) else {
            throw .refused(.erased(.complaint, key: String(complaint)))
        }
        return try AttachmentDraft(in: attachments, key: key)
    }

    /// Whether so many bytes can be written and the disk does not count as full then.
    public func hasRoom(for bytes: Int64) -> Bool {
        do throws(SystemError) {
            return try Directory.freeBytes(directory) - bytes >= Ballast.freeBytesMin
        } catch {
            // A file system that does not say is not a full one; writing itself will tell.
            return true
        }
    }

    /// The content of an attachment, as far as its key is there.
    public func content(of attachment: Attachment) throws(StorageFailure) -> SealedFile {
        // A key may outlive its erasure until the next start: then the words are gone already.
        guard attachment.words != nil, let key = try keys.key(of: attachment.complaint) else {
            throw .refused(.erased(.attachment, key: String(attachment.id)))
        }
        return try SealedFile(
            path: attachments.path(of: attachment.fileHash), key: key, bytes: attachment.bytes)
    }

    /// How much is attached.
    public func attachmentTotal() throws(StorageFailure) -> AttachmentTotal {
        try read { reader throws(StorageFailure) in
            try AttachmentTable.total(reader.connection)
        }
    }

    /// Removes what crashes left of uploads: files older than a day that no row names and nobody is at
    /// work on.
    @discardableResult
    public func sweepAttachments(
        now: Timestamp, olderThan age: Duration? = nil
    ) throws(StorageFailure) -> AttachmentSweep {
        try attachments.sweep(now: now, age: age ?? AttachmentFolder.safeAge) {
            hashes throws(StorageFailure) in
            try read { reader throws(StorageFailure) in
                var unnamed: [String] = []
                for hash in hashes
                where try AttachmentTable.references(to: hash, on: reader.connection) == 0 {
                    unnamed.append(hash)
                }
                return unnamed
            }
        }
    }
}
