public import Complaints

extension Reader {
    /// What an upload to that complaint has to know; nil when there is none the caller may see.
    public func attachmentPlace(
        _ key: RecordKey, for visibility: Visibility
    ) throws(StorageFailure) -> AttachmentPlace? {
        guard let row = try ComplaintRow.find(key, on: connection), visibility.sees(site: row.site)
        else { return nil }
        var status = try connection.statement("SELECT status FROM complaint WHERE id=?")
        status.bind(1, row.id)
        let isLocked = try status.step() && ComplaintEnd(status.text(0)) != nil
        return AttachmentPlace(
            complaint: row.id, number: row.number, isLocked: isLocked, isErased: row.isErased,
            count: try AttachmentTable.count(of: row.id, on: connection),
            bytesInAll: try AttachmentTable.total(connection).bytes)
    }

    /// The attachments of a complaint in the order they came; nil when there is no such complaint for
    /// the caller.
    public func attachments(
        of key: RecordKey, for visibility: Visibility
    ) throws(StorageFailure) -> (complaint: Int64, attachments: [Attachment])? {
        guard let row = try ComplaintRow.find(key, on: connection), visibility.sees(site: row.site)
        else { return nil }
        let key = row.isErased ? nil : try keys.key(of: row.id)
        return (row.id, try AttachmentTable.all(of: row.id, on: connection, key: key))
    }

    /// What is attached to the complaints that were merged into that one, by their numbers, as far as the
    /// caller sees them; those without attachments are left out.
    public func mergedAttachments(
        of key: RecordKey, for visibility: Visibility
    ) throws(StorageFailure) -> [(number: String, attachments: [Attachment])] {
        guard let row = try ComplaintRow.find(key, on: connection), visibility.sees(site: row.site)
        else { return [] }
        var merged: [(number: String, attachments: [Attachment])] = []
        for member in try MergedFileTable(connection: connection).family(of: row.id).dropFirst() {
            let found = try attachments(of: .id(member.id), for: visibility)?.attachments ?? []
            if !found.isEmpty { merged.append((member.number, found)) }
        }
        return merged
    }

    /// The attachments of these complaints, of which the caller may see each; those without are left out.
    public func attachments(
        ofAll complaints: [Int64]
    ) throws(StorageFailure) -> [Int64: [Attachment]] {
        guard try AttachmentTable.total(connection).files > 0 else { return [:] }
        var found: [Int64: [Attachment]] = [:]
        for id in complaints where try AttachmentTable.count(of: id, on: connection) > 0 {
            found[id] = try AttachmentTable.all(of: id, on: connection, key: try keys.key(of: id))
        }
        return found
    }

    /// One attachment of a complaint that the caller may see.
    public func attachment(
        _ id: Int64, of key: RecordKey, for visibility: Visibility
    ) throws(StorageFailure) -> Attachment? {
        guard let row = try ComplaintRow.find(key, on: connection), visibility.sees(site: row.site)
        else { return nil }
        let key = row.isErased ? nil : try keys.key(of: row.id)
        // Another complaint's attachment does not open with this one's key.
        let found = try AttachmentTable.find(id, on: connection) { $0 == row.id ? key : nil }
        return found?.complaint == row.id ? found : nil
    }
}
