internal import Complaints
internal import Platform
internal import Storage
internal import Telemetry

/// What has to be done about clocks beside the traffic: bringing files to rules that became active,
/// and telling when clocks run out.
struct ClockWork: Sendable {
    /// Files looked at in one snapshot.
    private static let slice = 500
    /// Spans of notifications that one look passes over to remove old ones.
    private static let spansMax = 10

    let store: Store
    let clock: WallClock
    let log: Log
    var retention = NotificationRetention()

    private static func author(_ reason: String?) -> Author {
        Author.system(reason: reason, isJob: true)
    }

    /// Does the next step of a recount; false when every file is as the rules in force have it.
    func recount() throws(StorageFailure) -> Bool {
        let found = try store.read { reader throws(StorageFailure) in try reader.nextRecount() }
        guard let step = found else { return false }
        let author = Self.author("rule set \(store.rules.id)")
        try inTurns(step.complaints, by: author) { transaction, part throws(StorageFailure) in
            try transaction.recount(part)
        } then: { _ in
        }
        try store.writeAndWait(by: author) { transaction throws(StorageFailure) in
            try transaction.finishRecount(step)
        }
        return true
    }

    /// Tells of warning points that these files' clocks have reached, each once.
    func warn(of complaints: [Int64]) throws(StorageFailure) {
        guard let today = store.rules.today(at: clock) else { return }
        for start in stride(from: 0, to: complaints.count, by: Self.slice) {
            let slice = complaints[start..<min(start + Self.slice, complaints.count)]
            let found = try store.read { reader throws(StorageFailure) in
                try reader.dueWarnings(on: today, of: slice)
            }
            try inTurns(found, by: Self.author(nil)) {
                transaction, part throws(StorageFailure) in
                try transaction.note(Array(part))
            } then: { noted in
                for warning in noted { tell(warning) }
            }
        }
    }

    /// The same for every file with a running clock.
    func warnOfAll() throws(StorageFailure) {
        try warn(
            of: try store.read { reader throws(StorageFailure) in try reader.filesWithClocks() })
    }

    /// When the newest row of the change log was written, microseconds since 1970; 0 without any.
    func newestChange() throws(StorageFailure) -> Int64 {
        try store.read { reader throws(StorageFailure) in try reader.newestChangeAt() }
    }

    /// Removes the next notifications of a removal, so many that recounts and warnings hardly wait;
    /// `mayRun` is asked before each span.
    func remove(
        _ removal: inout NotificationRemoval, while mayRun: () -> Bool
    ) throws(StorageFailure) {
        var (spans, count) = (0, 0)
        let limits = removal.limits
        while spans < Self.spansMax, mayRun(), let after = removal.next {
            let span = try store.read { reader throws(StorageFailure) in
                try reader.oldNotifications(after: after, limits)
            }
            try inTurns(span.ids, by: Self.author(nil)) {
                transaction, part throws(StorageFailure) in
                try transaction.removeNotifications(part)
            } then: { _ in
            }
            removal.next = span.next
            spans += 1
            count += span.ids.count
        }
        if count > 0 { log.info("notifications.removed", ["count": .integer(Int64(count))]) }
    }

    /// Writes the items in turns of the writer that other people's writes hardly notice; `finish` takes
    /// what each turn did, once it is durable.
    private func inTurns<Item, Done>(
        _ items: [Item], by author: Author,
        _ write:
            @escaping @Sendable (borrowing WriteTransaction, ArraySlice<Item>)
            throws(StorageFailure) -> Done, then finish: (Done) -> Void
    ) throws(StorageFailure) where Item: Sendable, Done: Sendable {
        var pace = ChunkPace()
        var rest = items[...]
        while !rest.isEmpty {
            let part = rest.prefix(pace.rowCount)
            rest = rest.dropFirst(part.count)
            let turn = try store.writeAndWait(by: author) { transaction throws(StorageFailure) in
                let start = MonotonicInstant.now()
                let done = try write(transaction, part)
                return (done: done, took: MonotonicInstant.now() - start)
            }
            finish(turn.value.done)
            pace.learn(rows: part.count, took: turn.value.took)
        }
    }

    private func tell(_ warning: ClockWarning) {
        log.warning(
            "clock.warning",
            [
                "complaint": "\(warning.number)", "rule": "\(warning.rule)",
                "due": "\(warning.due)", "percent": "\(warning.percent)",
            ])
    }
}
