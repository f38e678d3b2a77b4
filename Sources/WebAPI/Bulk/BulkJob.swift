internal import Complaints
internal import JSON
internal import Platform
internal import Storage
internal import Telemetry

/// Runs one piece of bulk work from the row after the last one done to its end.
struct BulkJob {
    private enum End {
        case done
        case failed(String)
        case cancelled
        /// The process stops; the work goes on at the next start.
        case stopped
    }

    private struct Turn {
        let chunk: BulkChunk
        let answer: Mailbox<Result<Committed<Duration>, StorageFailure>>
    }

    private let worker: JobWorker
    private let id: Int64

    init(_ worker: JobWorker, id: Int64) {
        self.worker = worker
        self.id = id
    }

    func run() throws(StorageFailure) {
        let id = id
        let found = try worker.store.read { reader throws(StorageFailure) in try reader.bulk(id) }
        guard var record = found, !record.state.isOver else { return }
        if worker.board.isCancelled(.bulk(id)) { return try finish(record, .cancelled) }
        guard let caller = try caller(of: record) else {
            return try finish(record, .failed("Who asked for it may not do it any more."))
        }
        record.state = .running
        record.startedAt = record.startedAt ?? worker.clock.now().microseconds
        guard try begin(record) else { return }
        let end = try pass(&record, for: caller)
        try finish(record, end)
    }

    /// Says that it runs; false when somebody cancelled it in the meantime.
    private func begin(_ record: BulkRecord) throws(StorageFailure) -> Bool {
        try worker.write(by: record.author) { transaction throws(StorageFailure) in
            guard let now = try transaction.bulk(record.id), !now.state.isOver else { return false }
            try transaction.updateBulk(record)
            return true
        }
    }

    /// Who asked, with what they might do then and may do now; nil when they may not do this now.
    private func caller(of record: BulkRecord) throws(StorageFailure) -> Caller? {
        let author = record.author
        let account = try worker.store.read { reader throws(StorageFailure) in
            try reader.account(named: author.name)
        }
        let caller: Caller
        if let account {
            guard account.isActive else { return nil }
            caller = Caller(
                account, scopes: record.permissions, origin: author.origin,
                address: author.address)
        } else {
            // Only the operator at the socket has no account.
            guard author.origin == .command else { return nil }
            caller = Caller(
                userID: 0, name: author.name, role: .admin, permissions: record.permissions,
                visibility: .everything, language: .english, origin: author.origin,
                address: author.address)
        }
        let needed: Permission = record.kind == .edit ? .work : .intake
        return caller.permissions.contains(needed) ? caller : nil
    }

    private func pass(
        _ record: inout BulkRecord, for caller: Caller
    ) throws(StorageFailure) -> End {
        let intake = Intake(
            catalogue: try worker.catalogue(), today: worker.today, caller: caller)
        let rows: BulkRows
        do throws(BulkRows.Failure) {
            rows = try BulkRows(record, path: worker.folder.path(of: record.fileName), intake)
        } catch {
            return .failed(error.sentence)
        }
        let work = BulkWork(record, for: caller.visibility, change: rows.change)
        defer { record = work.record }
        return try pass(rows, work)
    }

    /// Reads rows on this thread while the writer works at the chunks before.
    private func pass(_ rows: BulkRows, _ work: BulkWork) throws(StorageFailure) -> End {
        var pace = ChunkPace()
        var waiting: [Turn] = []
        while true {
            let isStopped = worker.board.isStopping || worker.board.isCancelled(.bulk(id))
            while !isStopped, waiting.count < ChunkPace.turnsMax {
                let chunk: BulkChunk
                do throws(BulkRows.Failure) { chunk = try rows.next(pace.rowCount) } catch {
                    return .failed(error.sentence)
                }
                if chunk.steps.isEmpty { break }
                waiting.append(submit(chunk, work))
            }
            if waiting.isEmpty {
                if isStopped { return worker.board.isStopping ? .stopped : .cancelled }
                return .done
            }
            let turn = waiting.removeFirst()
            guard let answer = turn.answer.take() else { throw .busy }
            switch answer {
            case .success(let committed):
                pace.learn(rows: turn.chunk.steps.count, took: committed.value)
            case .failure(.busy):
                try again(turn, waiting, work)
                waiting = []
            case .failure(let failure): throw failure
            }
        }
    }

    private func submit(_ chunk: BulkChunk, _ work: BulkWork) -> Turn {
        let turn = Turn(chunk: chunk, answer: Mailbox(capacity: 1))
        let answer = turn.answer
        worker.store.write(by: work.record.author) { transaction throws(StorageFailure) in
            try work.apply(chunk, in: transaction)
        } then: { result in
            _ = answer.offer(result)
        }
        return turn
    }

    /// The queue was full at that chunk; those behind it were not their turn then. One after the other.
    private func again(
        _ first: Turn, _ others: [Turn], _ work: BulkWork
    ) throws(StorageFailure) {
        for turn in others { _ = turn.answer.take() }
        for chunk in [first.chunk] + others.map(\.chunk)
        where chunk.first > work.record.counts.done {
            _ = try worker.write(by: work.record.author) { transaction throws(StorageFailure) in
                try work.apply(chunk, in: transaction)
            }
        }
    }

    private func finish(_ before: BulkRecord, _ end: End) throws(StorageFailure) {
        var record = before
        switch end {
        case .stopped: return
        case .done: record.state = .done
        case .cancelled: record.state = .cancelled
        case .failed(let sentence):
            record.state = .failed
            record.failure = sentence
        }
        record.finishedAt = worker.clock.now().microseconds
        let ended = record
        try worker.write(by: record.author) { transaction throws(StorageFailure) in
            try transaction.updateBulk(ended)
        }
        worker.board.forget(.bulk(id))
        worker.discard(file: record.fileName)
        worker.log.info(
            "bulk.ended",
            [
                "bulk": .integer(record.id), "state": .text(record.state.rawValue),
                "done": .integer(record.counts.done),
            ])
    }
}
