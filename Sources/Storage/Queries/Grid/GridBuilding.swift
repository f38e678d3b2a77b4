import Platform

/// A first reading of all complaints into columns, a range of ids at a time, so that no snapshot
/// lasts long; or columns that were kept, brought along by the log in the same way.
///
/// Each range is read as it is at the time; what changed between the first and the last is in the log
/// and is taken in again afterwards.
struct GridBuilding {
    static let rangeLength: Int64 = 4_096

    private(set) var state: GridState
    private var next: Int64 = 1

    /// Begins at the commit of a snapshot: what changes from then on is taken in by the log.
    init(at commit: Int64) { state = GridState(commit: commit) }

    /// Begins with columns that are true for a commit of the log: `followRange` brings them along.
    init(taking state: GridState) { self.state = state }

    /// Takes in the next range of the log's rows up to a snapshot's commit; false when there are no more.
    /// What it reads is of the snapshot and so may be newer than the range: a later range reads it again.
    mutating func followRange(
        to commit: Int64, on connection: Connection
    ) throws(StorageFailure) -> Bool {
        let end = min(commit, state.commit + Self.rangeLength)
        _ = try GridMirror.follow(&state, to: end, on: connection)
        return end < commit
    }

    /// Reads the next range; false when there are no more records.
    mutating func readRange(on connection: Connection) throws(StorageFailure) -> Bool {
        var statement = try connection.statement(
            made: "SELECT \(GridField.columnList) FROM complaint WHERE id>=? AND id<?")
        statement.bind(1, next)
        statement.bind(2, next + Self.rangeLength)
        while try statement.step() { state.set(statement) }
        next += Self.rangeLength
        var last = try connection.statement("SELECT max(id) FROM complaint")
        return try last.step() && last.int64(0) >= next
    }

    /// The columns, in order.
    consuming func finish() -> GridState {
        state.sortAll()
        return state
    }
}
