import HTTP
import Platform
import Telemetry

/// The numbers a server keeps.
struct ServerMetrics: Sendable {
    private let metrics: Metrics
    /// Answers by first digit of their status.
    private let answers: [Counter]
    let latency: Histogram
    let openConnections: Gauge
    let accepted: Counter
    let received: Counter
    let sent: Counter
    let eventStreams: Gauge
    let handshakes: HandshakeMetrics

    init(_ metrics: Metrics) {
        self.metrics = metrics
        answers = (2...5).map { digit in
            metrics.counter(
                "http_responses_total", help: "Answers by class of status.",
                labels: [("class", "\(digit)xx")])
        }
        latency = metrics.histogram(
            "http_request_seconds", help: "From a complete head to a queued answer.")
        openConnections = metrics.gauge("http_connections", help: "Open connections.")
        accepted = metrics.counter("http_connections_total", help: "Accepted connections.")
        received = metrics.counter("http_received_bytes_total", help: "Bytes received.")
        sent = metrics.counter("http_sent_bytes_total", help: "Bytes sent.")
        eventStreams = metrics.gauge("http_event_streams", help: "Open event streams.")
        handshakes = HandshakeMetrics(metrics)
    }

    func answered(_ status: Status, after time: Duration) {
        answers[Int(status.code / 100) - 2].add()
        latency.observe(time.inSeconds)
    }

    /// Counts a refusal; rare, so the look-up by reason may cost a lock.
    func refused(_ reason: String, _ status: Status) {
        answers[Int(status.code / 100) - 2].add()
        turnedAway(reason)
    }

    /// Counts what was refused without an answer.
    func turnedAway(_ reason: String) {
        metrics.counter(
            "http_refusals_total",
            help: "Requests and connections refused by the server itself, by reason.",
            labels: [("reason", reason)]
        ).add()
    }
}
