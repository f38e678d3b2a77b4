/// What one person is told: how much of a clock's time is gone, or what happened in a file.
public struct Notification: Sendable, Equatable {
    /// What it is about.
    public enum Matter: Sendable, Equatable {
        /// `due` is a civil date; `percent` 50, 75, 90 or 100, or what the rule says.
        case clock(rule: String, due: String, percent: Int)
        case event(FileEvent)
    }

    public let id: Int64
    public let complaint: Int64
    /// The complaint's number.
    public let number: String
    /// One line of what the complaint is about; nil without one.
    public let summary: String?
    public let matter: Matter
    /// Microseconds since 1970, of the latest event; `seenAt` nil until the person has seen it.
    public let at: Int64
    public let seenAt: Int64?
}
