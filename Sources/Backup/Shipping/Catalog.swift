import Platform

/// What the store holds, as this instance knows it: listed at the start and once a day, kept up by its
/// own puts and deletes.
final class Catalog: Sendable {
    /// What is asked for all the time.
    struct Summary {
        var count = 0
        var byteCount: Int64 = 0
        /// The last transaction; 0 for none.
        var newest: UInt64 = 0
        /// The snapshot that was stored last.
        var snapshot: LTXFile?
    }

    private struct Known {
        var files: [LTXName: LTXFile] = [:]
        var summary = Summary()
        /// What was added while the store is listed: the list may have passed its place.
        var added: [LTXFile]?

        mutating func add(_ file: LTXFile) {
            if let old = files.updateValue(file, forKey: file.name) {
                summary.count -= 1
                summary.byteCount -= old.byteCount
            }
            summary.count += 1
            summary.byteCount += file.byteCount
            summary.newest = max(summary.newest, file.transactions.last)
            guard file.level == LTXName.snapshotLevel else { return }
            if file.stored >= summary.snapshot?.stored ?? file.stored { summary.snapshot = file }
        }

        mutating func remove(_ name: LTXName) {
            guard let old = files.removeValue(forKey: name) else { return }
            summary.count -= 1
            summary.byteCount -= old.byteCount
            // The newest of a level is never removed, so neither the newest transaction nor the last
            // snapshot goes.
        }
    }

    private let known = Lock(Known())

    var files: [LTXFile] { known.withLock { Array($0.files.values) } }

    var summary: Summary { known.withLock { $0.summary } }

    /// The last transaction that the store holds; 0 for none.
    var newest: UInt64 { summary.newest }

    /// Holds what the list says, and what is added while it is made.
    func replace(with list: () throws(BackupError) -> [LTXFile]) throws(BackupError) {
        known.withLock { $0.added = [] }
        let files = try list()
        known.withLock { known in
            let added = known.added ?? []
            known = Known()
            for file in files + added { known.add(file) }
        }
    }

    func add(_ file: LTXFile) {
        known.withLock { known in
            known.add(file)
            known.added?.append(file)
        }
    }

    func remove(_ name: LTXName) { known.withLock { $0.remove(name) } }
}
