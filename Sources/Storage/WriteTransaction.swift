/// The writer's view inside one request's savepoint. A thrown failure rolls everything of this
/// request back: rows, change-log entries, drawn numbers, the chain's head.
public struct WriteTransaction: ~Copyable {
    let session: WriterSession

    init(session: WriterSession) { self.session = session }

    /// Microseconds since 1970, the same for the whole transaction.
    public var now: Int64 { session.now }

    /// The commit that what was written so far belongs to (the last row of the change log).
    public var commit: Int64 { session.state.seq }
}

/// What a write made of a record.
public struct ComplaintStamp: Sendable {
    public let id: Int64
    /// The complaint's number, or the site's or system's code.
    public let code: String
    public let version: Int64
}
