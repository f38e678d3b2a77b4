import Platform

/// One computation under way, and those who wait for it.
final class Flight: Sendable {
    /// The generations it depends on, read before its snapshot.
    let stamp: AnswerStamp
    private let result = Lock<CachedAnswer?>(nil)
    /// Never filled: closing it wakes everyone.
    private let landing = Mailbox<Bool>(capacity: 1)

    init(stamp: AnswerStamp) { self.stamp = stamp }

    /// Waits for the end; nil when there is nothing to share.
    func wait() -> CachedAnswer? {
        _ = landing.take()
        return result.withLock { $0 }
    }

    /// Ends the computation with what may be shared.
    func land(_ answer: CachedAnswer?) {
        result.withLock { $0 = answer }
        landing.close()
    }
}

/// The computations under way in one shard.
struct Flights {
    private var byKey: [AnswerKey: Flight] = [:]

    /// The flight to wait for, or a new one to run. A flight begun before something changed would
    /// bring an old answer: it is not joined.
    mutating func join(_ key: AnswerKey, _ stamp: AnswerStamp) -> (flight: Flight, isOurs: Bool) {
        if let flight = byKey[key], flight.stamp == stamp { return (flight, false) }
        let flight = Flight(stamp: stamp)
        byKey[key] = flight
        return (flight, true)
    }

    mutating func leave(_ key: AnswerKey, _ flight: Flight) {
        if byKey[key] === flight { byKey[key] = nil }
    }
}
