internal import Complaints
internal import Platform
internal import Storage
internal import Telemetry

/// Fills the database with demo data: sites, then systems, then complaints, through the writes that
/// everybody's records take. A site or system that is there already is left as it is, so that a
/// second run adds complaints.
struct DemoJob {
    private enum Kind {
        case site, system, complaint
    }

    private let worker: JobWorker
    private let id: Int64
    private let world: DemoWorld
    private let author: Author
    /// The accounts there are: an owner without one is left out.
    private var owners: Set<String> = []

    init(_ worker: JobWorker, job: Int64, rows: Int64, seed: UInt64, author: Author) {
        self.worker = worker
        self.author = Author(
            name: author.name, origin: author.origin, address: author.address, isJob: true)
        id = job
        world = DemoWorld(seed: seed, rows: Int(rows))
    }

    mutating func run() throws(StorageFailure) {
        guard var job = worker.board.job(id) else { return }
        job.state = .running
        worker.board.update(job)
        let accounts = try worker.store.read { reader throws(StorageFailure) in
            try reader.accounts()
        }
        owners = Set(accounts.map(\.name))
        do throws(StorageFailure) {
            try write(.site, count: world.sitesCount, &job)
            try write(.system, count: world.systemsCount, &job)
            try write(.complaint, count: world.rows, &job)
            job.state = worker.board.isStopping ? .cancelled : .done
        } catch {
            job.state = .failed
            job.failure = error.sentence
            worker.log.error("demo.failed", ["cause": "\(error)"])
        }
        worker.board.update(job)
    }

    /// Writes all records of a kind in chunks; the next ones are made up while the writer works.
    private func write(
        _ kind: Kind, count: Int, _ job: inout JobBoard.Job
    ) throws(StorageFailure) {
        var pace = ChunkPace()
        var waiting: [Turn] = []
        var start = 0
        while true {
            while !worker.board.isStopping, start < count, waiting.count < ChunkPace.turnsMax {
                let chunk = try records(kind, from: start, to: min(start + pace.rowCount, count))
                waiting.append(submit(chunk))
                start += chunk.count
            }
            if waiting.isEmpty { return }
            let turn = waiting.removeFirst()
            try finish(turn, &pace)
            if kind == .complaint {
                job.done += Int64(turn.chunk.count)
                worker.board.update(job)
            }
        }
    }

    private func records(
        _ kind: Kind, from start: Int, to end: Int
    ) throws(StorageFailure) -> [Made] {
        do throws(Refusal) {
            return try (start..<end).map { index throws(Refusal) in
                switch kind {
                case .site: .site(world.site(at: index))
                case .system: .system(world.system(at: index))
                case .complaint: .complaint(try worker.store.draft(of: complaint(at: index)))
                }
            }
        } catch {
            throw .refused(error)
        }
    }

    private func complaint(at index: Int) -> FieldValues {
        var values = world.complaint(at: index).values
        if let owner = values["owner"]?.text, !owners.contains(owner) { values["owner"] = nil }
        return values
    }

    /// A record on its way to the writer.
    private enum Made {
        case site(FieldValues)
        case system(FieldValues)
        case complaint(ComplaintDraft)
    }

    private struct Turn {
        let chunk: [Made]
        let answer: Mailbox<Result<Committed<Duration>, StorageFailure>>
    }

    private func submit(_ chunk: [Made]) -> Turn {
        let turn = Turn(chunk: chunk, answer: Mailbox(capacity: 1))
        let answer = turn.answer
        worker.store.write(by: author) { transaction throws(StorageFailure) in
            let start = MonotonicInstant.now()
            for record in chunk { try Self.create(record, in: transaction) }
            return MonotonicInstant.now() - start
        } then: { result in
            _ = answer.offer(result)
        }
        return turn
    }

    private func finish(
        _ turn: Turn, _ pace: inout ChunkPace
    ) throws(StorageFailure) {
        guard let answer = turn.answer.take() else { throw .busy }
        switch answer {
        case .success(let committed): pace.learn(rows: turn.chunk.count, took: committed.value)
        case .failure(.refused), .failure(.busy): try oneByOne(turn.chunk)
        case .failure(let failure): throw failure
        }
    }

    /// A chunk with a code that is taken was taken back whole: each record by itself.
    private func oneByOne(_ chunk: [Made]) throws(StorageFailure) {
        for record in chunk {
            do throws(StorageFailure) {
                try worker.write(by: author) { transaction throws(StorageFailure) in
                    try Self.create(record, in: transaction)
                }
            } catch {
                guard case .refused(.taken) = error else { throw error }
            }
        }
    }

    private static func create(
        _ record: Made, in transaction: borrowing WriteTransaction
    ) throws(StorageFailure) {
        switch record {
        case .site(let values): _ = try transaction.createSite(values)
        case .system(let values): _ = try transaction.createSystem(values)
        case .complaint(let draft): _ = try transaction.createComplaint(draft)
        }
    }
}
