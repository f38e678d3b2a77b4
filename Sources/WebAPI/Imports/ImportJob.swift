internal import Complaints
internal import Importing
internal import Platform
internal import Storage
internal import Tabular
internal import Telemetry

/// Runs one import from the row after the last one done to its end.
struct ImportJob {
    private enum End {
        case done
        case failed(Words)
        case cancelled
        case stopped

        func mark(_ record: inout ImportRecord) {
            switch self {
            case .stopped: break
            case .done:
                record.state = .done
                record.bytesDone = record.fileBytes
            case .cancelled: record.state = .cancelled
            case .failed(let sentence):
                record.state = .failed
                record.failure = sentence
            }
        }
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
            try reader.importRecord(id)
        }
        guard let record = found else { return }
        guard record.isUnderWay else {
            if record.state == .cancelled { conclude(record) }
            return
        }
        if worker.board.isCancelled(.importFile(id)) { return try finish(record, .cancelled) }
        guard let begun = try begin(record) else { return }
        try finish(begun, try pass(begun))
    }

    /// Says that it runs; nil when somebody cancelled it in the meantime.
    private func begin(_ before: ImportRecord) throws(StorageFailure) -> ImportRecord? {
        let now = worker.clock.now().microseconds
        return try worker.write(by: before.importAuthor) { transaction throws(StorageFailure) in
            guard var record = try transaction.importRecord(before.id), record.isUnderWay else {
                return nil
            }
            record.state = .running
            record.startedAt = record.startedAt ?? now
            try transaction.updateImport(record)
            return record
        }
    }

    private func pass(_ record: ImportRecord) throws(StorageFailure) -> End {
        let rows: ImportRows
        do throws(ImportRows.Failure) {
            rows = try ImportRows(
                record, folder: worker.folder, limits: worker.limits,
                catalogue: try worker.catalogue(),
                today: worker.today)
        } catch {
            switch error {
            case .file(let sentence): return .failed(sentence)
            case .storage(let failure): throw failure
            }
        }
        guard rows.skip(record.rowsDone) else {
            return .failed(rows.failure ?? TableError.empty.words)
        }
        let work = ImportWork(
            record, within: try worker.scope(of: record.author), columns: rows.columns)
        return try pass(rows, work)
    }

    /// Reads and plans on this thread while the writer works at the chunks before.
    private func pass(
        _ rows: ImportRows, _ work: ImportWork
    ) throws(StorageFailure) -> End {
        var pace = ChunkPace()
        var waiting: [Turn] = []
        while true {
            let isStopped = worker.board.isStopping || worker.board.isCancelled(.importFile(id))
            while !isStopped, waiting.count < ChunkPace.turnsMax {
                let chunk = rows.next(pace.rowCount)
                if chunk.steps.isEmpty { break }
                waiting.append(submit(chunk.prepared(for: worker.store), work))
            }
            if waiting.isEmpty {
                if isStopped { return worker.board.isStopping ? .stopped : .cancelled }
                return rows.failure.map { .failed($0) } ?? .done
            }
            let turn = waiting.removeFirst()
            do throws(StorageFailure) {
                pace.learn(rows: turn.chunk.steps.count, took: try turn.took())
            } catch {
                // Those behind it follow nothing.
                for turn in waiting { turn.passOver() }
                if worker.board.isCancelled(.importFile(id)) { return .cancelled }
                guard case .refused = error else { throw error }
                try again(turn.chunk, work, rows)
                waiting = waiting.map { submit($0.chunk, work) }
            }
        }
    }

    // MARK: - Chunks

    private typealias Turn = ChunkTurn<ImportChunk>

    private func submit(_ chunk: ImportChunk, _ work: ImportWork) -> Turn {
        Turn(chunk, by: work.author, to: worker.store) { transaction throws(StorageFailure) in
            try work.apply(chunk, in: transaction)
        }
    }

    /// Does a chunk that was taken back; while the store refuses it, by halves, down to the row that is
    /// refused, which is rejected.
    private func again(
        _ chunk: ImportChunk, _ work: ImportWork, _ rows: ImportRows
    ) throws(StorageFailure) {
        do throws(StorageFailure) {
            return try apply(chunk, work)
        } catch {
            guard case .refused(let refusal) = error else { throw error }
            if chunk.steps.count == 1, case .apply(let row) = chunk.steps[0] {
                var rejected = chunk
                rejected.steps = [.reject([ImportRowError(refusal, row: row, rows.columns)])]
                return try apply(rejected, work)
            }
            if chunk.steps.count < 2 { throw error }
        }
        for half in chunk.halves { try again(half, work, rows) }
    }

    private func apply(_ chunk: ImportChunk, _ work: ImportWork) throws(StorageFailure) {
        let took = try worker.write(by: work.author) { transaction throws(StorageFailure) in
            try work.apply(chunk, in: transaction)
        }
        if took == nil { throw .busy }
    }

    // MARK: - The end

    /// Stores the end over the counts that the database holds.
    private func finish(_ before: ImportRecord, _ end: End) throws(StorageFailure) {
        if case .stopped = end { return }
        let now = worker.clock.now().microseconds
        let record = try worker.write(by: before.importAuthor) {
            transaction throws(StorageFailure) in
            guard var record = try transaction.importRecord(before.id) else { return before }
            guard record.isUnderWay else { return record }
            end.mark(&record)
            record.finishedAt = now
            try transaction.updateImport(record)
            return record
        }
        conclude(record)
    }

    /// What is left to do for an import that is at its end.
    private func conclude(_ record: ImportRecord) {
        worker.board.forget(.importFile(id))
        // A dry run may be followed by the real one.
        if !(record.isDryRun && record.state == .done) { worker.discard(record) }
        worker.log.info(
            "import.ended",
            [
                "import": .integer(record.id), "state": .text(record.state.rawValue),
                "read": .integer(record.counts.read),
            ])
    }
}

extension ImportRecord {
    /// Who writes what an import writes.
    var importAuthor: Author { Author(name: author, origin: .import, address: "") }

    /// Whether its rows are still to be done.
    fileprivate var isUnderWay: Bool { state == .queued || state == .running }
}

extension JobWorker {
    /// Removes an import's file, which holds people's data in the open.
    func discard(_ record: ImportRecord) {
        discard(file: record.fileName)
    }

    /// Removes a file of the folder.
    func discard(file name: String) {
        do throws(SystemError) {
            try folder.remove(name)
        } catch {
            // The sweep of the next start tries again.
            log.warning("import.file.left", ["file": .text(name), "cause": "\(error)"])
        }
    }
}
