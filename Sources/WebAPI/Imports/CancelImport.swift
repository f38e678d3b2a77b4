internal import Complaints
internal import HTTP
internal import Platform
internal import Storage

/// `POST /imports/{id}/cancel`: stops an import; what was done stays.
enum CancelImport: Endpoint {
    static let operation = Operation(
        "Stops an import", .imports, .init(202, "Stopping", .named("Import")),
        problems: [404, 409])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let record = try exchange.importRecord()
        switch record.state {
        case .queued, .running, .preview:
            let jobs = exchange.instance.jobs
            let now = exchange.instance.clock.now().microseconds
            jobs.board.cancel(.importFile(record.id))
            return exchange.writeAndGoOn { transaction throws(StorageFailure) in
                try cancel(record.id, at: now, in: transaction)
            } then: { committed in
                let (now, wasRunning) = committed.value
                // What runs is concluded by its own thread.
                if !wasRunning {
                    jobs.board.forget(.importFile(now.id))
                    if now.state == .cancelled { jobs.discard(now) }
                }
                exchange.sendImport(now, status: 202)
            }
        case .done, .failed, .cancelled, .undoing, .undone:
            throw .refused(
                .wrongState(.import, key: String(record.id), state: record.state.rawValue))
        }
    }

    /// It is at its end with this commit, whatever happens afterwards: chunks that wait have no effect.
    private static func cancel(
        _ id: Int64, at now: Int64, in transaction: borrowing WriteTransaction
    ) throws(StorageFailure) -> (ImportRecord, wasRunning: Bool) {
        guard var record = try transaction.importRecord(id) else {
            throw .refused(.notFound(.import, key: String(id)))
        }
        let wasRunning = record.state == .running
        guard wasRunning || record.state == .queued || record.state == .preview else {
            return (record, false)
        }
        record.state = .cancelled
        record.finishedAt = now
        try transaction.updateImport(record)
        return (record, wasRunning)
    }
}
