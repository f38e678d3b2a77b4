public import Complaints

extension WriteTransaction {
    /// Makes a duplicate whole again: its status is what it was before the merge, it names no original,
    /// and its link is withdrawn. Refuses `.wrongState` for a file that was not merged here.
    public func unmerge(
        _ key: RecordKey, expected version: Int64, for visibility: Visibility
    ) throws(StorageFailure) -> ComplaintStamp {
        guard let record = try session.findComplaint(key), visibility.sees(site: record.siteID)
        else { throw .refused(.notFound(.complaint, key: key.text)) }
        guard record.version == version else {
            throw .refused(.versionConflict(current: record.version))
        }
        guard try session.references.isDuplicate(record.id),
            let link = try session.mergeLink(of: record),
            case .text(let before) = link["before"]
        else {
            throw .refused(
                .wrongState(.complaint, key: record.number, state: session.status(of: record)))
        }
        var values = FieldValues()
        values["status"] = .text(before)
        values["duplicate_of"] = .null
        // Not a move of the workflow: what was decided before the merge stands again.
        let stamp = try session.update(record, to: values, .history)
        _ = try session.withdrawCompanion(
            .link, link, of: record, reason: session.author.reason ?? "")
        try session.tellWatchers(.reopening, of: record.id, at: record.siteID, detail: before)
        return stamp
    }
}
