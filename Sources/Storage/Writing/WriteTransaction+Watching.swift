public import Complaints

extension WriteTransaction {
    /// The account follows the complaint; one that does already keeps its record.
    public func watch(
        _ complaint: RecordKey, account: String, for visibility: Visibility
    ) throws(StorageFailure) -> Companion {
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

    /// Those of the names that are accounts, in their order.
    public func accounts(among names: [String]) throws(StorageFailure) -> [String] {
        var found: [String] = []
        for name in names where try session.references.accountExists(name) { found.append(name) }
        return found
    }
}
