import Platform

/// What the writer does for the database while nobody writes, a slice of a few milliseconds at a time:
/// whoever comes waits for one slice at most.
///
/// ```
/// a batch ─▶ fill indexes of own fields ─▶ merge the full text's segments ─▶ give free pages back ─▶ empty the log
/// ```
/// Each step begins again after the next batch. None changes what anybody reads. Statistics for the
/// planner are not among them (docs/decisions/0012).
struct Upkeep {
    /// Pages of the full text merged in a slice (https://sqlite.org/fts5.html section 6.8).
    static let mergePages = 64
    /// Free pages that stay in the file for the next writes, and how many go back in a slice.
    static let freePagesKept: Int64 = 1024
    static let freePagesInSlice: Int64 = 256

    private let checkpointer: Checkpointer
    private let journal: UpkeepJournal
    /// What is still to be done since the last batch, in order; opening may have left a log.
    private var due: ArraySlice<UpkeepTask> = [.index, .checkpoint]

    init(_ checkpointer: Checkpointer, journal: UpkeepJournal) {
        self.checkpointer = checkpointer
        self.journal = journal
    }

    /// Whether there is something to do when nobody writes.
    var hasWork: Bool { !due.isEmpty }

    /// Notes that something was written.
    mutating func noteBatch() { due = UpkeepTask.allCases[...] }

    /// Does the next slice; without `mayGrow` only what needs no space.
    mutating func step(
        _ connection: Connection, commit: Int64, mayGrow: Bool
    ) throws(StorageFailure) {
        guard let task = due.first else { return }
        let start = MonotonicInstant.now()
        let result: Slice
        do throws(StorageFailure) {
            result = try run(task, connection, mayGrow: mayGrow)
            // It may have written pages, if no rows.
            if task != .checkpoint { checkpointer.note(commit, connection) }
            // What a long merge rewrites does not gather in the log.
            try checkpointer.afterBatch(connection)
        } catch {
            // The same again would fail again: after the next batch.
            due.removeFirst()
            throw error
        }
        if result.isLast { due.removeFirst() }
        journal.note(task, amount: result.amount, took: MonotonicInstant.now() - start)
    }

    private struct Slice {
        /// Records or pages, or one for an emptied log.
        let amount: Int64
        let isLast: Bool
    }

    private func run(
        _ task: UpkeepTask, _ connection: Connection, mayGrow: Bool
    ) throws(StorageFailure) -> Slice {
        let nothing = Slice(amount: 0, isLast: true)
        switch task {
        case .index: return mayGrow ? try index(connection) : nothing
        case .merge: return mayGrow ? try merge(connection) : nothing
        case .release: return mayGrow ? try release(connection) : nothing
        case .checkpoint:
            let hadFrames = connection.framesAfterCommit > 0
            try checkpointer.whenIdle(connection)
            return Slice(amount: hadFrames ? 1 : 0, isLast: true)
        }
    }

    /// Takes more records into the indexes of the operator's own fields.
    private func index(_ connection: Connection) throws(StorageFailure) -> Slice {
        try connection.run("BEGIN IMMEDIATE")
        do throws(StorageFailure) {
            let amount = try FieldIndexTable(connection: connection).work()
            try connection.run("COMMIT")
            return Slice(amount: amount ?? 0, isLast: amount == nil)
        } catch {
            if !connection.isIdle { try connection.run("ROLLBACK") }
            throw error
        }
    }

    /// Merges some of the segments of the full text: a search looks into each of them.
    private func merge(_ connection: Connection) throws(StorageFailure) -> Slice {
        let before = connection.changedRowsInAll
        var statement = try connection.statement(
            "INSERT INTO complaint_text(complaint_text, rank) VALUES('merge', ?)")
        statement.bind(1, Int64(Self.mergePages))
        try statement.run()
        // Fewer than two changed rows: there was nothing to merge.
        let isLast = connection.changedRowsInAll - before < 2
        return Slice(amount: isLast ? 0 : Int64(Self.mergePages), isLast: isLast)
    }

    /// Gives pages that are free, beyond a reserve, back to the file system.
    private func release(_ connection: Connection) throws(StorageFailure) -> Slice {
        let excess = try Self.freePages(connection) - Self.freePagesKept
        if excess <= 0 { return Slice(amount: 0, isLast: true) }
        let amount = min(excess, Self.freePagesInSlice)
        try connection.execute("PRAGMA incremental_vacuum(\(amount))")
        return Slice(amount: amount, isLast: amount == excess)
    }

    /// Pages of the file that hold nothing.
    static func freePages(_ connection: Connection) throws(StorageFailure) -> Int64 {
        var statement = try connection.statement("PRAGMA freelist_count")
        return try statement.step() ? statement.int64(0) : 0
    }
}
