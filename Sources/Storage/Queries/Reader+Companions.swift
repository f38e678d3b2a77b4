public import Complaints

extension Reader {
    /// The companions of that kind of a complaint, in the order they came, withdrawn ones included;
    /// nil when there is no such complaint for the caller.
    public func companions(
        _ kind: CompanionKind, of key: RecordKey, for visibility: Visibility
    ) throws(StorageFailure) -> [Companion]? {
        guard let row = try ComplaintRow.find(key, on: connection), visibility.sees(site: row.site)
        else { return nil }
        let key = row.isErased ? nil : try keys.key(of: row.id)
        return try CompanionTable.all(kind, of: row.id, on: connection, key: key)
    }

    /// Those of the complaint, then those of the complaints merged into it that the caller may see: what
    /// was there before a merge is lost to nobody. Nil when there is no such complaint for the caller.
    public func companions(
        _ kind: CompanionKind, ofAll key: RecordKey, for visibility: Visibility
    ) throws(StorageFailure) -> [Companion]? {
        guard let row = try ComplaintRow.find(key, on: connection), visibility.sees(site: row.site)
        else { return nil }
        var companions: [Companion] = []
        for member in try MergedFileTable(connection: connection).family(of: row.id)
        where visibility.sees(site: member.site) {
            companions += try self.companions(kind, of: .id(member.id), for: visibility) ?? []
        }
        return companions
    }

    /// One companion of a complaint that the caller may see; nil when there is none.
    public func companion(
        _ kind: CompanionKind, _ id: Int64, of key: RecordKey, for visibility: Visibility
    ) throws(StorageFailure) -> Companion? {
        guard let row = try ComplaintRow.find(key, on: connection), visibility.sees(site: row.site)
        else { return nil }
        let key = row.isErased ? nil : try keys.key(of: row.id)
        // Another complaint's companion does not open with this one's key.
        let found = try CompanionTable.find(id, kind, on: connection) { $0 == row.id ? key : nil }
        return found?.complaint == row.id ? found : nil
    }

    /// The companions of these complaints by kind, of which the caller may see each; those without are
    /// left out.
    public func companions(
        ofAll complaints: [Int64]
    ) throws(StorageFailure) -> [Int64: [(kind: CompanionKind, all: [Companion])]] {
        var found: [Int64: [(kind: CompanionKind, all: [Companion])]] = [:]
        for id in complaints {
            let count = try connection.count(
                "SELECT count(*) FROM companion WHERE complaint_id = ?", [.integer(id)])
            if count == 0 { continue }
            let key = try keys.key(of: id)
            for kind in CompanionKind.all {
                let all = try CompanionTable.all(kind, of: id, on: connection, key: key)
                if !all.isEmpty { found[id, default: []].append((kind, all)) }
            }
        }
        return found
    }
}
