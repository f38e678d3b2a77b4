internal import HTTP
internal import Platform
internal import Storage

/// `POST /bulk/{id}/cancel`: stops bulk work; what was done stays. What has ended stays as it
/// ended.
enum CancelBulk: Endpoint {
    static let operation = Operation(
        "Stops bulk work", .complaints, .init(202, "Stopping", .named("Bulk")), problems: [404])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let record = try exchange.bulkRecord()
        if record.state.isOver { return .answer(exchange.answer(record, status: 202)) }
        let jobs = exchange.instance.jobs
        let now = exchange.instance.clock.now().microseconds
        jobs.board.cancel(.bulk(record.id))
        return exchange.writeAndGoOn { transaction throws(StorageFailure) in
            try cancel(record, at: now, in: transaction)
        } then: { committed in
            let (now, wasRunning) = committed.value
            // What runs is concluded by its own thread.
            if !wasRunning {
                jobs.board.forget(.bulk(now.id))
                if now.state == .cancelled { jobs.discard(file: now.fileName) }
            }
            exchange.send(exchange.answer(now, status: 202))
        }
    }

    /// It is at its end with this commit, whatever happens afterwards: chunks that wait have no effect.
    private static func cancel(
        _ before: BulkRecord, at now: Int64, in transaction: borrowing WriteTransaction
    ) throws(StorageFailure) -> (BulkRecord, wasRunning: Bool) {
        guard var record = try transaction.bulk(before.id), !record.state.isOver else {
            return (before, false)
        }
        let wasRunning = record.state == .running
        record.state = .cancelled
        record.finishedAt = now
        try transaction.updateBulk(record)
        return (record, wasRunning)
    }
}
