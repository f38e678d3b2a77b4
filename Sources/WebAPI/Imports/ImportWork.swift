internal import Complaints
internal import Platform
internal import Storage

/// How far a running import is, as its chunks see it on the writer's thread.
///
/// Several chunks may wait for the writer; each continues the counts of the one before. A chunk whose
/// predecessor did not get through is refused, so that rows done are always the file's first rows.
final class ImportProgress: Sendable {
    private struct State {
        var record: ImportRecord
        var next = 0
    }

    private let state: Lock<State>

    private let scope: ImportScope
    private let columns: ImportedColumns

    /// - Parameter scope: where the import's author may write.
    init(_ record: ImportRecord, within scope: ImportScope, columns: ImportedColumns) {
        self.scope = scope
        self.columns = columns
        state = Lock(State(record: record))
    }

    /// The import as the last chunk left it.
    var record: ImportRecord { state.withLock { state in state.record } }

    /// Applies the chunk that stands at `place` in the order of chunks.
    func apply(
        _ chunk: ImportChunk, at place: Int, in transaction: borrowing WriteTransaction
    ) throws(StorageFailure) -> Duration {
        let before = state.withLock { state in state.next == place ? state.record : nil }
        guard let before else {
            let record = record
            throw .refused(
                .wrongState(.import, key: String(record.id), state: record.state.rawValue))
        }
        let result = try chunk.apply(to: before, within: scope, columns, in: transaction)
        // What follows cannot fail but with the whole batch, and then the import stops.
        state.withLock { state in
            state.record = result.record
            state.next = place + 1
        }
        return result.took
    }

    /// The place of the chunk that comes next.
    var next: Int { state.withLock { state in state.next } }
}
