import HTTP
import Platform
import Telemetry

/// The numbers a server keeps, over all loops.
struct ServerMetrics: Sendable {
    private let metrics: Metrics
    let openConnections: Gauge
    let accepted: Counter
    let received: Counter
    let sent: Counter
    let eventStreams: Gauge
    let handshakes: HandshakeMetrics

    init(_ metrics: Metrics) {
        self.metrics = metrics
        openConnections = metrics.gauge("http_connections", help: "Open connections.")
        accepted = metrics.counter("http_connections_total", help: "Accepted connections.")
        received = metrics.counter("http_received_bytes_total", help: "Bytes received.")
        sent = metrics.counter("http_sent_bytes_total", help: "Bytes sent.")
        eventStreams = metrics.gauge("http_event_streams", help: "Open event streams.")
        handshakes = HandshakeMetrics(metrics)
    }

    /// Answers of one route and one class of status; the looking up takes a lock.
    func answers(_ route: RouteLabel?, statusDigit digit: Int) -> Counter {
        metrics.counter(
            "http_requests_total", help: "Answered requests by route and class of status.",
            labels: Self.labels(route) + [("status", "\(digit)xx")])
    }

    /// How long one route takes; the looking up takes a lock.
    func latency(_ route: RouteLabel?) -> Histogram {
        metrics.histogram(
            "http_request_seconds", help: "From a complete head to a queued answer.",
            labels: Self.labels(route))
    }

    /// Counts what was refused, answered or not; rare, so the look-up by reason may cost a lock.
    func turnedAway(_ reason: String) {
        metrics.counter(
            "http_refusals_total",
            help: "Requests and connections refused by the server itself, by reason.",
            labels: [("reason", reason)]
        ).add()
    }

    /// The row's own method and template, never what a client wrote.
    private static func labels(_ route: RouteLabel?) -> Metrics.Labels {
        [("method", route?.method ?? "none"), ("route", route?.path ?? "none")]
    }
}
