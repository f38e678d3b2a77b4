import Complaints
import Platform

/// Keeps the grid's columns in step with the change log. Nobody tells it of changes: whoever needs
/// them at a commit brings them there by the rows of the log since.
final class GridMirror: Sendable {
    /// Whoever asks takes in no more changes than this; the keeper does the rest.
    static let changesMax = 2_000
    /// States kept: a reader whose snapshot is a commit old finds its own. They share what is equal.
    private static let statesMax = 4

    /// What the columns may take; with more records than fit, SQL answers.
    let bytesMax: Int
    /// The newest last.
    private let states = Lock<[GridState]>([])

    init(bytesMax: Int) { self.bytesMax = bytesMax }

    /// The newest columns; nil before they are built.
    var newest: GridState? { states.withLock { $0.last } }

    /// The columns' bytes; 0 before they are built.
    var byteCount: Int { states.withLock { $0.last }?.byteCount ?? 0 }

    /// The commit of the newest columns; nil before they are built.
    var commit: Int64? { states.withLock { $0.last?.commit } }

    /// The columns as they are at `commit`, which is the snapshot of `connection`. Nil when they are
    /// not to be had now: not built, too far behind, or long beyond this snapshot.
    func snapshot(
        at commit: Int64, on connection: Connection, changesMax: Int = GridMirror.changesMax
    ) throws(StorageFailure) -> GridState? {
        guard let newest = states.withLock({ $0.last }) else { return nil }
        if newest.commit >= commit {
            return states.withLock { $0.last { $0.commit == commit } }
        }
        let next = try Self.advance(newest, to: commit, on: connection, changesMax: changesMax)
        if let next { install(next) }
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
        let isTooLarge = state.byteCount > bytesMax
        states.withLock { states in
            guard !isTooLarge else {
                states = []
                return
            }
            if let last = states.last, last.commit >= state.commit { return }
            states.append(state)
            if states.count > Self.statesMax { states.removeFirst() }
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
