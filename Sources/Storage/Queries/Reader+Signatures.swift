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

    /// The signatures of a complaint, newest first, then those of its companions and of the companions of
    /// what was merged into it, each compared with the log and with the content of the version it signs;
    /// nil when there is no such complaint for the caller.
    public func checkedSignatures(
        of key: RecordKey, for visibility: Visibility
    ) throws(StorageFailure) -> [CheckedSignature]? {
        guard let row = try ComplaintRow.find(key, on: connection),
            visibility.sees(site: row.site)
        else { return nil }
        var signatures = try SignatureTable.all(
            of: Entity.complaint.rawValue, row.id, on: connection)
        for kind in CompanionKind.all {
            for companion in try companions(kind, ofAll: .id(row.id), for: visibility) ?? [] {
                signatures += try SignatureTable.all(
                    of: kind.entity.rawValue, companion.id, on: connection)
            }
        }
        let check = SignatureCheck(connection: connection)
        var checked: [CheckedSignature] = []
        for signature in signatures {
            checked.append(
                CheckedSignature(signature: signature, flaw: try check.flaw(in: signature)))
        }
        return checked
    }

    /// The signatures of these complaints, newest first, of which the caller may see each; those without
    /// are left out.
    public func signatures(
        ofAll complaints: [Int64]
    ) throws(StorageFailure) -> [Int64: [Signature]] {
        var found: [Int64: [Signature]] = [:]
        for id in complaints {
            let all = try SignatureTable.all(of: Entity.complaint.rawValue, id, on: connection)
            if !all.isEmpty { found[id] = all }
        }
        return found
    }
}
