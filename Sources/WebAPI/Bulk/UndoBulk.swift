internal import Complaints
internal import HTTP
internal import JSON
internal import Storage

/// `POST /bulk/{id}/undo`: gives the fields that bulk work wrote the values they had before, each where
/// it still holds what the work wrote. It is bulk work of its own, with its own rows and its reason in
/// the history of each file, and may be taken back in turn.
enum UndoBulk: Endpoint {
    /// Rows of the work that are read at a time.
    private static let pageRows = 5_000

    static let operation = Operation(
        "Takes bulk work back", .complaints, headers: ["Idempotency-Key"],
        body: .named("BulkUndo"), .init(202, "Queued", .named("Bulk")),
        problems: [400, 403, 404, 409, 415, 422, 503])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let record = try exchange.bulkRecord()
        let object = try exchange.bodyObject()
        var body = MemberReader(object)
        let isEmpty = body.value(Intake.changeReasonMember)?.stringValue?.isEmpty ?? true
        if isEmpty { body.reject(Intake.changeReasonMember, .required) }
        try body.finish()
        let reason: String?
        do throws(Refusal) { reason = try Intake.changeReason(in: object) } catch {
            throw .refused(error)
        }
        // Rows are read once no more are written; what else stands against it, the writer finds out.
        guard record.state.isOver else {
            throw .refused(.bulkState(record.id, .underway))
        }
        let key = try exchange.onceKey {
            exchange.bodyBytes + Array(" \(record.id)".utf8)
        }
        var rows = try FrozenRows(for: exchange)
        try freeze(record.id, &rows, exchange)
        exchange.startBulk(
            .undo, rows: rows.count, in: try rows.finish(), reason: reason, once: key, as: nil,
            fields: record.fields, undoes: record.id)
        return .later
    }

    private static func freeze(
        _ id: Int64, _ rows: inout FrozenRows, _ exchange: Exchange
    ) throws(APIFailure) {
        var last: Int64 = 0
        while true {
            let after = last
            let page = try exchange.read { reader throws(StorageFailure) in
                try reader.madeByBulk(id, after: after, limit: pageRows)
            }
            for made in page { try rows.add(made.complaint) }
            guard page.count == pageRows, let end = page.last else { return }
            last = end.row
        }
    }
}
