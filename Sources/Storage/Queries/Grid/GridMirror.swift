import Complaints
import Platform
import Synchronization

/// Keeps the grid's columns in step with the change log. Nobody tells it of changes: whoever needs
/// them at a commit brings them there by the rows of the log since.
final class GridMirror: Sendable {
    /// States kept: a reader whose snapshot is a commit old finds its own. They share what is equal.
    private static let statesMax = 4

    /// A reading takes in at most so many changes; beyond it SQL answers, which may look at every
    /// record, and the keeper brings the columns along.
    static func changesMax(records: Int) -> Int { max(2_000, records / 100) }

    /// What the columns may take; with more records than fit, SQL answers.
    let bytesMax: Int
    private let held = Lock(Held())
    private let missed = Atomic<UInt64>(0)

    private struct Held {
        /// The newest last.
        var states: [Standing] = []
        var isGivenUp = false
    }

    /// A state that is held on to at the cost of one reference count, whatever it consists of.
    final class Standing: Sendable {
        let state: GridState

        init(_ state: GridState) { self.state = state }
    }

    init(bytesMax: Int) { self.bytesMax = bytesMax }

    /// The columns for a reading whose snapshot begins after this.
    var view: GridView { GridView(self, since: held.withLock { $0.states.last }) }

    /// How often built columns were more changes away from a reading's commit than it takes in.
    var missCount: UInt64 { missed.load(ordering: .relaxed) }

    /// The newest columns; nil before they are built.
    var newest: GridState? { held.withLock { $0.states.last }?.state }

    /// The columns' bytes; 0 before they are built.
    var byteCount: Int { newest?.byteCount ?? 0 }

    /// The commit of the newest columns; nil before they are built.
    var commit: Int64? { held.withLock { $0.states.last }?.state.commit }

    /// Whether they took more than they may: then there are none any more.
    var isGivenUp: Bool { held.withLock { $0.isGivenUp } }

    /// The columns as they are at `commit`, which is the snapshot of `connection`: from the newest state
    /// that is not beyond it, or from `base` where others went beyond it with all of them. Nil when the
    /// columns are not built, or more than `changesMax` changes away (without a number: those a reading
    /// takes in).
    func snapshot(
        at commit: Int64, from base: Standing? = nil, on connection: Connection,
        changesMax: Int? = nil
    ) throws(StorageFailure) -> GridState? {
        let reached = held.withLock { $0.states.last { $0.state.commit <= commit } }
        guard let start = reached ?? base, start.state.commit <= commit else { return nil }
        if start.state.commit == commit { return start.state }
        let bound = changesMax ?? Self.changesMax(records: start.state.count)
        guard
            let next = try Self.advance(
                start.state, to: commit, on: connection, changesMax: bound)
        else {
            missed.wrappingAdd(1, ordering: .relaxed)
            return nil
        }
        install(next)
        return next
    }

    /// A state brought to the commit of a snapshot; nil when too much changed in between.
    static func advance(
        _ state: GridState, to commit: Int64, on connection: Connection, changesMax: Int
    ) throws(StorageFailure) -> GridState? {
        var next = state
        return try follow(&next, to: commit, on: connection, changesMax: changesMax) ? next : nil
    }

    /// The same in place, up to a commit that may be before the snapshot's; false when it is left as it was.
    static func follow(
        _ state: inout GridState, to commit: Int64, on connection: Connection,
        changesMax: Int = .max
    ) throws(StorageFailure) -> Bool {
        guard
            let ids = try changed(after: state.commit, upTo: commit, on: connection, changesMax)
        else { return false }
        var row = try connection.statement(made: record)
        for id in ids {
            row.bind(1, id)
            if try row.step() { state.apply(row) }
            row.rewind()
        }
        state.reach(commit)
        return true
    }

    private static let record = "SELECT \(GridField.columnList) FROM complaint WHERE id=?"

    /// Makes a state the newest, unless there is a newer one; one too large ends them all.
    func install(_ state: GridState) {
        if let commit, commit >= state.commit { return }
        guard state.byteCount <= bytesMax else { return giveUp() }
        let next = Standing(state)
        // What nobody needs any more is let go of outside of the lock.
        _ = held.withLock { held -> Standing? in
            if held.isGivenUp { return nil }
            if let last = held.states.last, last.state.commit >= state.commit { return nil }
            held.states.append(next)
            return held.states.count > Self.statesMax ? held.states.removeFirst() : nil
        }
    }

    /// Lets go of them all, for good: SQL answers from now on. Records only grow in number, so that what
    /// does not fit now never will.
    func giveUp() {
        _ = held.withLock { held -> [Standing] in
            defer { held = Held(isGivenUp: true) }
            return held.states
        }
    }

    /// The complaints that changed since; nil when there are too many.
    private static func changed(
        after commit: Int64, upTo end: Int64, on connection: Connection, _ changesMax: Int
    ) throws(StorageFailure) -> [Int64]? {
        var statement = try connection.statement(
            """
            SELECT entity_id FROM change
            WHERE seq>? AND seq<=? AND +entity='complaint' LIMIT ?
            """)
        statement.bind(1, commit)
        statement.bind(2, end)
        statement.bind(3, Int64(changesMax) &+ (changesMax == .max ? 0 : 1))
        var ids = Set<Int64>()
        var count = 0
        while try statement.step() {
            count += 1
            ids.insert(statement.int64(0))
        }
        return count > changesMax ? nil : ids.sorted()
    }
}
