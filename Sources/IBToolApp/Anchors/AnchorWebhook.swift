import HTTP
import HTTPClient
import Platform
import Storage
import TLS
import Telemetry

/// Posts each anchor's line to an address, in order, on a thread of its own. What is not taken (2xx) is
/// tried again after 1, 2, 4 … 60 seconds, ten times; then it is given up and counted: the next anchor
/// covers what it covered.
final class AnchorWebhook: AnchorSink {
    static let queueMax = 64
    static let attemptsMax = 10
    static let waitMax = Duration.seconds(60)

    let name: String
    private let client: HTTPClient
    private let target: String
    private let clock: WallClock
    private let log: Log
    private let firstWait: Duration
    private let queue = Mailbox<Anchor>(capacity: queueMax)
    /// Ends waits.
    private let stopping = Mailbox<Bool>(capacity: 1)
    private let state = Lock((status: AnchorSinkStatus(), isInHand: false, isEnding: false))
    private let thread = Lock<Thread?>(nil)

    /// - Parameter firstWait: before the second attempt; each further one waits twice as long.
    init(
        _ address: WebhookAddress, tls: TLSClient?, clock: WallClock, log: Log,
        firstWait: Duration = .seconds(1)
    ) {
        name = address.name
        target = address.target
        self.clock = clock
        self.log = log
        self.firstWait = firstWait
        var deadlines = ClientDeadlines()
        (deadlines.connect, deadlines.read, deadlines.write) = (
            .seconds(5), .seconds(10), .seconds(10)
        )
        deadlines.total = .seconds(20)
        let endpoint: Endpoint =
            if let tls {
                .tls(host: address.host, port: address.port, tls)
            } else {
                .tcp(host: address.host, port: address.port)
            }
        client = HTTPClient(endpoint, deadlines: deadlines, connectionsIdleMax: 0)
    }

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
        state.withLock { $0.isEnding = true }
        queue.close()
        _ = stopping.offer(true)
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
        var wait = firstWait
        var reason = ""
        for attempt in 1...Self.attemptsMax {
            guard let failure = post(anchor) else {
                let now = clock.now().microseconds
                return state.withLock { state in
                    state.status.lastSuccess = now
                    state.status.error = nil
                }
            }
            reason = failure
            state.withLock { $0.status.error = failure }
            log.warning(
                "anchor.webhook.failed",
                [
                    "destination": .text(name), "attempt": .integer(Int64(attempt)),
                    "cause": .text(failure),
                ])
            // An instance that ends asks once more for each and does not wait.
            if state.withLock({ $0.isEnding }) { break }
            _ = stopping.take(until: MonotonicInstant.now() + wait)
            wait = min(wait * 2, Self.waitMax)
        }
        giveUp(anchor, because: reason)
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

    /// Why it was not taken; nil when it was.
    private func post(_ anchor: Anchor) -> String? {
        var headers = HeaderFields()
        headers.append("content-type", "application/json")
        headers.append("user-agent", "ibtool")
        do throws(ClientError) {
            let answer = try client.request(
                .post, target, headers: headers, body: .bytes(anchor.line), bytesMax: 64 << 10)
            let code = answer.head.status.code
            return (200..<300).contains(code) ? nil : "it answered \(code)"
        } catch {
            return error.description
        }
    }
}
