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
        if worker.board.isCancelled(.importFile(id)) { return try finish(record, .cancelled) }
        record.state = .running
        record.startedAt = record.startedAt ?? worker.clock.now().microseconds
        guard try begin(record) else { return }
        let end = try pass(&record)
        try finish(record, end)
    }

    /// Says that it runs; false when somebody cancelled it in the meantime.
    private func begin(_ record: ImportRecord) throws(StorageFailure) -> Bool {
        try worker.write(by: record.importAuthor) { transaction throws(StorageFailure) in
            let state = try transaction.importRecord(record.id)?.state
            guard state == .queued || state == .running else { return false }
            try transaction.updateImport(record)
            return true
        }
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
        let progress = ImportProgress(
            record, within: try worker.scope(of: record.author), columns: rows.columns)
        defer { record = progress.record }
        return try pass(rows, progress)
    }

    /// Reads and plans on this thread while the writer works at the chunks before.
    private func pass(
        _ rows: ImportRows, _ progress: ImportProgress
    ) throws(StorageFailure) -> End {
        var pace = ChunkPace()
        var waiting: [Turn] = []
        var place = 0
        while true {
            let isStopped = worker.board.isStopping || worker.board.isCancelled(.importFile(id))
            while !isStopped, waiting.count < ChunkPace.turnsMax {
                let chunk = rows.next(pace.rowCount)
                if chunk.steps.isEmpty { break }
                waiting.append(submit(chunk, at: place, progress))
                place += 1
            }
            if waiting.isEmpty {
                if isStopped { return worker.board.isStopping ? .stopped : .cancelled }
                return rows.failure.map { .failed($0) } ?? .done
            }
            let turn = waiting.removeFirst()
            guard let answer = turn.answer.take() else { throw .busy }
            switch answer {
            case .success(let committed):
                pace.learn(rows: turn.chunk.steps.count, took: committed.value)
            case .failure(.refused), .failure(.busy):
                // Those behind it were refused too, since their turn had not come.
                for chunk in [turn.chunk] + waiting.map(\.chunk) {
                    try again(chunk, progress, rows)
                }
                waiting = []
                place = progress.next
            case .failure(let failure): throw failure
            }
        }
    }

    // MARK: - Chunks

    private struct Turn {
        let chunk: ImportChunk
        let answer: Mailbox<Result<Committed<Duration>, StorageFailure>>
    }

    private func submit(_ chunk: ImportChunk, at place: Int, _ progress: ImportProgress) -> Turn {
        let turn = Turn(chunk: chunk, answer: Mailbox(capacity: 1))
        let answer = turn.answer
        worker.store.write(by: progress.record.importAuthor) {
            transaction throws(StorageFailure) in
            try progress.apply(chunk, at: place, in: transaction)
        } then: { result in
            _ = answer.offer(result)
        }
        return turn
    }

    /// Does a chunk that was taken back; when the store refuses one of its rows, row by row, and the
    /// refused one is rejected.
    private func again(
        _ chunk: ImportChunk, _ progress: ImportProgress, _ rows: ImportRows
    ) throws(StorageFailure) {
        do throws(StorageFailure) {
            return try apply(chunk, progress)
        } catch {
            guard case .refused = error else { throw error }
        }
        for step in chunk.steps {
            do throws(StorageFailure) {
                try apply(ImportChunk(steps: [step], bytesDone: chunk.bytesDone), progress)
            } catch {
                guard case .refused(let refusal) = error, case .apply(let row) = step else {
                    throw error
                }
                let problem = ImportRowError(refusal, row: row, rows.columns)
                try apply(
                    ImportChunk(steps: [.reject([problem])], bytesDone: chunk.bytesDone), progress)
            }
        }
    }

    private func apply(
        _ chunk: ImportChunk, _ progress: ImportProgress
    ) throws(StorageFailure) {
        let place = progress.next
        _ = try worker.write(by: progress.record.importAuthor) {
            transaction throws(StorageFailure) in
            try progress.apply(chunk, at: place, in: transaction)
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
