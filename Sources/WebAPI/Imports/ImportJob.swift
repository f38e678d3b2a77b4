internal import Complaints
internal import Importing
internal import Platform
internal import Storage
internal import Tabular
internal import Telemetry

/// Runs one import from the row after the last one done to its end.
///
/// While the writer works at a chunk, the next one is read and planned on this thread.
struct ImportJob {
    private enum End {
        case done
        case failed(String)
        case cancelled
        case stopped
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
        guard var record = found, record.state == .queued || record.state == .running else {
            return
        }
        if worker.board.isCancelled(import: id) { return try finish(record, .cancelled) }
        record.state = .running
        record.startedAt = record.startedAt ?? worker.clock.now().microseconds
        try save(record)
        let end = try pass(&record)
        try finish(record, end)
    }

    private func pass(_ record: inout ImportRecord) throws(StorageFailure) -> End {
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
        guard rows.skip(record.rowsDone) else { return .failed(rows.failure ?? "") }
        var pace = ChunkPace()
        var chunk = rows.next(pace.rowCount)
        while !chunk.steps.isEmpty {
            if worker.board.isStopping { return .stopped }
            if worker.board.isCancelled(import: id) { return .cancelled }
            let turn = submit(chunk, record)
            let following = rows.next(pace.rowCount)
            record = try result(of: turn, chunk, record, rows, &pace)
            chunk = following
        }
        if let failure = rows.failure { return .failed(failure) }
        return .done
    }

    // MARK: - One chunk

    private typealias Turn = Mailbox<Result<Committed<ImportChunk.Result>, StorageFailure>>

    private func submit(_ chunk: ImportChunk, _ record: ImportRecord) -> Turn {
        let turn = Turn(capacity: 1)
        worker.store.write(by: record.importAuthor) { transaction throws(StorageFailure) in
            try chunk.apply(to: record, in: transaction)
        } then: { result in
            _ = turn.offer(result)
        }
        return turn
    }

    private func result(
        of turn: Turn, _ chunk: ImportChunk, _ record: ImportRecord, _ rows: ImportRows,
        _ pace: inout ChunkPace
    ) throws(StorageFailure) -> ImportRecord {
        guard let answer = turn.take() else { throw .busy }
        switch answer {
        case .success(let committed):
            pace.learn(rows: chunk.steps.count, took: committed.value.took)
            return committed.value.record
        case .failure(.refused):
            return try oneByOne(chunk, record, rows)
        case .failure(.busy):
            return try worker.write(by: record.importAuthor) { transaction throws(StorageFailure) in
                try chunk.apply(to: record, in: transaction).record
            }
        case .failure(let failure): throw failure
        }
    }

    /// A chunk with a row that the store refuses took all its rows back: each is done by itself, and
    /// the refused one rejected.
    private func oneByOne(
        _ chunk: ImportChunk, _ before: ImportRecord, _ rows: ImportRows
    ) throws(StorageFailure) -> ImportRecord {
        var record = before
        for step in chunk.steps {
            let single = ImportChunk(steps: [step], bytesDone: chunk.bytesDone)
            do throws(StorageFailure) {
                record = try apply(single, record)
            } catch {
                guard case .refused(let refusal) = error, case .apply(let row) = step else {
                    throw error
                }
                let problem = ImportRowError(refusal, row: row, columns: rows.columnsByField)
                record = try apply(
                    ImportChunk(steps: [.reject([problem])], bytesDone: chunk.bytesDone), record)
            }
        }
        return record
    }

    private func apply(
        _ chunk: ImportChunk, _ record: ImportRecord
    ) throws(StorageFailure) -> ImportRecord {
        try worker.write(by: record.importAuthor) { transaction throws(StorageFailure) in
            try chunk.apply(to: record, in: transaction).record
        }
    }

    // MARK: - The end

    private func finish(_ before: ImportRecord, _ end: End) throws(StorageFailure) {
        var record = before
        switch end {
        case .stopped: return
        case .done:
            record.state = .done
            record.bytesDone = record.fileBytes
        case .cancelled: record.state = .cancelled
        case .failed(let sentence):
            record.state = .failed
            record.failure = sentence
        }
        record.finishedAt = worker.clock.now().microseconds
        try save(record)
        worker.board.forget(import: id)
        // A dry run may be followed by the real one.
        if !(record.isDryRun && record.state == .done) { worker.discard(record) }
        worker.log.info(
            "import.ended",
            [
                "import": .integer(record.id), "state": .text(record.state.rawValue),
                "read": .integer(record.counts.read),
            ])
    }

    private func save(_ record: ImportRecord) throws(StorageFailure) {
        try worker.write(by: record.importAuthor) { transaction throws(StorageFailure) in
            try transaction.updateImport(record)
        }
    }
}

extension ImportRecord {
    /// Who writes what an import writes.
    var importAuthor: Author { Author(name: author, origin: .import, address: "") }
}

extension JobWorker {
    /// Removes an import's file, which holds people's data in the open.
    func discard(_ record: ImportRecord) {
        do throws(SystemError) {
            try folder.remove(record.fileName)
        } catch {
            // The sweep of the next start tries again.
            log.warning("import.file.left", ["import": .integer(record.id), "cause": "\(error)"])
        }
    }
}
