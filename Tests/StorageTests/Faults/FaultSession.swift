import Complaints
import Platform
import Testing

@testable import Storage

/// A day in the life of a store over a disk that fails: batches of new complaints, edits, refusals,
/// reads, a reader that keeps its snapshot, checkpoints. The same seed does the same.
struct FaultSession {
    let store: Store
    let disk: FaultDisk
    let seed: UInt64
    var ledger: Ledger
    private var dice: SeededGenerator
    private var pinned: Connection?
    private var made = 0
    /// What went otherwise than it may.
    private(set) var findings: [String] = []

    init(_ store: Store, _ disk: FaultDisk, seed: UInt64, ledger: Ledger) {
        self.store = store
        self.disk = disk
        self.seed = seed
        self.ledger = ledger
        dice = SeededGenerator(seed: seed)
    }

    /// A job's batch may take long enough for all that is queued together to be one transaction.
    private static let author = Author(name: "marie", origin: .web, address: "", isJob: true)

    /// Lets logs be copied and emptied after a few batches.
    static func options(_ directory: StoreDirectory, _ dice: inout SeededGenerator) -> StoreOptions
    {
        var options = directory.options
        options.logLimits.passive = .random(in: 10...60, using: &dice)
        options.logLimits.truncate = .random(in: 40...200, using: &dice)
        return options
    }

    mutating func run(steps: Int) throws {
        for _ in 0..<steps { try step() }
        pinned = nil
    }

    private mutating func step() throws {
        switch Int.random(in: 0..<10, using: &dice) {
        case 0..<5: createBatch()
        case 5, 6: edit()
        case 7: try look()
        case 8: pin()
        default: pinned = nil
        }
    }

    private mutating func text() -> String {
        made += 1
        return "s\(seed)-\(made)"
    }

    // MARK: Writing

    private struct Creation {
        let summaries: [String]
        let description: String
        let isRefused: Bool
    }

    /// Some requests in one transaction, each with up to three complaints; a few are refused.
    private mutating func createBatch() {
        let requests = (0..<Int.random(in: 1...4, using: &dice)).map { _ in
            let summaries = (0..<Int.random(in: 1...3, using: &dice)).map { _ in text() }
            return Creation(
                summaries: summaries,
                description: String(
                    repeating: "Noise in the \(summaries[0]). ",
                    count: Int.random(in: 1...200, using: &dice)),
                isRefused: Int.random(in: 0..<8, using: &dice) == 0)
        }
        let queued = Mailbox<Bool>(capacity: 1)
        let answers = requests.map { request in
            submit(request, after: request.summaries == requests[0].summaries ? queued : nil)
        }
        _ = queued.offer(true)
        for (request, answer) in zip(requests, answers) { take(answer.take(), of: request) }
    }

    private typealias Answer = Result<Committed<[ComplaintStamp]>, StorageFailure>

    private func submit(_ request: Creation, after go: Mailbox<Bool>?) -> Mailbox<Answer> {
        let answer = Mailbox<Answer>(capacity: 1)
        store.write(by: Self.author) { (transaction) throws(StorageFailure) in
            if let go { _ = go.take() }
            var stamps: [ComplaintStamp] = []
            for summary in request.summaries {
                let fields = values([
                    "summary": .text(summary), "description": .text(request.description),
                    "patient_age": "43",
                ])
                stamps.append(try transaction.createComplaint(fields))
            }
            if request.isRefused { throw .refused(.notFound(.site, key: "none")) }
            return stamps
        } then: {
            _ = answer.offer($0)
        }
        return answer
    }

    private mutating func take(_ answer: Answer?, of request: Creation) {
        switch answer {
        case .success(let done)? where request.isRefused:
            findings.append("\(request.summaries) was to be refused: \(done.commit)")
        case .success(let done)?: ledger.acknowledge(done.value, request.summaries, done.commit)
        case .failure(.refused)?: ledger.refuse(request.summaries)
        case .failure(let failure)?:
            ledger.doubt(request.summaries)
            accept(failure, "\(request.summaries)")
        case nil: findings.append("\(request.summaries) got no answer")
        }
    }

    private mutating func edit() {
        guard let target = ledger.any(&dice) else { return }
        let summary = text()
        do throws(StorageFailure) {
            let done = try store.writeAndWait(by: Self.author) {
                (transaction) throws(StorageFailure) in
                try transaction.updateComplaint(
                    .id(target.id), expected: target.version,
                    to: values(["summary": .text(summary)]), for: everything)
            }
            ledger.acknowledgeEdit(target.id, summary, done.value)
        } catch {
            ledger.doubtEdit(of: target.id, to: summary)
            // The edit before this one got an error and was done all the same.
            if case .refused(.versionConflict) = error, disk.hasFailed || disk.isCut { return }
            accept(error, "the edit \(summary)")
        }
    }

    /// Errors are for disks that failed, with a sentence, and never a refusal.
    private mutating func accept(_ failure: StorageFailure, _ what: String) {
        if case .refused(let refusal) = failure { findings.append("\(what): \(refusal)") }
        if !disk.hasFailed, !disk.isCut { findings.append("\(what) on a sound disk: \(failure)") }
        if failure.description.count < 20 { findings.append("\(what): \(failure)") }
    }

    // MARK: Reading

    /// A snapshot shows all that was acknowledged, and counts as its log does.
    private mutating func look() throws {
        do {
            let count = Int(try store.value("SELECT count(*) FROM complaint") ?? "") ?? 0
            if count < ledger.count {
                findings.append("\(ledger.count) acknowledged, \(count) to be read")
            }
        } catch let failure as StorageFailure {
            accept(failure, "a read")
        }
    }

    /// A reader that keeps its snapshot from now on.
    private mutating func pin() {
        pinned = nil
        do throws(StorageFailure) {
            let connection = try Connection(path: store.databasePath, role: .reading)
            try connection.run("BEGIN")
            _ = try connection.lastChange()
            pinned = connection
        } catch {
            accept(error, "a reader")
        }
    }
}
