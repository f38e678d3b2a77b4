import Platform
public import Synchronization

/// A number that only grows.
public final class Counter: Sendable {
    @usableFromInline let value = Atomic<Int>(0)
    private let shares = Lock<[CounterShare]>([])

    init() {}

    /// A part of the counter for a thread that counts often.
    public func share() -> CounterShare {
        let share = CounterShare()
        shares.withLock { $0.append(share) }
        return share
    }

    /// Counts `amount` more; one atomic addition.
    @inlinable
    public func add(_ amount: Int = 1) { value.wrappingAdd(amount, ordering: .relaxed) }

    /// The number now.
    public var current: Int {
        shares.withLock { $0 }.reduce(value.load(ordering: .relaxed)) { $0 + $1.current }
    }
}

/// A number that goes up and down.
public final class Gauge: Sendable {
    @usableFromInline let value = Atomic<Int>(0)

    init() {}

    /// Moves the number up, or down by a negative amount.
    @inlinable
    public func add(_ amount: Int) { value.wrappingAdd(amount, ordering: .relaxed) }

    /// Puts the number to `amount`.
    @inlinable
    public func set(_ amount: Int) { value.store(amount, ordering: .relaxed) }

    /// The number now.
    public var current: Int { value.load(ordering: .relaxed) }
}

/// How values spread over buckets.
public final class Histogram: Sendable {
    /// From 0.1 ms to 10 s, for requests.
    public static let latencyBounds: [Double] = [
        0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5,
        10,
    ]

    let bounds: [Double]
    /// One count a bound and one beyond the last.
    private let buckets: [BucketCount]
    /// In millionths, so that the sum is one atomic add.
    private let sumMillionths = Atomic<Int>(0)
    private let shares = Lock<[HistogramShare]>([])

    init(_ bounds: [Double]) {
        precondition(!bounds.isEmpty && zip(bounds, bounds.dropFirst()).allSatisfy { $0 < $1 })
        self.bounds = bounds
        buckets = (0...bounds.count).map { _ in BucketCount() }
    }

    /// A part of the histogram for a thread that counts often.
    public func share() -> HistogramShare {
        let share = HistogramShare(bounds)
        shares.withLock { $0.append(share) }
        return share
    }

    /// Counts one value.
    public func observe(_ value: Double) {
        buckets[Self.bucket(of: value, bounds)].count.wrappingAdd(1, ordering: .relaxed)
        sumMillionths.wrappingAdd(Int(value * 1e6), ordering: .relaxed)
    }

    /// The bucket that a value falls into: the first whose bound is not below it, or the one beyond them.
    static func bucket(of value: Double, _ bounds: [Double]) -> Int {
        var index = 0
        while index < bounds.count, value > bounds[index] { index += 1 }
        return index
    }

    /// Counts of each bucket, the last one beyond every bound.
    public var counts: [Int] {
        var counts = buckets.map { $0.count.load(ordering: .relaxed) }
        for share in shares.withLock({ $0 }) {
            for (index, count) in share.counts.enumerated() { counts[index] += count }
        }
        return counts
    }

    /// The sum of all values.
    public var sum: Double {
        let own = sumMillionths.load(ordering: .relaxed)
        return Double(shares.withLock({ $0 }).reduce(own) { $0 + $1.millionths }) / 1e6
    }
}

private final class BucketCount: Sendable {
    let count = Atomic<Int>(0)
}
