import Platform

/// What the writer does for the database in idle moments.
public enum UpkeepTask: String, Sendable, CaseIterable {
    /// Fills the indexes of the operator's own fields.
    case index
    /// Merges segments of the full text.
    case merge
    /// Gives free pages back to the file system.
    case release
    /// Empties the write-ahead log.
    case checkpoint
}

/// How much upkeep was done since the start.
public struct UpkeepCount: Sendable, Equatable {
    /// Slices that had something to do.
    public var slices: Int64 = 0
    /// Records looked at, pages merged or given back; logs emptied.
    public var amount: Int64 = 0
    /// Time of the writer's thread.
    public var took = Duration.zero
}

/// Counts upkeep as it is done, for whoever asks from another thread.
final class UpkeepJournal: Sendable {
    private let counts = Lock<[UpkeepTask: UpkeepCount]>([:])

    /// Notes a slice.
    func note(_ task: UpkeepTask, amount: Int64, took: Duration) {
        counts.withLock { counts in
            var count = counts[task] ?? UpkeepCount()
            if amount > 0 { count.slices += 1 }
            count.amount += amount
            count.took += took
            counts[task] = count
        }
    }

    func count(_ task: UpkeepTask) -> UpkeepCount {
        counts.withLock { counts in counts[task] ?? UpkeepCount() }
    }
}

extension Store {
    /// What was done of that task since the start.
    public func upkeep(_ task: UpkeepTask) -> UpkeepCount { upkeepJournal.count(task) }
}
