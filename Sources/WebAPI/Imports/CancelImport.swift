internal import Complaints
internal import HTTP
internal import Platform
internal import Storage

/// `POST /imports/{id}/cancel`: stops an import after the chunk at hand; what was done stays.
enum CancelImport: Endpoint {
    static let operation = Operation(
        "Stops an import", .imports, .init(202, "Stopping", .named("Import")),
        problems: [404, 409])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        var record = try exchange.importRecord()
        switch record.state {
        case .queued, .running:
            exchange.instance.jobs.board.cancel(import: record.id)
            exchange.sendImport(record, status: 202)
            return .later
        case .preview:
            record.state = .cancelled
            record.finishedAt = exchange.instance.clock.now().microseconds
            let ended = record
            return exchange.writeAndGoOn { transaction throws(StorageFailure) in
                try transaction.updateImport(ended)
            } then: { _ in
                exchange.instance.jobs.discard(ended)
                exchange.sendImport(ended, status: 202)
            }
        case .done, .failed, .cancelled, .undoing, .undone:
            throw .refused(
                .wrongState(.import, key: String(record.id), state: record.state.rawValue))
        }
    }
}
