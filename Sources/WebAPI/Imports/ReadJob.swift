internal import Complaints
internal import HTTP
internal import JSON

/// `GET /jobs/{id}`: how far a job is.
enum ReadJob: Endpoint {
    static let operation = Operation("Reads a job", .running, .init(200, "The job", .named("Job")))

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let key = exchange.parameters[0]
        guard let id = Int64(key), let job = exchange.instance.jobs.board.job(id) else {
            throw .noRoute
        }
        var writer = JSONWriter(reserving: 256)
        writer.job(job, in: exchange.language)
        return .answer(.json(writer.bytes))
    }
}

extension JSONWriter {
    /// A job as docs/api.md shows it.
    mutating func job(_ job: JobBoard.Job, in language: Language) {
        beginObject()
        name("id")
        integer(job.id)
        name("kind")
        string(job.kind)
        name("state")
        string(job.state.rawValue)
        name("done")
        integer(job.done)
        name("total")
        integer(job.total)
        name("failure")
        if let failure = job.failure { string(failure[language]) } else { null() }
        endObject()
    }
}
