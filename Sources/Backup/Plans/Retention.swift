public import Platform

/// What is kept in the store, and for how long.
public struct Retention: Sendable, Equatable {
    /// How long a snapshot is kept, and with it every state since it; the newest always is.
    public var snapshots: Duration
    /// How many snapshots are kept at least, whatever their age.
    public var snapshotsMin: Int
    /// How long a single upload is kept after it was merged.
    public var uploads: Duration = .seconds(300)

    public init(snapshots: Duration = .seconds(30 * 86_400), snapshotsMin: Int = 2) {
        precondition(snapshotsMin >= 1)
        self.snapshots = snapshots
        self.snapshotsMin = snapshotsMin
    }

    /// The files that are to go, oldest first. Never the newest of a level, never one that a kept
    /// snapshot still needs.
    public func expired(_ files: [LTXFile], at now: Timestamp) -> [LTXFile] {
        let snapshots = files.filter { $0.level == LTXName.snapshotLevel }
            .sorted { $0.transactions.last > $1.transactions.last }
        let kept = snapshots.enumerated().filter { index, file in
            index < snapshotsMin || now - file.stored < self.snapshots
        }
        guard let boundary = kept.map(\.element.transactions.last).min() else { return [] }
        let merged = Self.merged(files)
        var newest: [Int: UInt64] = [:]
        for file in files {
            newest[file.level] = max(newest[file.level] ?? 0, file.transactions.last)
        }
        return files.filter { file in
            if file.transactions.last == newest[file.level] { return false }
            if file.level == 0 {
                guard now - file.stored >= uploads else { return false }
                if merged.contains(file.name) { return true }
            }
            return file.transactions.last < boundary
        }
        .sorted { $0.transactions.last < $1.transactions.last }
    }

    /// The uploads that a merged file holds whole. One that no merge took stays: a file above it may have
    /// been made without it.
    private static func merged(_ files: [LTXFile]) -> Set<LTXName> {
        let ordered = files.sorted { $0.transactions.first < $1.transactions.first }
        var above = ordered.filter { (1..<LTXName.snapshotLevel).contains($0.level) }[...]
        var reach: UInt64 = 0
        var merged: Set<LTXName> = []
        for upload in ordered where upload.level == 0 {
            while let next = above.first,
                next.transactions.first <= upload.transactions.first
            {
                reach = max(reach, next.transactions.last)
                above.removeFirst()
            }
            if upload.transactions.last <= reach { merged.insert(upload.name) }
        }
        return merged
    }
}
