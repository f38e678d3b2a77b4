/// What one person is told about one clock: that so much of its time is gone.
public struct Notification: Sendable, Equatable {
    public let id: Int64
    public let complaint: Int64
    /// The complaint's number.
    public let number: String
    /// One line of what the complaint is about; nil without one.
    public let summary: String?
    public let rule: String
    /// A civil date.
    public let due: String
    /// 50, 75, 90 or 100, or what the rule says.
    public let percent: Int
    /// Microseconds since 1970; `seenAt` nil until the person has seen it.
    public let at: Int64
    public let seenAt: Int64?
}
