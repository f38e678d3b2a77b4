public import Complaints

extension WriteTransaction {
    /// Ties the complaint to another one. Two that are tied the same way already, from either end, are
    /// refused as `.taken`.
    public func link(
        _ key: RecordKey, _ values: FieldValues, for visibility: Visibility
    ) throws(StorageFailure) -> Companion {
        let session = session
        let record = try session.complaint(key, takingFor: .link, visibility)
        let made = try session.addCompanion(.link, values, to: record, for: visibility)
        let own = try session.companions(.link, of: record)
        let others = try CompanionTable.naming(record.id, .link, on: session.connection) {
            owner throws(StorageFailure) in try session.key(of: owner)
        }
        let isKnown =
            own.contains { link in
                link.id != made.id && link.withdrawal == nil
                    && link["relation"] == made["relation"] && link["other"] == made["other"]
            }
            || others.contains { link in
                link["relation"] == made["relation"] && .text(link.number) == made["other"]
            }
        if isKnown { throw .refused(.taken(.link, pointer: "/other")) }
        return made
    }
}
