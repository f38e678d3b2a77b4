internal import Complaints
internal import Platform
internal import Storage

/// Takes an import back, chunk by chunk: what it created is withdrawn, what it changed gets its old
/// value where nobody changed it since. How far it is stands in the store, so it survives a crash.
struct UndoJob {
    /// What a turn of the writer undid.
    private struct Done {
        let rows: Int
        let took: Duration
    }

    private struct Turn {
        let rows: Int
        let answer: Mailbox<Result<Committed<Done>, StorageFailure>>
    }

    private let worker: JobWorker
    private let id: Int64

    init(_ worker: JobWorker, id: Int64) {
        self.worker = worker
        self.id = id
    }

    func run() throws(StorageFailure) {
        let id = id
        let found = try worker.store.read { reader throws(StorageFailure) in
            (try reader.importRecord(id), try reader.lastMove(ofImport: id))
        }
        guard let record = found.0, record.state == .undoing else { return }
        let author = Author(
            name: found.1?.actor ?? record.author, origin: .import, address: "",
            reason: found.1?.reason)
        if try undoAll(by: author) { try finish(record, by: author) }
    }

    /// False when the process stops before the end. Each turn goes on where the one before ended, so
    /// several may wait; those behind the last row find nothing.
    private func undoAll(by author: Author) throws(StorageFailure) -> Bool {
        var pace = ChunkPace()
        var waiting: [Turn] = []
        var isOver = false
        while true {
            while !worker.board.isStopping, !isOver, waiting.count < ChunkPace.turnsMax {
                waiting.append(submit(pace.rowCount, by: author))
            }
            if waiting.isEmpty { return isOver }
            let turn = waiting.removeFirst()
            guard let answer = turn.answer.take() else { throw .busy }
            switch answer {
            case .success(let committed):
                pace.learn(rows: committed.value.rows, took: committed.value.took)
                if committed.value.rows < turn.rows { isOver = true }
            case .failure(.busy): worker.pause()
            case .failure(let failure): throw failure
            }
        }
    }

    private func submit(_ rows: Int, by author: Author) -> Turn {
        let turn = Turn(rows: rows, answer: Mailbox(capacity: 1))
        let (id, answer) = (id, turn.answer)
        worker.store.write(by: author) { transaction throws(StorageFailure) in
            let start = MonotonicInstant.now()
            let done = try transaction.undoImportRows(id, limit: rows)
            return Done(rows: done, took: MonotonicInstant.now() - start)
        } then: { result in
            _ = answer.offer(result)
        }
        return turn
    }

    private func finish(_ record: ImportRecord, by author: Author) throws(StorageFailure) {
        var ended = record
        ended.state = .undone
        let last = ended
        try worker.write(by: author) { transaction throws(StorageFailure) in
            try transaction.updateImport(last)
        }
        worker.discard(last)
    }
}
