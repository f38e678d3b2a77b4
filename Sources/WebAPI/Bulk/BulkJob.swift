internal import Complaints
internal import JSON
internal import Platform
internal import Storage
internal import Telemetry

/// Runs one piece of bulk work from the row after the last one done to its end.
struct BulkJob {
    private enum End {
        case done
        case failed(Words)
        case cancelled
        /// The process stops; the work goes on at the next start.
        case stopped

        func mark(_ record: inout BulkRecord) {
            switch self {
            case .stopped: break
            case .done where record.counts.done < record.total:
                record.state = .failed
                record.failure = Words(
                    "The file of the rows ends after row \(record.counts.done) of \(record.total).",
                    "Le fichier des lignes s’arrête après la ligne \(record.counts.done) sur "
                        + "\(record.total).")
            case .done: record.state = .done
            case .cancelled: record.state = .cancelled
            case .failed(let sentence):
                record.state = .failed
                record.failure = sentence
            }
        }
    }

    private typealias Turn = ChunkTurn<BulkChunk>

    private let worker: JobWorker
    private let id: Int64

    init(_ worker: JobWorker, id: Int64) {
        self.worker = worker
        self.id = id
    }

    func run() throws(StorageFailure) {
        let id = id
        let found = try worker.store.read { reader throws(StorageFailure) in try reader.bulk(id) }
        guard let record = found else { return }
        guard !record.state.isOver else {
            if record.state == .cancelled { conclude(record) }
            return
        }
        if worker.board.isCancelled(.bulk(id)) { return try finish(record, .cancelled) }
        guard let caller = try caller(of: record) else {
            return try finish(
                record,
                .failed(
                    Words(
                        "Who asked for it may not do it any more.",
                        "La personne qui l’a demandé n’en a plus le droit.")))
        }
        guard let begun = try begin(record) else { return }
        try finish(begun, try pass(begun, for: caller))
    }

    /// Says that it runs; nil when somebody cancelled it in the meantime.
    private func begin(_ before: BulkRecord) throws(StorageFailure) -> BulkRecord? {
        let now = worker.clock.now().microseconds
        return try worker.write(by: before.author) { transaction throws(StorageFailure) in
            guard var record = try transaction.bulk(before.id), !record.state.isOver else {
                return nil
            }
            record.state = .running
            record.startedAt = record.startedAt ?? now
            try transaction.updateBulk(record)
            return record
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
        let needed: Permission = record.kind == .create ? .intake : .work
        return caller.permissions.contains(needed) ? caller : nil
    }

    private func pass(
        _ record: BulkRecord, for caller: Caller
    ) throws(StorageFailure) -> End {
        let intake = Intake(
            catalogue: try worker.catalogue(), today: worker.today, caller: caller)
        let rows: BulkRows
        do throws(BulkRows.Failure) {
            rows = try BulkRows(
                record, path: worker.folder.path(of: record.fileName), intake,
                preparedFor: worker.store)
        } catch {
            return .failed(error.sentence)
        }
        let work = BulkWork(
            id, for: caller.visibility, change: rows.change, as: worker.board.signer(ofBulk: id))
        return try pass(rows) { chunk in
            Turn(chunk, by: record.author, to: worker.store) { transaction throws(StorageFailure) in
                try work.apply(chunk, in: transaction)
            }
        }
    }

    /// Reads rows on this thread while the writer works at the chunks before.
    private func pass(
        _ rows: BulkRows, submit: (BulkChunk) -> Turn
    ) throws(StorageFailure) -> End {
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
                waiting.append(submit(chunk))
            }
            if waiting.isEmpty {
                if isStopped { return worker.board.isStopping ? .stopped : .cancelled }
                return .done
            }
            let turn = waiting.removeFirst()
            do throws(StorageFailure) {
                pace.learn(rows: turn.chunk.steps.count, took: try turn.took())
            } catch {
                // Those behind it follow nothing; once they have been passed over, the work may begin
                // again with what the database says.
                for turn in waiting { turn.passOver() }
                if worker.board.isCancelled(.bulk(id)) { return .cancelled }
                // A row's own refusal is in its journal: this one is of the chunk, and would be again.
                guard case .refused(let refusal) = error else { throw error }
                let (first, cause) = (turn.chunk.first, refusal.sentence)
                return .failed(
                    Words(
                        "The rows from \(first) on were refused: \(cause.english)",
                        "Les lignes à partir de \(first) ont été refusées\u{A0}: \(cause.french)"))
            }
        }
    }

    /// Stores the end over the counts that the database holds.
    private func finish(_ before: BulkRecord, _ end: End) throws(StorageFailure) {
        if case .stopped = end { return }
        let now = worker.clock.now().microseconds
        let ended = try worker.write(by: before.author) { transaction throws(StorageFailure) in
            guard var record = try transaction.bulk(before.id) else { return before }
            if record.state.isOver { return record }
            end.mark(&record)
            record.finishedAt = now
            try transaction.updateBulk(record)
            return record
        }
        conclude(ended)
    }

    /// What is left to do for work that is at its end.
    private func conclude(_ ended: BulkRecord) {
        worker.board.forget(.bulk(id))
        worker.discard(file: ended.fileName)
        worker.log.info(
            "bulk.ended",
            [
                "bulk": .integer(ended.id), "state": .text(ended.state.rawValue),
                "done": .integer(ended.counts.done),
            ])
    }
}
