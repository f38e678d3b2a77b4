public import Complaints

extension Reader {
    /// The signatures of a complaint, and what can be signed of it now; nil when there is none that the
    /// caller may see.
    public func signatures(
        of key: RecordKey, for visibility: Visibility
    ) throws(StorageFailure) -> RecordSignatures? {
        guard let row = try ComplaintRow.find(key, on: connection),
            visibility.sees(site: row.site)
        else { return nil }
        let entity = Entity.complaint.rawValue
        guard let digest = try RecordDigest.of(entity, row.id, on: connection) else {
            throw .failed(.damaged("Complaint \(row.number) is not in the change log."))
        }
        return RecordSignatures(
            signatures: try SignatureTable.all(of: entity, row.id, on: connection),
            version: digest.version, hash: digest.hash)
    }
}
