internal import Complaints
internal import Platform
internal import Rules
internal import Storage
internal import Synchronization
internal import Telemetry

/// Looks after clocks on a thread of its own: recounts after an activation, dry runs, and warnings once
/// a day and of files that changed.
///
/// What is done stands in the database, so that nothing is told twice and nothing is left out when the
/// process ends at any moment.
final class ClockKeeper: Sendable {
    /// How long files that changed wait to be looked at together.
    private static let every = Duration.seconds(3)
    /// How long it is at least from one look at all files to the next; the first is at the start.
    static let everyAll = Duration.seconds(30)
    /// More than these are looked at with all others.
    private static let changedMax = 100_000
    static let dryRunsMax = 16

    /// A dry run that somebody asked for.
    struct Order: Sendable {
        let ruleSet: Int64
        let rules: RuleSet
        var job: JobBoard.Job
    }

    private struct State {
        var changed: Set<Int64> = []
        var looksAtAll = true
        var orders: [Order] = []
        var results: [Int64: DryRunResult] = [:]
    }

    /// What the thread remembers from one look to the next.
    struct Looks {
        var day: CivilDate?
        /// When it looked at all files last; nil before the first look, which is at once.
        private var lastAtAll: MonotonicInstant?
        /// When the newest row of the log was written before the day at hand began, else until the last
        /// look: what is written after a clock jumped ahead does not bear it out.
        var newestChange: Int64 = 0
        var removal = NotificationRemoval(NotificationLimits(seenBefore: 0, toldBefore: 0))

        /// Whether all files may be looked at.
        func mayLookAtAll(at now: MonotonicInstant) -> Bool {
            lastAtAll.map { now >= $0 + everyAll } ?? true
        }

        /// All files were looked at, at `moment`.
        mutating func begin(
            _ today: CivilDate?, removing retention: NotificationRetention, at now: Int64,
            moment: MonotonicInstant
        ) {
            (day, lastAtAll) = (today, moment)
            removal = NotificationRemoval(retention.limits(at: now, newestChange: newestChange))
        }
    }

    private let work: ClockWork
    private let board: JobBoard
    private let state = Lock(State())
    private let wake = Mailbox<Bool>(capacity: 1)
    private let isEnding = Atomic(false)
    private let thread = Lock<Thread?>(nil)

    /// Starts the thread; `close` ends it.
    init(_ work: ClockWork, board: JobBoard) throws(SystemError) {
        self.work = work
        self.board = board
        let started = try Thread.start(name: "clocks") { [self] in run() }
        thread.withLock { $0 = started }
    }

    /// Files changed; they are looked at soon.
    func note(_ notices: [ChangeNotice]) {
        var hasRules = false
        state.withLock { state in
            for notice in notices {
                switch notice.entity {
                case .complaint: state.changed.insert(notice.id)
                case .ruleSet: hasRules = true
                default: break
                }
            }
            if state.changed.count > Self.changedMax {
                state.changed = []
                state.looksAtAll = true
            }
        }
        if hasRules { _ = wake.offer(true) }
    }

    /// Queues a dry run; false when too many wait.
    func enqueue(_ order: Order) -> Bool {
        let isTaken = state.withLock { state in
            guard state.orders.count < Self.dryRunsMax else { return false }
            state.orders.append(order)
            return true
        }
        if isTaken { _ = wake.offer(true) }
        return isTaken
    }

    /// The latest dry run of that version; nil when there was none since the start.
    func result(of ruleSet: Int64) -> DryRunResult? {
        state.withLock { state in state.results[ruleSet] }
    }

    /// Ends the thread after the step at hand.
    func close() {
        isEnding.store(true, ordering: .releasing)
        wake.close()
        let held = thread.withLock { $0.take() }
        held?.join()
    }

    private var mayRun: Bool { !isEnding.load(ordering: .acquiring) }

    private func run() {
        var looks = Looks()
        attempt { () throws(StorageFailure) in looks.newestChange = try work.newestChange() }
        var warnAt = MonotonicInstant.now()
        while mayRun {
            attempt { () throws(StorageFailure) in
                var isMore = true
                while mayRun, isMore {
                    runDryRuns()
                    isMore = try work.recount()
                }
            }
            if MonotonicInstant.now() >= warnAt {
                attempt { () throws(StorageFailure) in try warn(&looks) }
                attempt { () throws(StorageFailure) in
                    try work.remove(&looks.removal, while: { mayRun })
                }
                warnAt = MonotonicInstant.now() + Self.every
            }
            _ = wake.take(until: warnAt)
        }
    }

    /// Looks at files that changed, and at a day's start at all, when old notifications begin to go too.
    private func warn(_ looks: inout Looks) throws(StorageFailure) {
        let today = work.store.rules.today(at: work.clock)
        let mayLookAtAll = looks.mayLookAtAll(at: .now())
        let isNewDay = today != looks.day
        let (isForAll, changed) = state.withLock { state in
            let isForAll = mayLookAtAll && (state.looksAtAll || isNewDay)
            let taken = (isForAll, state.changed)
            state.changed = []
            if isForAll { state.looksAtAll = false }
            return taken
        }
        do throws(StorageFailure) {
            if isForAll {
                try work.warnOfAll()
                looks.begin(
                    today, removing: work.retention, at: work.clock.now().microseconds,
                    moment: .now())
            } else {
                try work.warn(of: changed.sorted())
            }
            if looks.day == today { looks.newestChange = try work.newestChange() }
        } catch {
            state.withLock { state in state.looksAtAll = true }
            throw error
        }
    }

    private func runDryRuns() {
        while mayRun,
            let order = state.withLock({ $0.orders.isEmpty ? nil : $0.orders.removeFirst() })
        {
            run(order)
        }
    }

    private func run(_ order: Order) {
        var job = order.job
        job.state = .running
        board.update(job)
        var dryRun = DryRun(from: work.store.rules.set, to: order.rules)
        let before = work.store.rules.id
        do throws(StorageFailure) {
            var isMore = true
            while isMore, mayRun {
                isMore = try work.store.read { reader throws(StorageFailure) in
                    try dryRun.step(reader)
                }
                job.done = dryRun.done
                board.update(job)
            }
            job.state = isMore ? .cancelled : .done
        } catch {
            job.state = .failed
            job.failure = error.sentence
            work.log.error("dry_run.failed", ["cause": "\(error)"])
        }
        let result = DryRunResult(
            ruleSet: order.ruleSet, before: before, job: job, dryRun: dryRun,
            at: work.clock.now().microseconds)
        state.withLock { state in
            state.results[order.ruleSet] = result
            while state.results.count > Self.dryRunsMax {
                let oldest = state.results.values.min { $0.at < $1.at }
                if let oldest { state.results[oldest.ruleSet] = nil }
            }
        }
        board.update(job)
    }

    private func attempt(_ body: () throws(StorageFailure) -> Void) {
        do throws(StorageFailure) { try body() } catch {
            // Tried again at the next turn.
            if mayRun { work.log.error("clocks.interrupted", ["cause": "\(error)"]) }
        }
    }
}

/// What a dry run found.
struct DryRunResult: Sendable {
    let ruleSet: Int64
    /// The version it was compared with.
    let before: Int64
    let job: JobBoard.Job
    let dryRun: DryRun
    let at: Int64
}
