internal import Complaints
internal import HTTP
internal import JSON
internal import Storage

/// `POST /imports/{id}/undo`: withdraws what the import created and gives back what it changed where
/// nobody has changed it since. The reason stands in the history of each file.
enum UndoImport: Endpoint {
    static let operation = Operation(
        "Takes an import back", .imports, body: .named("ImportUndo"),
        .init(202, "Queued", .named("Import")), problems: [400, 404, 409, 415, 422, 503])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        var record = try exchange.importRecord()
        switch record.state {
        case .done, .failed, .cancelled: break
        case .preview, .queued, .running, .undoing, .undone:
            throw .refused(
                .wrongState(.import, key: String(record.id), state: record.state.rawValue))
        }
        var body = MemberReader(try exchange.optionalBodyObject() ?? JSONObject())
        let given = body.text("reason", bytesMax: Intake.changeReasonBytesMax)
        try body.finish()
        record.state = .undoing
        let reason = given.flatMap { $0.isEmpty ? nil : $0 } ?? reason(record, exchange.language)
        return exchange.queue(
            record, as: .undo(record.id), by: exchange.author(reason: reason))
    }

    /// What the history says when nobody says why.
    private static func reason(_ record: ImportRecord, _ language: Language) -> String {
        switch language {
        case .english: "Import \(record.id) (\(record.name)) was taken back"
        case .french: "L’import \(record.id) (\(record.name)) a été annulé"
        }
    }
}
