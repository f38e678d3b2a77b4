import Complaints
import Platform

/// Keeps the grid's columns in step with the change log. Nobody tells it of changes: whoever needs
/// it brings it to the commit of their own snapshot, by the rows of the log since.
final class GridMirror: Sendable {
    /// With more changes than this since the last use, everything is read anew.
    private static let changesMax = 20_000
    private let state = Lock<GridState?>(nil)
    private let isBuilding = Lock(false)

    /// The columns' bytes; 0 before they are first needed.
    var byteCount: Int { state.withLock { $0?.byteCount ?? 0 } }

    /// The columns as they are at `commit`, which is the snapshot of `connection`. Nil when they
    /// are not to be had now: not built and `mayBuild` is false, somebody else is building them, or
    /// somebody brought them beyond this snapshot.
    func snapshot(
        at commit: Int64, on connection: Connection, mayBuild: Bool
    ) throws(StorageFailure) -> GridState? {
        // No copy is held while the columns are changed: it would make them be copied.
        guard let known = state.withLock({ $0?.commit }) else {
            return mayBuild ? try build(at: commit, on: connection) : nil
        }
        if known < commit {
            guard let ids = try changed(after: known, on: connection) else {
                return try build(at: commit, on: connection)
            }
            try update(known, to: commit, ids, on: connection)
        }
        return state.withLock { $0?.commit == commit ? $0 : nil }
    }

    /// Reads the changed records and takes them in, unless somebody else just did.
    private func update(
        _ base: Int64, to commit: Int64, _ ids: [Int64], on connection: Connection
    ) throws(StorageFailure) {
        var rows: [GridState.Row] = []
        var statement = try connection.statement(
            made: "SELECT \(GridState.columnList) FROM complaint WHERE id=?")
        for id in ids {
            statement.bind(1, id)
            if try statement.step() { rows.append(GridState.Row(statement)) }
            statement.rewind()
        }
        let read = rows
        state.withLock { state in
            if state?.commit == base { state?.apply(read, commit: commit) }
        }
    }

    /// The complaints that changed since; nil when there are too many.
    private func changed(
        after commit: Int64, on connection: Connection
    ) throws(StorageFailure) -> [Int64]? {
        var statement = try connection.statement(
            "SELECT entity_id,operation FROM change WHERE seq>? AND +entity='complaint' LIMIT ?")
        statement.bind(1, commit)
        statement.bind(2, Int64(Self.changesMax + 1))
        var ids = Set<Int64>()
        var count = 0
        while try statement.step() {
            count += 1
            ids.insert(statement.int64(0))
        }
        return count > Self.changesMax ? nil : ids.sorted()
    }

    private func build(
        at commit: Int64, on connection: Connection
    ) throws(StorageFailure) -> GridState? {
        let mayStart = isBuilding.withLock { isBuilding in
            defer { isBuilding = true }
            return !isBuilding
        }
        guard mayStart else { return nil }
        defer { isBuilding.withLock { $0 = false } }
        var built = GridState(commit: commit)
        var statement = try connection.statement(
            made: "SELECT \(GridState.columnList) FROM complaint")
        while try statement.step() { built.set(GridState.Row(statement)) }
        built.sortAll()
        let finished = built
        state.withLock { state in
            if state.map({ $0.commit < commit }) ?? true { state = finished }
        }
        return finished
    }
}
