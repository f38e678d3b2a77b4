import Telemetry

/// What became of TLS handshakes.
struct HandshakeMetrics: Sendable {
    let full: Counter
    let resumed: Counter
    /// The client and we did not agree, or it spoke no TLS.
    let failed: Counter
    /// Not done within `ServerLimits.handshakeTime`.
    let expired: Counter
    /// More than `ServerLimits.handshakesPerSecondMax`: not begun.
    let refused: Counter

    init(_ metrics: Metrics) {
        func counter(_ result: String) -> Counter {
            metrics.counter(
                "tls_handshakes_total", help: "TLS handshakes by their result.",
                labels: [("result", result)])
        }
        full = counter("full")
        resumed = counter("resumed")
        failed = counter("failed")
        expired = counter("expired")
        refused = counter("refused")
    }
}
