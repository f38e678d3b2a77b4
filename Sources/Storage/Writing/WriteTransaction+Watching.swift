public import Complaints

extension WriteTransaction {
    /// The account follows the complaint; one that does already keeps its record.
    public func watch(
        _ complaint: RecordKey, account: String, for visibility: Visibility
    ) throws(StorageFailure) -> Companion {
        let account = try session.references.accountName(account) ?? account
        let watching = try companions(.watcher, of: complaint, for: visibility)
        if let known = watching.first(where: {
            $0.withdrawal == nil && $0["owner"] == .text(account)
        }) {
            return known
        }
        var values = FieldValues()
        values["owner"] = .text(account)
        return try addCompanion(.watcher, values, to: complaint, for: visibility)
    }

    /// The accounts among the names, each once, in their order and by their own names.
    public func accounts(among names: [String]) throws(StorageFailure) -> [String] {
        var found: [String] = []
        for name in names {
            guard let own = try session.references.accountName(name), !found.contains(own) else {
                continue
            }
            found.append(own)
        }
        return found
    }
}
