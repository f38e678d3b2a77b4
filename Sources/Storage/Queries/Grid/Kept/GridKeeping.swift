import Platform

/// When the columns are written to their file.
///
/// ```
/// first built ─▶ at once          a fiftieth changed ─▶ when nothing changes for a second
/// the end ─▶ unless little changed since              a tenth changed ─▶ at once
/// ```
/// Never twice within some minutes: writing them costs the disk what they weigh.
struct GridKeeping: Sendable {
    /// The numbers; the tests give others.
    struct Limits: Sendable {
        /// Changes that are not worth a file: following them takes some tens of milliseconds at a start.
        var changesMin: Int64 = 1_000
        /// How long nothing changes before it is written.
        var quietTime = Duration.seconds(1)
        /// From one writing, or one that failed, to the next.
        var restTime = Duration.seconds(600)
        /// What it may add to a stop.
        var stopTime = Duration.seconds(2)
        /// What is always followed at a start.
        var followedMin: Int64 = 10_000

        /// How many changes are followed at a start rather than reading everything: a changed record costs
        /// some times what a record costs that is read in order.
        func changesMax(records: Int64) -> Int64 { max(followedMin, records / 4) }
    }

    enum Turn: Equatable {
        case now
        /// If nothing changes until then.
        case at(MonotonicInstant)
        /// After more changes.
        case never
    }

    let limits: Limits
    /// The commit of the file; nil while there is none.
    private(set) var commit: Int64?
    private var notBefore = MonotonicInstant(nanoseconds: 0)

    init(_ limits: Limits) { self.limits = limits }

    /// Notes that the file has that commit.
    mutating func note(_ commit: Int64, at now: MonotonicInstant, wasWritten: Bool = true) {
        self.commit = commit
        if wasWritten { notBefore = now + limits.restTime }
    }

    /// Notes that there is no file any more.
    mutating func noteRemoval() { commit = nil }

    /// Notes that it could not be written.
    mutating func noteFailure(at now: MonotonicInstant) { notBefore = now + limits.restTime }

    /// When columns of so many records, at that commit, are to be written.
    func turn(_ commit: Int64, records: Int, now: MonotonicInstant, isQuiet: Bool) -> Turn {
        // Of an empty log there is nothing to keep.
        guard commit > 0 else { return .never }
        guard let kept = self.commit else { return now >= notBefore ? .now : .at(notBefore) }
        let changes = commit - kept
        guard changes >= max(limits.changesMin, Int64(records / 50)) else { return .never }
        if now < notBefore { return .at(notBefore) }
        let isMuch = changes >= max(limits.changesMin, Int64(records / 10))
        return isQuiet || isMuch ? .now : .at(now + limits.quietTime)
    }

    /// Whether a stop writes them.
    func isDueAtStop(_ commit: Int64) -> Bool {
        commit > 0 && self.commit.map { commit - $0 >= limits.changesMin } ?? true
    }
}
