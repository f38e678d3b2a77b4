/// What is kept no longer, in microseconds since 1970.
public struct NotificationLimits: Sendable {
    /// Seen before it.
    public let seenBefore: Int64
    /// Told before it, seen or not.
    public let toldBefore: Int64

    public init(seenBefore: Int64, toldBefore: Int64) {
        self.seenBefore = seenBefore
        self.toldBefore = toldBefore
    }

    func isOld(at: Int64, seen: Int64?) -> Bool {
        at < toldBefore || seen.map { $0 < seenBefore } ?? false
    }
}
