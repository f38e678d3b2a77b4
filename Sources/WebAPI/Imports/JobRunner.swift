internal import Complaints
public import Platform
public import Storage
public import Tabular
public import Telemetry

/// Runs long work (imports, undo, demo data) beside the traffic: one thread, one job at a time, in
/// chunks of a few milliseconds of the writer's time that alternate with interactive writes. Bulk work
/// has a thread of its own: whoever edits some hundred files does not wait for an import.
///
/// An import is journaled: its counts and the rows done are written with each chunk's rows, so what a
/// crash or a stop interrupts goes on after the last chunk that was committed. After a passing fault
/// it goes on by itself.
///
/// ```
/// preview → queued → running → done | failed | cancelled
///                              done | failed | cancelled → undoing → undone
/// ```
public final class JobRunner: Sendable {
    let board = JobBoard()
    let samples = ColumnSamples()
    let inspections: InspectionDesk
    let folder: ImportFolder
    /// What a file may be at most.
    let limits: TableLimits
    private let orders: Mailbox<JobOrder>
    private let bulkOrders: Mailbox<Int64>
    private let threads: Lock<[Thread]>
    private let worker: JobWorker

    /// Starts the threads, which first take up what an earlier run left unfinished.
    ///
    /// - Parameter queueMax: how many orders wait in memory; what has a record waits there beyond it.
    public init(
        store: Store, clock: WallClock = .system, random: RandomSource = .system,
        limits: TableLimits = TableLimits(), queueMax: Int = 1_024, log: Log
    ) throws(SystemError) {
        self.limits = limits
        folder = try ImportFolder(directory: store.directory, random: random)
        orders = Mailbox(capacity: queueMax)
        bulkOrders = Mailbox(capacity: queueMax)
        inspections = try InspectionDesk()
        worker = JobWorker(
            store: store, folder: folder, limits: limits, clock: clock, log: log, board: board)
        let (worker, orders, bulkOrders) = (worker, orders, bulkOrders)
        // Before the first upload can be on its way.
        let unfinished = worker.unfinished()
        threads = Lock([
            try Thread.start(name: "jobs") {
                for order in unfinished.orders where !worker.board.isStopping { worker.run(order) }
                worker.runAll(orders)
            },
            try Thread.start(name: "bulk") {
                for id in unfinished.bulks where !worker.board.isStopping { worker.run(bulk: id) }
                worker.runAll(bulks: bulkOrders)
            },
        ])
    }

    /// Hands over bulk work whose record says `queued`. With too much waiting it is found by its record.
    func enqueue(bulk id: Int64) {
        if !bulkOrders.offer(id) { board.noteBeyond(.bulk) }
    }

    /// Hands over an import whose record says `queued` or `undoing`; likewise.
    func enqueue(stored order: JobOrder) {
        if !orders.offer(order) { board.noteBeyond(.orders) }
    }

    /// Queues work that has no record; false when too much waits.
    func enqueue(_ order: JobOrder) -> Bool { orders.offer(order) }

    /// Removes the file of an import that will not run.
    func discard(_ record: ImportRecord) { worker.discard(record) }

    /// Removes a file of the folder that nobody needs any more.
    func discard(file name: String) { worker.discard(file: name) }

    /// Lets go of files that nobody started an import from; done by itself now and then.
    func letGo() { worker.letGo() }

    /// Ends the threads, each after the chunk at hand. Unfinished jobs go on at the next start.
    public func close() {
        inspections.close()
        board.stop()
        orders.close()
        bulkOrders.close()
        let held = threads.withLock { threads in
            let held = threads
            threads = []
            return held
        }
        for thread in held { thread.join() }
    }
}

/// One piece of long work.
enum JobOrder: Sendable {
    case importFile(Int64)
    case undo(Int64)
    case demo(job: Int64, rows: Int64, seed: UInt64, Author)
}

/// What the job thread works with.
struct JobWorker: Sendable {
    let store: Store
    let folder: ImportFolder
    let limits: TableLimits
    let clock: WallClock
    let log: Log
    let board: JobBoard
    var pauses = RetryPauses()

    func run(_ order: JobOrder) {
        switch order {
        case .importFile(let id):
            persist(with: .importFile(id)) { () throws(StorageFailure) in
                try ImportJob(self, id: id).run()
            }
        case .undo(let id):
            persist(with: .importFile(id)) { () throws(StorageFailure) in
                try UndoJob(self, id: id).run()
            }
        case .demo(let job, let rows, let seed, let author):
            do throws(StorageFailure) {
                var demo = DemoJob(self, job: job, rows: rows, seed: seed, author: author)
                try demo.run()
            } catch {
                // It begins anew when somebody asks for it again.
                log.error("job.interrupted", ["cause": "\(error)"])
            }
        }
    }

    func run(bulk id: Int64) {
        persist(with: .bulk(id)) { () throws(StorageFailure) in
            try BulkJob(self, id: id).run()
        }
    }

    /// Runs orders as they come, and looks now and then for files that wait in vain.
    func runAll(_ orders: Mailbox<JobOrder>) {
        var sweepAt = MonotonicInstant.now() + Self.sweepEvery
        while !board.isStopping {
            let isBeyond = board.isBeyond(.orders)
            if let order = orders.take(until: isBeyond ? .now() : sweepAt) {
                run(order)
            } else if isBeyond {
                board.forgetBeyond(.orders)
                for order in recorded().orders where !board.isStopping { run(order) }
            }
            guard MonotonicInstant.now() >= sweepAt else {
                if orders.isOver { return }
                continue
            }
            sweepAt = MonotonicInstant.now() + Self.sweepEvery
            letGo()
            sweepAttachments()
        }
    }

    /// Runs bulk work as it comes.
    func runAll(bulks: Mailbox<Int64>) {
        while !board.isStopping {
            let isBeyond = board.isBeyond(.bulk)
            if let id = bulks.take(until: isBeyond ? .now() : nil) {
                run(bulk: id)
            } else if isBeyond {
                board.forgetBeyond(.bulk)
                for id in recorded().bulks where !board.isStopping { run(bulk: id) }
            } else {
                return
            }
        }
    }

    /// What an earlier run left undone. Clears away files that nobody needs, so no upload may be on its
    /// way yet.
    func unfinished() -> Recorded {
        recorded { imports, bulks in
            sweep(imports, bulks)
            letGo()
            sweepAttachments()
        }
    }

    /// Stored work that is not at its end, oldest first.
    typealias Recorded = (orders: [JobOrder], bulks: [Int64])

    private func recorded(
        first: ([ImportRecord], [BulkRecord]) -> Void = { _, _ in }
    ) -> Recorded {
        do throws(StorageFailure) {
            let found = try store.read { reader throws(StorageFailure) in
                (
                    imports: try reader.imports(limit: Self.resumedMax),
                    bulks: try reader.unfinishedBulks()
                )
            }
            first(found.imports, found.bulks)
            let orders = found.imports.reversed().compactMap { record -> JobOrder? in
                switch record.state {
                case .queued, .running: .importFile(record.id)
                case .undoing: .undo(record.id)
                case .preview, .done, .failed, .cancelled, .undone: nil
                }
            }
            return (orders, found.bulks.map(\.id))
        } catch {
            log.error("job.resume.failed", ["cause": "\(error)"])
            return ([], [])
        }
    }

    private static let resumedMax = 10_000

    private func sweep(_ imports: [ImportRecord], _ bulks: [BulkRecord]) {
        // With more imports than were read, a file may belong to one that was not.
        guard imports.count < Self.resumedMax else { return }
        let needed = imports.filter(\.needsFile).map(\.fileName) + bulks.map(\.fileName)
        do throws(SystemError) {
            try folder.sweep(keeping: Set(needed))
        } catch {
            log.warning("import.sweep.failed", ["cause": "\(error)"])
        }
    }

    /// Submits a change, again while the writer's queue is full, and waits for its commit.
    func write<Value: Sendable>(
        by author: Author,
        _ change: @escaping @Sendable (borrowing WriteTransaction) throws(StorageFailure) -> Value
    ) throws(StorageFailure) -> Value {
        while true {
            do throws(StorageFailure) {
                return try store.writeAndWait(by: author, change).value
            } catch {
                guard case .busy = error, !board.isStopping else { throw error }
                pause()
            }
        }
    }

    /// A moment for the writer to empty its queue.
    func pause() {
        let nothing = Mailbox<Bool>(capacity: 1)
        _ = nothing.take(until: MonotonicInstant.now() + .milliseconds(20))
    }

    /// Where an import's author may write now; the local operator, who has no account, everywhere.
    func scope(of author: String) throws(StorageFailure) -> ImportScope {
        let account = try store.read { reader throws(StorageFailure) in
            try reader.account(named: author)
        }
        return ImportScope(sites: account.flatMap(\.sites))
    }

    /// The fields there are now, the operator's own included.
    func catalogue() throws(StorageFailure) -> FieldCatalogue {
        let custom = try store.read { reader throws(StorageFailure) in try reader.customFields() }
        return .standard.adding(custom: custom)
    }

    /// The latest day that it is anywhere.
    var today: CivilDate { .latest(at: clock) }
}

extension CivilDate {
    /// The latest day that it is anywhere on earth.
    static func latest(at clock: WallClock) -> CivilDate {
        let day = Int((clock.now() + .seconds(14 * 3_600)).seconds / 86_400)
        guard let date = CivilDate(dayNumber: day) else {
            preconditionFailure("the clock shows no day")
        }
        return date
    }
}
