/// What an account was told: a page of it, and how much in all it has not seen.
public struct NotificationPage: Sendable {
    public let items: [Notification]
    /// The next page is of those older than this one; nil at the end.
    public let next: Int64?
    /// At most `NotificationPage.unseenMax`, which stands for as many and more.
    public let unseen: Int64

    public static let unseenMax = NotificationTable.countMax
}
