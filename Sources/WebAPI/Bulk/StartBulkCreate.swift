internal import Complaints
internal import HTTP
internal import JSON
internal import Platform
internal import Storage

/// `POST /complaints/bulk-create`: one new complaint a line (NDJSON), each as the body of
/// `POST /complaints`. Nothing is made before the whole body is here.
enum StartBulkCreate: Endpoint {
    static let bytesMax: Int64 = 1 << 30

    static let operation = Operation(
        "Makes many complaints", .complaints,
        parameters: [
            .init(
                name: "change_reason", schema: .string,
                description: "Why, for the history of each file")
        ], headers: ["Idempotency-Key"], body: .binary, .init(202, "Queued", .named("Bulk")),
        problems: [400, 403, 413, 422, 503])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let jobs = exchange.instance.jobs
        // First of all: whatever is refused below, the file goes with the refusal.
        let body = try ImportUpload.body(
            of: exchange.request, into: jobs.folder, log: exchange.instance.log)
        guard let body else { throw .bodyMissing }
        let reason = exchange.query["change_reason"]
        if let reason, reason.utf8.count > Intake.changeReasonBytesMax {
            throw .invalid(
                "?change_reason", .tooLong, argument: String(Intake.changeReasonBytesMax))
        }
        let rows = try count(body)
        let key = try key(of: exchange, for: body, reason)
        exchange.startBulk(.create, rows: rows, in: body, reason: reason, once: key, as: nil)
        return .later
    }

    /// The reason is a part of the request as the lines are.
    private static func key(
        of exchange: Exchange, for body: SpooledFile, _ reason: String?
    ) throws(APIFailure) -> OnceKey? {
        try exchange.onceKey { () throws(APIFailure) in
            let file = try io { () throws(SystemError) in try body.folder.hash(of: body.name) }
            return Array((file.hash + (reason.map { " " + $0 } ?? "")).utf8)
        }
    }

    /// How many lines there are, none of them longer than a body may be.
    private static func count(_ body: SpooledFile) throws(APIFailure) -> Int64 {
        do {
            let lines = try BulkLines(path: body.path)
            var count: Int64 = 0
            while try lines.next() != nil { count += 1 }
            if count == 0 { throw APIFailure.bodyMissing }
            guard count <= BulkLines.rowsMax else {
                throw APIFailure.invalid("", .tooMany, argument: String(BulkLines.rowsMax))
            }
            return count
        } catch let failure as APIFailure {
            throw failure
        } catch BulkLines.Failure.text(let error) {
            throw .malformedJSON(error)
        } catch {
            throw .broken("\(error)")
        }
    }
}
