import Synchronization

/// One thread's part of a counter. Only that thread adds to it, so that an addition is a plain one and
/// no other thread waits for the memory it stands in.
public final class CounterShare: Sendable {
    private let value = Atomic<Int>(0)

    init() {}

    /// Counts `amount` more. Called by one thread only.
    public func add(_ amount: Int = 1) {
        value.store(value.load(ordering: .relaxed) &+ amount, ordering: .relaxed)
    }

    /// The number now; read by any thread.
    var current: Int { value.load(ordering: .relaxed) }
}

/// One thread's part of a histogram.
public final class HistogramShare: Sendable {
    private let bounds: [Double]
    /// One count a bound and one beyond the last.
    private let buckets: [CounterShare]
    /// In millionths.
    private let sumMillionths = CounterShare()

    init(_ bounds: [Double]) {
        self.bounds = bounds
        buckets = (0...bounds.count).map { _ in CounterShare() }
    }

    /// Counts one value. Called by one thread only.
    public func observe(_ value: Double) {
        buckets[Histogram.bucket(of: value, bounds)].add()
        sumMillionths.add(Int(value * 1e6))
    }

    var counts: [Int] { buckets.map(\.current) }
    var millionths: Int { sumMillionths.current }
}
