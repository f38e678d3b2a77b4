public import Platform
import Synchronization

/// Finished answers, least recently used ones given up first, bounded in bytes.
///
/// Nobody invalidates: an entry remembers the generations it depends on, read before its snapshot,
/// and a hit compares them. Concurrent misses on one key compute once, as long as nothing they
/// depend on changed in between.
public final class AnswerCache: Sendable {
    static let shardCount = 16
    /// What an entry costs beyond its bytes.
    static let entryOverhead = 512

    /// What advances with every commit.
    public let generations: Generations
    /// The most that it holds.
    public let bytesMax: Int
    private let shards: [Shard]
    private let clock: WallClock
    /// Hits on answers that somebody kept.
    private let repeats = Atomic<UInt64>(0)

    /// A cache of at most `bytesMax` bytes; an answer larger than a quarter of a shard is not kept.
    public init(
        bytesMax: Int, generations: Generations = Generations(), clock: WallClock = .system
    ) {
        self.generations = generations
        self.clock = clock
        self.bytesMax = bytesMax
        let shardBytes = bytesMax / Self.shardCount
        shards = (0..<Self.shardCount).map { _ in Shard(bytesMax: shardBytes) }
    }

    /// The answer if it is there and still true. Takes two short locks, computes nothing.
    public func lookup(_ key: AnswerKey) -> CachedAnswer? { proven(key)?.answer }

    /// The same, with what it rests on, for whoever keeps the answer for a moment.
    public func proven(_ key: AnswerKey) -> (answer: CachedAnswer, proof: AnswerProof)? {
        let shard = shard(of: key)
        guard let entry = shard.entries.withLock({ $0.touch(key) }) else { return nil }
        guard isGood(entry) else {
            shard.entries.withLock { $0.remove(key, ifStill: entry.answer) }
            return nil
        }
        shard.entries.withLock { $0.hits &+= 1 }
        let proof = AnswerProof(stamp: entry.stamp, expiresAt: entry.answer.expiresAt)
        return (entry.answer, proof)
    }

    /// Whether an answer that was kept is still the one that `lookup` would give; counts it as a hit.
    ///
    /// - Parameter now: microseconds since 1970.
    public func holds(_ proof: AnswerProof, at now: Int64) -> Bool {
        if let expiry = proof.expiresAt, expiry <= now { return false }
        guard generations.isCurrent(proof.stamp) else { return false }
        repeats.wrappingAdd(1, ordering: .relaxed)
        return true
    }

    /// The answer, computed if need be; callers of one key wait for the first of them. `compute`
    /// must take its snapshot inside, not before.
    public func answer<Failure: Error>(
        _ key: AnswerKey, dependsOn scope: AnswerScope,
        compute: () throws(Failure) -> FreshAnswer
    ) throws(Failure) -> CachedAnswer {
        while true {
            if let answer = lookup(key) { return answer }
            let stamp = generations.stamp(for: scope)
            let (flight, isOurs) = shard(of: key).flights.withLock { $0.join(key, stamp) }
            if isOurs { return try run(flight, for: key, compute) }
            if let answer = flight.wait() { return answer }
        }
    }

    /// Counts since the start and what is held now.
    public var statistics: Statistics {
        var sum = Statistics()
        sum.hits = repeats.load(ordering: .relaxed)
        for shard in shards {
            shard.entries.withLock {
                sum.hits += $0.hits
                sum.misses += $0.misses
                sum.evictions += $0.evictions
                sum.bytes += $0.bytes
                sum.entries += $0.count
            }
        }
        return sum
    }

    private func run<Failure: Error>(
        _ flight: Flight, for key: AnswerKey, _ compute: () throws(Failure) -> FreshAnswer
    ) throws(Failure) -> CachedAnswer {
        let shard = shard(of: key)
        var shared: CachedAnswer?
        // On a failure the callers that wait compute for themselves.
        defer {
            shard.flights.withLock { $0.leave(key, flight) }
            flight.land(shared)
        }
        // Another flight may have landed between the look-up that missed and this one's beginning.
        if let landed = lookup(key) {
            shared = landed
            return landed
        }
        shard.entries.withLock { $0.misses &+= 1 }
        let fresh = try compute()
        let answer = CachedAnswer(fresh)
        guard fresh.mayBeShared else { return answer }
        shared = answer
        let entry = Entry(answer: answer, stamp: flight.stamp)
        shard.entries.withLock { $0.insert(key, entry) }
        return answer
    }

    private func isGood(_ entry: Entry) -> Bool {
        if let expiry = entry.answer.expiresAt, expiry <= clock.now().microseconds { return false }
        return generations.isCurrent(entry.stamp)
    }

    private func shard(of key: AnswerKey) -> Shard {
        shards[Int(UInt(bitPattern: key.hashValue) >> 8) & (Self.shardCount - 1)]
    }

    /// What the metrics page shows.
    public struct Statistics: Sendable, Equatable {
        public var hits: UInt64 = 0
        public var misses: UInt64 = 0
        public var evictions: UInt64 = 0
        public var bytes = 0
        public var entries = 0
    }

    struct Entry: Sendable {
        let answer: CachedAnswer
        let stamp: AnswerStamp
    }

    private final class Shard: Sendable {
        let entries: Lock<RecencyList>
        let flights = Lock(Flights())

        init(bytesMax: Int) {
            entries = Lock(RecencyList(bytesMax: bytesMax))
        }
    }
}
