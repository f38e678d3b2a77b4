import Complaints
import Crypto
import Platform
import Storage
import TLS
import Telemetry

/// Posts each warning of a clock to an address, signed, in the order of the change log, on a thread of its
/// own. The log itself is the queue: how far it was delivered stands in a file of the data directory, so
/// that an address that is away, a stop and a kill -9 lose nothing. After a kill -9 the last ones may come
/// twice; their `seq` says so.
final class ClockWebhook: Sendable {
    /// How often a warning is offered to an address that refuses it; then it is given up and counted.
    static let refusalsMax = 10
    /// How many may come twice after a kill -9: the position is kept, which costs a sync, once in so many.
    static let repeatsMax = 50
    static let positionName = "clock-webhook.position"
    /// How long a log that could not be read is left alone.
    private static let readWait = Duration.seconds(5)

    /// How it stands.
    struct Status: Sendable, Equatable {
        /// Taken, and given up, since the start.
        var sent = 0
        var lost = 0
        /// Microseconds since 1970.
        var lastSuccess: Int64?
        /// Why the last attempt failed; nil when it did not.
        var error: String?
    }

    private let hook: Webhook
    private let key: SigningKey
    private let path: String
    private let clock: WallClock
    private let log: Log
    private let state = Lock(Status())
    private let wakes = Mailbox<Bool>(capacity: 1)
    /// The row of the log with which the thread was woken last.
    private let woken = Lock<Int64>(0)
    private let running = Lock<(thread: Thread, subscription: Subscription)?>(nil)

    /// Over the trusted roots of the machine, with the key of anchors.
    convenience init(
        _ address: WebhookAddress, keyPath: String, directory: String,
        environment: [String: String], log: Log
    ) throws(CommandFailure) {
        let tls: TLSClient?
        do {
            tls =
                address.isSecure
                ? try TrustedRoots.client(given: nil, environment: environment) : nil
        } catch {
            throw .failed("clock-webhook: \(error)")
        }
        self.init(
            Webhook(address, tls: tls), key: try AnchorKeyFile.loadOrMake(keyPath),
            directory: directory, clock: .system, log: log)
    }

    /// - Parameter directory: the data directory.
    init(_ hook: Webhook, key: SigningKey, directory: String, clock: WallClock, log: Log) {
        self.hook = hook
        self.key = key
        path = "\(directory)/\(Self.positionName)"
        self.clock = clock
        self.log = log
    }

    /// Begins on an open store: behind what was delivered before, with what is noted from now on when
    /// nothing was.
    func start(_ store: Store, _ metrics: Metrics) throws(SystemError) {
        register(metrics)
        let position = try HookPosition(path, upTo: store.commit, log: log)
        woken.withLock { $0 = position.row }
        let subscription = store.subscribe { notices in
            if self.isReason(notices) { _ = self.wakes.offer(true) }
        }
        let thread = try Thread.start(name: "clock-webhook") { self.run(store, from: position) }
        running.withLock { $0 = (thread, subscription) }
    }

    /// Whether the thread has to look: for a warning, and without one once in so many rows, which the
    /// next start would read otherwise.
    private func isReason(_ notices: [ChangeNotice]) -> Bool {
        // None at all: some could not be read.
        guard let last = notices.last?.seq else { return true }
        let hasWarning = notices.contains { $0.entity == .clock }
        return woken.withLock { woken in
            guard hasWarning || last - woken >= HookPosition.rowsMax else { return false }
            woken = last
            return true
        }
    }

    /// Ends after the attempt at hand, whatever waits behind it. Called while the store can still be read.
    func stop() {
        let ended = running.withLock { running in running.take() }
        ended?.subscription.cancel()
        hook.end()
        wakes.close()
        ended?.thread.join()
    }

    var status: Status { state.withLock { $0 } }

    // MARK: The thread

    private func run(_ store: Store, from start: HookPosition) {
        var position = start
        while !hook.isEnding {
            do throws(StorageFailure) {
                let row = position.row
                let next = try store.read { reader throws(StorageFailure) in
                    try reader.clockNotices(after: row)
                }
                guard post(next.notices, &position) else { break }
                position.move(to: next.last)
                if !next.notices.isEmpty { position.keep() }
                if next.isEnd { _ = wakes.take() }
            } catch {
                log.error("clock.webhook.unread", ["cause": .text("\(error)")])
                _ = wakes.take(until: MonotonicInstant.now() + Self.readWait)
            }
        }
        position.keep()
    }

    /// Whether it was gone through with all of them: none is begun once the hook ends.
    private func post(_ notices: [ClockNotice], _ position: inout HookPosition) -> Bool {
        for (index, notice) in notices.enumerated() {
            guard !hook.isEnding, deliver(notice) else { return false }
            position.move(to: notice.seq)
            if index % Self.repeatsMax == Self.repeatsMax - 1 { position.keep() }
        }
        return true
    }

    /// Whether to go on behind it.
    private func deliver(_ notice: ClockNotice) -> Bool {
        let line: [UInt8]
        do throws(CryptoError) { line = try notice.line(signedWith: key) } catch {
            giveUp(notice, because: "it could not be signed: \(error)")
            return true
        }
        let patience = Webhook.Patience.untilTaken(refusalsMax: Self.refusalsMax)
        let outcome = hook.deliver(line, patience) { attempt, failure in
            state.withLock { $0.error = failure.sentence }
            log.warning(
                "clock.webhook.failed",
                [
                    "destination": .text(hook.name), "attempt": .integer(Int64(attempt)),
                    "cause": .text(failure.sentence),
                ])
        }
        switch outcome {
        case .taken:
            let now = clock.now().microseconds
            state.withLock { state in
                state.sent += 1
                state.lastSuccess = now
                state.error = nil
            }
        case .givenUp(let failure): giveUp(notice, because: failure.sentence)
        case .ended: return false
        }
        return true
    }

    private func giveUp(_ notice: ClockNotice, because reason: String) {
        state.withLock { state in
            state.lost += 1
            state.error = reason
        }
        log.error(
            "clock.webhook.lost",
            [
                "destination": .text(hook.name), "seq": .integer(notice.seq),
                "cause": .text(reason),
            ])
    }

    private func register(_ metrics: Metrics) {
        let labels: Metrics.Labels = [("destination", hook.name)]
        metrics.sampledCounter(
            "ibtool_clock_webhook_sent_total",
            help: "Warnings of clocks that the web hook took since the start.", labels: labels
        ) { Double(self.status.sent) }
        metrics.sampledCounter(
            "ibtool_clock_webhook_lost_total",
            help: "Warnings of clocks that the web hook refused, given up since the start.",
            labels: labels
        ) { Double(self.status.lost) }
        metrics.sampled(
            "ibtool_clock_webhook_failing", help: "1 while the last attempt failed.", labels: labels
        ) { self.status.error == nil ? 0 : 1 }
        metrics.sampled(
            "ibtool_clock_webhook_last_success_timestamp_seconds",
            help: "When a warning was taken last; 0 for never.", labels: labels
        ) { Double((self.status.lastSuccess ?? 0) / 1_000_000) }
    }
}
