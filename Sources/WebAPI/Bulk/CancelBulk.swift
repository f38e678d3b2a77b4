internal import HTTP
internal import Platform
internal import Storage

/// `POST /bulk/{id}/cancel`: stops bulk work after the chunk at hand; what was done stays. What waits
/// is cancelled at once; what has ended stays as it ended.
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
            let now = committed.value
            if now.state.isOver { jobs.board.forget(.bulk(now.id)) }
            if now.state == .cancelled { jobs.discard(file: now.fileName) }
            exchange.send(exchange.answer(now, status: 202))
        }
    }

    /// What does not run yet is at its end at once; what runs sees the board after its chunk.
    private static func cancel(
        _ before: BulkRecord, at now: Int64, in transaction: borrowing WriteTransaction
    ) throws(StorageFailure) -> BulkRecord {
        guard var record = try transaction.bulk(before.id) else { return before }
        guard record.state == .queued else { return record }
        record.state = .cancelled
        record.finishedAt = now
        try transaction.updateBulk(record)
        return record
    }
}
