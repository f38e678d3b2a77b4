internal import Complaints
internal import Platform
internal import Storage

/// Does the rows of one import on the writer's thread, in their order.
///
/// Several chunks may wait for the writer. How far the import is, the database alone says: a batch that
/// was taken back took the counts of its chunks with it. A chunk that does not follow has no effect, so
/// that the rows done are always the file's first rows.
struct ImportWork: Sendable {
    let author: Author
    private let record: ImportRecord
    private let scope: ImportScope
    private let columns: ImportedColumns

    /// - Parameter scope: where the import's author may write.
    init(_ record: ImportRecord, within scope: ImportScope, columns: ImportedColumns) {
        self.record = record
        author = record.importAuthor
        self.scope = scope
        self.columns = columns
    }

    /// Applies a chunk and says how long it took; nil, without effect, when it does not follow the rows
    /// that are done in this very transaction.
    func apply(
        _ chunk: ImportChunk, in transaction: borrowing WriteTransaction
    ) throws(StorageFailure) -> Duration? {
        let start = MonotonicInstant.now()
        guard let progress = try transaction.importProgress(record.id),
            progress.state == .running, progress.rowsDone == chunk.rowsBefore
        else { return nil }
        try chunk.apply(to: record, from: progress, within: scope, columns, in: transaction)
        return MonotonicInstant.now() - start
    }
}
