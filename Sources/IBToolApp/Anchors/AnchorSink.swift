import Platform
import Storage
import Telemetry
import WebAPI

/// A place outside the database that anchors are sent to at once. What it keeps betrays a chain that was
/// recomputed. A store of backups is one when it takes objects that nobody may replace.
protocol AnchorSink: Sendable {
    /// For logs, metrics and people; holds no secret.
    var name: String { get }
    /// Begins to take anchors.
    func start() throws(SystemError)
    /// Takes an anchor; does not wait for anybody else.
    func take(_ anchor: Anchor)
    /// Sends what waits, within a bound, and ends.
    func finish()
    var status: AnchorSinkStatus { get }
}

/// How a sink stands.
struct AnchorSinkStatus: Sendable, Equatable {
    var waiting = 0
    /// Anchors given up since the start.
    var lost = 0
    /// Microseconds since 1970.
    var lastSuccess: Int64?
    /// Why the last attempt failed; nil when it did not.
    var error: String?
}

extension AnchorSink {
    /// As the API tells it.
    var report: AnchorReport.Destination {
        let status = status
        return AnchorReport.Destination(
            name: name, waiting: status.waiting, lost: status.lost,
            lastSuccess: status.lastSuccess, error: status.error)
    }

    /// What /metrics says of it.
    func register(_ metrics: Metrics) {
        let labels: Metrics.Labels = [("destination", name)]
        metrics.sampled(
            "ibtool_anchor_waiting", help: "Anchors that wait to be taken.", labels: labels
        ) { Double(status.waiting) }
        metrics.sampledCounter(
            "ibtool_anchor_lost_total", help: "Anchors given up since the start.", labels: labels
        ) { Double(status.lost) }
        metrics.sampled(
            "ibtool_anchor_failing", help: "1 while the last attempt failed.", labels: labels
        ) { status.error == nil ? 0 : 1 }
        metrics.sampled(
            "ibtool_anchor_last_success_timestamp_seconds",
            help: "When an anchor was taken last; 0 for never.", labels: labels
        ) { Double((status.lastSuccess ?? 0) / 1_000_000) }
    }
}

/// A file of lines, one an anchor, synced after each.
final class AnchorFile: AnchorSink {
    let name: String
    private let path: String
    private let clock: WallClock
    private let log: Log
    private let state = Lock(AnchorSinkStatus())

    init(path: String, clock: WallClock, log: Log) {
        name = "file"
        self.path = path
        self.clock = clock
        self.log = log
    }

    func start() throws(SystemError) {}

    func take(_ anchor: Anchor) {
        let now = clock.now().microseconds
        do throws(SystemError) {
            let file = try File.open(path, .appending)
            try file.append(anchor.line + [0x0A])
            try file.sync()
            try file.close()
            state.withLock { state in
                state.lastSuccess = now
                state.error = nil
            }
        } catch {
            let sentence = error.description
            state.withLock { state in
                state.lost += 1
                state.error = sentence
            }
            log.error("anchor.file.failed", ["cause": .text(sentence)])
        }
    }

    func finish() {}

    var status: AnchorSinkStatus { state.withLock { $0 } }
}
