internal import Storage

/// How long notifications are kept.
public struct NotificationRetention: Sendable, Equatable {
    /// From when they were seen.
    public var seenDays = 90
    /// From when they were told, seen or not.
    public var allDays = 365

    public init() {}

    func limits(at now: Int64) -> NotificationLimits {
        let day: Int64 = 86_400_000_000
        return NotificationLimits(
            seenBefore: now - Int64(seenDays) * day, toldBefore: now - Int64(allDays) * day)
    }
}
