public import Platform

/// When a failed try is made again: the one place that decides it.
///
/// Full jitter: the n-th pause is drawn evenly from nothing up to `firstPause` doubled n times, at most
/// `pauseMax` (AWS Architecture Blog, "Exponential Backoff And Jitter"). All tries of one operation share
/// `budget`; a pause that would pass it is not begun.
public struct Retry: Sendable {
    /// How long one operation may go on beginning tries.
    public var budget = Duration.seconds(60)
    public var triesMax = 8
    public var firstPause = Duration.milliseconds(100)
    public var pauseMax = Duration.seconds(10)
    /// Waits so long; false when the caller gives up waiting, because the process stops.
    public var pause: @Sendable (Duration) -> Bool
    /// Where the jitter comes from.
    public var random: RandomSource
    /// Where the budget is measured.
    public var now: @Sendable () -> MonotonicInstant

    public init(
        pause: @escaping @Sendable (Duration) -> Bool = Retry.sleep,
        random: RandomSource = .system,
        now: @escaping @Sendable () -> MonotonicInstant = MonotonicInstant.now
    ) {
        self.pause = pause
        self.random = random
        self.now = now
    }

    /// Puts the thread to sleep.
    public static let sleep: @Sendable (Duration) -> Bool = { span in
        Thread.sleep(for: span)
        return true
    }

    /// Every failure is final.
    public static let never: Retry = {
        var retry = Retry()
        retry.triesMax = 1
        return retry
    }()

    /// Does `body` until it succeeds, fails for good, or the budget is used up.
    public func run<Value>(
        _ body: () throws(ObjectStoreError) -> Value
    ) throws(ObjectStoreError) -> Value {
        let start = now()
        var tries = 1
        while true {
            do throws(ObjectStoreError) {
                return try body()
            } catch {
                guard error.isTransient, tries < triesMax else { throw error }
                let span = pauseSpan(after: tries, asked: error.retryAfter)
                guard now() + span < start + budget, pause(span) else { throw error }
                tries += 1
            }
        }
    }

    /// How long to wait after so many tries; at least what the store asked for.
    func pauseSpan(after tries: Int, asked: Duration?) -> Duration {
        var bound = firstPause
        for _ in 1..<max(tries, 1) where bound < pauseMax { bound = bound * 2 }
        let most = min(bound, pauseMax).wholeNanoseconds
        let draw = random.bytes(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let jittered = Duration.nanoseconds(Int64(draw % UInt64(max(most, 1))))
        return max(jittered, asked ?? .zero)
    }
}
