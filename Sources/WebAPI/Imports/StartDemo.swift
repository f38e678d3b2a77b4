internal import Complaints
internal import HTTP
internal import JSON
internal import Storage

/// `POST /demo`: fills the database with believable complaints, sites and systems, the same for the
/// same seed.
enum StartDemo: Endpoint {
    static let rowsMax: Int64 = 10_000_000

    static let operation = Operation(
        "Makes demo data", .running, body: .named("DemoRequest"),
        .init(202, "Queued", .named("Job")), problems: [400, 415, 422, 503])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        var body = MemberReader(try exchange.bodyObject())
        let rows = body.integer("rows", in: 0...rowsMax) ?? 10_000
        let seed = body.integer("seed", in: 0...Int64.max) ?? 1
        try body.finish()
        let jobs = exchange.instance.jobs
        let job = jobs.board.add(kind: "demo", total: rows)
        let author = exchange.author()
        guard jobs.enqueue(.demo(job: job.id, rows: rows, seed: UInt64(seed), author)) else {
            throw .overloaded(retryAfterSeconds: 30)
        }
        var writer = JSONWriter(reserving: 256)
        writer.job(job, in: exchange.language)
        return .answer(
            Answer.json(writer.bytes, status: 202).with("location", "/api/v1/jobs/\(job.id)"))
    }
}
