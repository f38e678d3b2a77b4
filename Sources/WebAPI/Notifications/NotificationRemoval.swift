internal import Storage

/// Notifications that have been kept as long as they are, on their way out a span after the other.
struct NotificationRemoval: Sendable {
    let limits: NotificationLimits
    /// Behind which notification the next span begins; nil when nothing is left.
    var next: Int64? = 0

    init(_ limits: NotificationLimits) { self.limits = limits }
}
