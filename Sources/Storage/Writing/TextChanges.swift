/// What a batch changed in the words of complaints, on its way into the full text.
///
/// FTS5 writes its pending words out as a segment of the index at every savepoint
/// (https://sqlite.org/fts5.html section 6, `xSavepoint`): written request by request, each complaint
/// would be a segment that later merges have to read again. So requests only note what they changed,
/// and all of it is written once, in the batch's own transaction, after the last savepoint.
struct TextChanges {
    typealias Words = ComplaintText.Words

    private struct Change {
        let complaint: Int64
        /// What the full text holds; nil for a new complaint.
        let old: Words?
        let new: ComplaintText.Content
    }

    private var changes: [Change] = []

    /// How many changes are noted: what `takeBack` goes back to.
    var count: Int { changes.count }

    mutating func add(_ complaint: Int64, from old: Words?, to new: ComplaintText.Content) {
        changes.append(Change(complaint: complaint, old: old, new: new))
    }

    /// Forgets what was noted after the first `count`.
    mutating func takeBack(to count: Int) { changes.removeLast(changes.count - count) }

    mutating func removeAll() { changes.removeAll(keepingCapacity: true) }

    /// Writes everything noted, one change a complaint and by ascending id: at a smaller one FTS5
    /// begins a new segment.
    mutating func write(to text: ComplaintText) throws(StorageFailure) {
        defer { removeAll() }
        for change in merged() {
            if let old = change.old {
                try text.update(change.complaint, from: old, to: change.new)
            } else {
                try text.insert(change.complaint, change.new)
            }
        }
    }

    /// The changes by id; of several to one complaint what was before the first and after the last.
    private func merged() -> [Change] {
        if zip(changes, changes.dropFirst()).allSatisfy({ $0.complaint < $1.complaint }) {
            return changes
        }
        var places: [Int64: Int] = [:]
        var merged: [Change] = []
        for change in changes {
            if let place = places[change.complaint] {
                merged[place] = Change(
                    complaint: change.complaint, old: merged[place].old, new: change.new)
            } else {
                places[change.complaint] = merged.count
                merged.append(change)
            }
        }
        return merged.sorted { $0.complaint < $1.complaint }
    }
}
