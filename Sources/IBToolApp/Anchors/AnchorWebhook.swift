import Platform
import Storage
import TLS
import Telemetry

/// Posts each anchor's line to an address, in order, on a thread of its own. What is not taken after ten
/// attempts is given up and counted: the next anchor covers what it covered.
final class AnchorWebhook: AnchorSink {
    static let queueMax = 64
    static let attemptsMax = 10

    private let hook: Webhook
    private let clock: WallClock
    private let log: Log
    private let queue = Mailbox<Anchor>(capacity: queueMax)
    private let state = Lock((status: AnchorSinkStatus(), isInHand: false))
    private let thread = Lock<Thread?>(nil)

    /// - Parameter firstWait: before the second attempt; each further one waits twice as long.
    init(
        _ address: WebhookAddress, tls: TLSClient?, clock: WallClock, log: Log,
        firstWait: Duration = .seconds(1)
    ) {
        hook = Webhook(address, tls: tls, firstWait: firstWait)
        self.clock = clock
        self.log = log
    }

    var name: String { hook.name }

    func start() throws(SystemError) {
        let made = try Thread.start(name: "anchor-webhook") {
            while let anchor = self.queue.take() {
                self.state.withLock { $0.isInHand = true }
                self.deliver(anchor)
                self.state.withLock { $0.isInHand = false }
            }
        }
        thread.withLock { $0 = made }
    }

    func take(_ anchor: Anchor) {
        if queue.offer(anchor) { return }
        giveUp(anchor, because: "too many anchors wait")
    }

    func finish() {
        hook.end()
        queue.close()
        let ended = thread.withLock { $0.take() }
        ended?.join()
    }

    var status: AnchorSinkStatus {
        let waiting = queue.count
        return state.withLock { state in
            var status = state.status
            status.waiting = waiting + (state.isInHand ? 1 : 0)
            return status
        }
    }

    private func deliver(_ anchor: Anchor) {
        let outcome = hook.deliver(anchor.line, .attempts(Self.attemptsMax)) { attempt, failure in
            state.withLock { $0.status.error = failure.sentence }
            log.warning(
                "anchor.webhook.failed",
                [
                    "destination": .text(name), "attempt": .integer(Int64(attempt)),
                    "cause": .text(failure.sentence),
                ])
        }
        switch outcome {
        case .taken:
            let now = clock.now().microseconds
            state.withLock { state in
                state.status.lastSuccess = now
                state.status.error = nil
            }
        case .givenUp(let failure), .ended(let failure):
            giveUp(anchor, because: failure.sentence)
        }
    }

    private func giveUp(_ anchor: Anchor, because reason: String) {
        state.withLock { state in
            state.status.lost += 1
            state.status.error = reason
        }
        log.error(
            "anchor.webhook.lost",
            [
                "destination": .text(name), "seq": .integer(anchor.seq), "cause": .text(reason),
            ])
    }
}
