internal import Storage

/// How long notifications are kept.
public struct NotificationRetention: Sendable, Equatable {
    /// From when they were seen.
    public var seenDays = 90
    /// From when they were told, seen or not.
    public var allDays = 365

    public init() {}

    /// What is kept no longer, by the clock, which is believed no further than a day past the newest row
    /// of the change log: a wrong date after a boot removes nothing.
    func limits(at clock: Int64, newestChange: Int64) -> NotificationLimits {
        let day: Int64 = 86_400_000_000
        let now = min(clock, newestChange + day)
        return NotificationLimits(
            seenBefore: now - Int64(seenDays) * day, toldBefore: now - Int64(allDays) * day)
    }
}
