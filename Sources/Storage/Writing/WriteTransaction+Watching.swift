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

    /// Adds a comment. The accounts whose names stand in it behind an @ are mentioned, are told, and
    /// watch the complaint from then on.
    public func addComment(
        _ values: FieldValues, to complaint: RecordKey, for visibility: Visibility
    ) throws(StorageFailure) -> Companion {
        var values = values
        let names = try accounts(among: Mentions.names(in: values["text"]?.text ?? ""))
        if !names.isEmpty { values["mentions"] = .text(names.joined(separator: " ")) }
        let comment = try addCompanion(.comment, values, to: complaint, for: visibility)
        for name in names { _ = try watch(complaint, account: name, for: visibility) }
        return comment
    }

    /// The accounts among the names, each once, in their order and by their own names.
    private func accounts(among names: [String]) throws(StorageFailure) -> [String] {
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
