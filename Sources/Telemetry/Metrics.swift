import Platform
import Synchronization

/// The registry: makes counters, gauges and histograms and writes them all as Prometheus text.
///
/// Asking twice for the same name and labels gives the same instrument. Keep what you got: the
/// look-up takes a lock, the increment is one atomic add.
public final class Metrics: Sendable {
    /// Label names with their values, in the order they are written.
    public typealias Labels = [(name: String, value: String)]

    private let families = Lock<[String: Family]>([:])

    public init() {}

    /// A number that only grows. `name` ends in "_total".
    public func counter(_ name: String, help: String, labels: Labels = []) -> Counter {
        let made = instrument(name, help: help, labels: labels) { .counter(Counter()) }
        guard case .counter(let counter) = made else {
            preconditionFailure("\(name) is no counter")
        }
        return counter
    }

    /// A number that goes up and down.
    public func gauge(_ name: String, help: String, labels: Labels = []) -> Gauge {
        let made = instrument(name, help: help, labels: labels) { .gauge(Gauge()) }
        guard case .gauge(let gauge) = made else { preconditionFailure("\(name) is no gauge") }
        return gauge
    }

    /// A number that is asked for when the metrics are written. `read` runs on the asking thread.
    public func sampled(
        _ name: String, help: String, labels: Labels = [], read: @escaping @Sendable () -> Double
    ) {
        _ = instrument(name, help: help, labels: labels) { .sampled(read) }
    }

    /// A number that only grows and is asked for when the metrics are written.
    public func sampledCounter(
        _ name: String, help: String, labels: Labels = [], read: @escaping @Sendable () -> Double
    ) {
        _ = instrument(name, help: help, labels: labels) { .sampledCounter(read) }
    }

    /// How values spread; `bounds` are the upper bounds of its buckets, rising, in seconds or bytes.
    public func histogram(
        _ name: String, help: String, labels: Labels = [],
        bounds: [Double] = Histogram.latencyBounds
    ) -> Histogram {
        let made = instrument(name, help: help, labels: labels) { .histogram(Histogram(bounds)) }
        guard case .histogram(let histogram) = made else {
            preconditionFailure("\(name) is no histogram")
        }
        return histogram
    }

    /// The Prometheus text exposition format, version 0.0.4, families in order of name.
    public func exposition() -> [UInt8] {
        let snapshot = families.withLock { $0 }
        var text: [UInt8] = []
        text.reserveCapacity(snapshot.count * 512)
        for (name, family) in snapshot.sorted(by: { $0.key < $1.key }) {
            family.write(name: name, to: &text)
        }
        return text
    }

    /// The content type of `exposition`.
    public static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    private func instrument(
        _ name: String, help: String, labels: Labels, make: () -> Instrument
    ) -> Instrument {
        precondition(Self.isName(name) && labels.allSatisfy { Self.isName($0.name) })
        let key = Family.text(of: labels)
        let made = make()
        return families.withLock { families in
            if let existing = families[name]?.series.first(where: { $0.labels == key }) {
                return existing.instrument
            }
            families[name, default: Family(help: help, kind: made.kind, series: [])]
                .series.append(Family.Series(labels: key, instrument: made))
            return made
        }
    }

    private static func isName(_ name: String) -> Bool {
        guard let first = name.utf8.first, !(0x30...0x39).contains(first) else { return false }
        return name.utf8.allSatisfy {
            (0x61...0x7A).contains($0) || (0x41...0x5A).contains($0) || (0x30...0x39).contains($0)
                || $0 == 0x5F
        }
    }
}

/// One kind of number.
enum Instrument: Sendable {
    case counter(Counter)
    case gauge(Gauge)
    case sampled(@Sendable () -> Double)
    case sampledCounter(@Sendable () -> Double)
    case histogram(Histogram)

    var kind: String {
        switch self {
        case .counter, .sampledCounter: "counter"
        case .gauge, .sampled: "gauge"
        case .histogram: "histogram"
        }
    }
}
