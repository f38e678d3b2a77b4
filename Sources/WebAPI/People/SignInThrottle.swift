internal import Platform

/// Slows down guessing: after five failures an account waits twice as long after each further one,
/// for each address of its own, and an address that fails with many names waits too. In memory and
/// never for ever: nobody can be locked out by somebody else for longer than the bound.
final class SignInThrottle: Sendable {
    static let freeFailures = 5
    static let freeFailuresPerAddress = 50
    static let delayMax = Duration.seconds(900)
    static let entriesMax = 10_000

    private struct Key: Hashable {
        /// Nil counts the address alone.
        let name: String?
        let address: String
    }

    private struct Entry {
        var failures = 0
        /// Microseconds since 1970 before which nothing is evaluated.
        var blockedUntil: Int64 = 0
        var lastFailure: Int64 = 0
    }

    private let entries = Lock<[Key: Entry]>([:])
    private let clock: WallClock

    init(clock: WallClock) { self.clock = clock }

    /// Seconds to wait before the next attempt; nil when it may be made now.
    func waitSeconds(name: String, address: String) -> Int64? {
        let now = clock.now().microseconds
        let until = entries.withLock { entries in
            max(
                entries[Key(name: name, address: address)]?.blockedUntil ?? 0,
                entries[Key(name: nil, address: address)]?.blockedUntil ?? 0)
        }
        return until > now ? (until - now + 999_999) / 1_000_000 : nil
    }

    /// Counts a failure before the password is checked, so that attempts made at once all count.
    func note(name: String, address: String) {
        let now = clock.now().microseconds
        entries.withLock { entries in
            Self.makeRoom(&entries, now: now)
            Self.count(
                &entries[Key(name: name, address: address), default: Entry()], now,
                free: Self.freeFailures)
            Self.count(
                &entries[Key(name: nil, address: address), default: Entry()], now,
                free: Self.freeFailuresPerAddress)
        }
    }

    /// Forgives: the password was right.
    func forgive(name: String, address: String) {
        entries.withLock { entries in
            entries[Key(name: name, address: address)] = nil
            let own = Key(name: nil, address: address)
            if let entry = entries[own], entry.failures > 0 {
                entries[own]?.failures = entry.failures - 1
            }
        }
    }

    private static func count(_ entry: inout Entry, _ now: Int64, free: Int) {
        let delayMax = delayMax.wholeNanoseconds / 1000
        // A quarter of an hour without a failure forgets the earlier ones.
        if now - entry.lastFailure > delayMax { entry.failures = 0 }
        entry.failures += 1
        entry.lastFailure = now
        guard entry.failures >= free else { return }
        let doublings = min(entry.failures - free, 10)
        entry.blockedUntil = now + min(1_000_000 << doublings, delayMax)
    }

    private static func makeRoom(_ entries: inout [Key: Entry], now: Int64) {
        guard entries.count >= entriesMax else { return }
        let horizon = now - delayMax.wholeNanoseconds / 1000
        entries = entries.filter { $0.value.lastFailure > horizon }
        if entries.count >= entriesMax { entries.removeAll() }
    }
}
