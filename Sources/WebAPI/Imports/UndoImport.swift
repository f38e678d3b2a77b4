internal import Complaints
internal import HTTP
internal import Storage

/// `POST /imports/{id}/undo`: withdraws what the import created and gives back what it changed where
/// nobody has changed it since.
enum UndoImport: Endpoint {
    static let operation = Operation(
        "Takes an import back", .imports, .init(202, "Queued", .named("Import")),
        problems: [404, 409, 503])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        var record = try exchange.importRecord()
        switch record.state {
        case .done, .failed, .cancelled: break
        case .preview, .queued, .running, .undoing, .undone:
            throw .refused(
                .wrongState(.import, key: String(record.id), state: record.state.rawValue))
        }
        record.state = .undoing
        record.finishedAt = nil
        return exchange.queue(record, as: .undo(record.id))
    }
}
