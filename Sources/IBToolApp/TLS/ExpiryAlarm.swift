import Platform

/// When to warn that a certificate ends: once as each of these days is reached, and daily after its
/// end.
struct ExpiryAlarm: Sendable, Equatable {
    /// Days left at which a warning is due, falling.
    static let daysOfWarning: [Int64] = [30, 14, 7, 1]

    /// What was warned of last, by fingerprint.
    private var warned: [[UInt8]: Int64] = [:]

    /// The whole days left, when a warning is due now; negative after the end.
    mutating func due(_ fingerprint: [UInt8], notAfter: Timestamp, now: Timestamp) -> Int64? {
        let days = Self.daysLeft(until: notAfter, now: now)
        let step = Self.step(days)
        guard let step else {
            warned[fingerprint] = nil
            return nil
        }
        if let last = warned[fingerprint], last <= step { return nil }
        warned[fingerprint] = step
        return days
    }

    /// Whole days from `now` until the end, rounded down.
    static func daysLeft(until notAfter: Timestamp, now: Timestamp) -> Int64 {
        let seconds = notAfter.seconds - now.seconds
        return seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
    }

    /// The smallest threshold that is reached, the days themselves after the end, nil before all.
    private static func step(_ days: Int64) -> Int64? {
        if days < 0 { return days }
        return daysOfWarning.last { days < $0 }
    }
}
