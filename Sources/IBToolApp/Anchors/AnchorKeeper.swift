import Complaints
import Crypto
import Platform
import Storage
import TLS
import Telemetry
import WebAPI

/// Signs the head of the change log and sends it away: with each signature, after so many rows, after so long
/// a time with any row, and at the stop. To the log at once, to every sink, and into the database.
final class AnchorKeeper: Sendable {
    private static let author = Author.system()

    private let plan: AnchorPlan
    private let key: SigningKey
    private let sinks: [any AnchorSink]
    private let clock: WallClock
    private let log: Log
    /// Wakes the thread before its time; closed at the end.
    private let wakes = Mailbox<Bool>(capacity: 1)
    /// The last row that an anchor names, and when it was made.
    private let last = Lock((seq: Int64(0), at: Int64(0)))
    private let running = Lock<(thread: Thread, subscription: Subscription)?>(nil)

    /// Reads the key, or makes it at the first start.
    ///
    /// - Parameter further: places of other makes, such as a store of backups.
    init(
        _ plan: AnchorPlan, environment: [String: String], clock: WallClock = .system, log: Log,
        further: [any AnchorSink] = []
    ) throws(CommandFailure) {
        self.plan = plan
        self.clock = clock
        self.log = log
        key = try AnchorKeyFile.loadOrMake(plan.keyPath)
        var sinks: [any AnchorSink] = [AnchorFile(path: plan.filePath, clock: clock, log: log)]
        if let webhook = plan.webhook {
            do {
                let tls =
                    webhook.isSecure
                    ? try TrustedRoots.client(given: nil, environment: environment) : nil
                sinks.append(AnchorWebhook(webhook, tls: tls, clock: clock, log: log))
            } catch {
                throw .failed("anchor-webhook: \(error)")
            }
        }
        self.sinks = sinks + further
    }

    /// Begins on an open store; what no anchor covers yet is anchored at once.
    func start(_ store: Store, _ metrics: Metrics) throws(SystemError) {
        for sink in sinks {
            try sink.start()
            sink.register(metrics)
        }
        register(metrics, store)
        let known = lastKept(store)
        last.withLock { $0 = known }
        let thread = try Thread.start(name: "anchors") { self.run(store) }
        let subscription = store.subscribe { notices in self.note(notices) }
        running.withLock { $0 = (thread, subscription) }
    }

    /// Anchors what is left. Called while the store still takes writes, after everybody else's.
    func prepareToStop() {
        let ended = running.withLock { running in running.take() }
        ended?.subscription.cancel()
        wakes.close()
        ended?.thread.join()
    }

    /// Sends what waits. Called when the store is closed.
    func finish() {
        for sink in sinks { sink.finish() }
    }

    var report: AnchorReport {
        AnchorReport(publicKey: key.publicKey, destinations: sinks.map(\.report))
    }

    // MARK: The thread

    private func run(_ store: Store) {
        repeat {
            anchor(store)
            _ = wakes.take(until: MonotonicInstant.now() + plan.interval)
        } while !wakes.isOver
        anchor(store)
    }

    /// On the writer's thread.
    private func note(_ notices: [ChangeNotice]) {
        guard let newest = notices.last?.seq else { return }
        let isDue = newest - last.withLock({ $0.seq }) >= plan.rowsMax
        if isDue || notices.contains(where: { $0.entity == .signature }) { _ = wakes.offer(true) }
    }

    private func anchor(_ store: Store) {
        do {
            let head = try store.read { reader throws(StorageFailure) in try reader.chainHead() }
            guard let head, head.seq > last.withLock({ $0.seq }) else { return }
            let anchor = try Anchor.sign(
                seq: head.seq, hash: head.hash, at: clock.now().microseconds, with: key)
            log.info("anchor", ["line": .text(String(decoding: anchor.line, as: UTF8.self))])
            for sink in sinks { sink.take(anchor) }
            last.withLock { $0 = (anchor.seq, anchor.at) }
            try store.writeAndWait(by: Self.author) { transaction throws(StorageFailure) in
                try transaction.keep(anchor)
            }
        } catch {
            // The next one covers what this one did not.
            log.error("anchor.failed", ["cause": .text("\(error)")])
        }
    }

    /// The newest anchor in the database; none where it cannot be read: then one is made too many.
    private func lastKept(_ store: Store) -> (seq: Int64, at: Int64) {
        do throws(StorageFailure) {
            let newest = try store.read { reader throws(StorageFailure) in
                try reader.anchors(before: .max, limit: 1).first
            }
            return newest.map { ($0.seq, $0.at) } ?? (0, 0)
        } catch {
            return (0, 0)
        }
    }

    private func register(_ metrics: Metrics, _ store: Store) {
        metrics.sampled("ibtool_anchor_commit", help: "The last commit that an anchor names.") {
            Double(self.last.withLock { $0.seq })
        }
        metrics.sampled(
            "ibtool_anchor_rows_waiting", help: "Rows of the change log after the last anchor."
        ) { Double(max(0, store.commit - self.last.withLock { $0.seq })) }
        metrics.sampled(
            "ibtool_anchor_timestamp_seconds", help: "When the last anchor was made; 0 for never."
        ) { Double(self.last.withLock { $0.at } / 1_000_000) }
    }
}
