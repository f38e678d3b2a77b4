internal import Platform
internal import Storage

/// Takes an import back, chunk by chunk: what it created is withdrawn, what it changed gets its old
/// value where nobody changed it since. How far it is stands in the store, so it survives a crash.
struct UndoJob {
    private let worker: JobWorker
    private let id: Int64

    init(_ worker: JobWorker, id: Int64) {
        self.worker = worker
        self.id = id
    }

    func run() throws(StorageFailure) {
        let id = id
        let found = try worker.store.read { reader throws(StorageFailure) in
            try reader.importRecord(id)
        }
        guard var record = found, record.state == .undoing else { return }
        let author = record.importAuthor
        var pace = ChunkPace()
        while !worker.board.isStopping {
            let rows = pace.rowCount
            let turn = try worker.write(by: author) { transaction throws(StorageFailure) in
                let start = MonotonicInstant.now()
                let left = try transaction.undoImportRows(id, limit: rows)
                return (left: left, took: MonotonicInstant.now() - start)
            }
            pace.learn(rows: rows, took: turn.took)
            guard turn.left == 0 else { continue }
            record.state = .undone
            record.finishedAt = worker.clock.now().microseconds
            let ended = record
            try worker.write(by: author) { transaction throws(StorageFailure) in
                try transaction.updateImport(ended)
            }
            return worker.discard(ended)
        }
    }
}
