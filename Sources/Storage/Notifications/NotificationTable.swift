public import Complaints

/// The notification table. Its rows are for one person each; that somebody was told of a clock stands in
/// the log with the warning, what they are told of events stands there itself, that they have seen it
/// only here.
struct NotificationTable {
    let connection: Connection

    /// Adds one, unless the person has it.
    func add(
        _ warning: ClockWarning, for account: Int64, at now: Int64
    ) throws(StorageFailure) {
        var statement = try connection.statement(
            """
            INSERT INTO notification(account_id, complaint_id, rule, due, percent, at)
            VALUES (?,?,?,?,?,?) ON CONFLICT DO NOTHING
            """)
        statement.bind(1, account)
        statement.bind(2, warning.complaint)
        statement.bind(3, warning.rule)
        statement.bind(4, warning.due.text)
        statement.bind(5, Int64(warning.percent))
        statement.bind(6, now)
        try statement.run()
    }

    /// Whether the person was told of that point of the clock or of a later one.
    func has(_ warning: ClockWarning, for account: Int64) throws(StorageFailure) -> Bool {
        var statement = try connection.statement(
            """
            SELECT 1 FROM notification WHERE account_id = ? AND complaint_id = ? AND rule = ?
            AND due = ? AND percent >= ?
            """)
        statement.bind(1, account)
        statement.bind(2, warning.complaint)
        statement.bind(3, warning.rule)
        statement.bind(4, warning.due.text)
        statement.bind(5, Int64(warning.percent))
        return try statement.step()
    }

    /// Rows that one page, or one count, looks at: those of files that the account no longer sees are
    /// passed over.
    static let rowsMax = 1_000
    /// No count goes further.
    static let countMax = 100

    /// A page of an account's, the newest first, of those older than `before` in files that it may see;
    /// `next` is where the next page begins, nil at the end. After `rowsMax` rows a page ends as it is.
    func newest(
        of account: Int64, before id: Int64, onlyUnseen: Bool, for visibility: Visibility,
        limit: Int
    ) throws(StorageFailure) -> (items: [Notification], next: Int64?) {
        var statement = try connection.statement(
            made: onlyUnseen ? Self.unseenPage : Self.page)
        statement.bind(1, account)
        statement.bind(2, id)
        statement.bind(3, Int64(Self.rowsMax))
        var items: [Notification] = []
        var (looked, last) = (0, id)
        while try statement.step() {
            looked += 1
            if visibility.sees(site: statement.optionalInt64(6)),
                let matter = Self.matter(statement, from: 7)
            {
                if items.count == limit { return (items, last) }
                items.append(
                    Notification(
                        id: statement.int64(0), complaint: statement.int64(1),
                        number: statement.text(2), summary: statement.optionalText(3),
                        matter: matter, at: statement.int64(4),
                        seenAt: statement.optionalInt64(5)))
            }
            last = statement.int64(0)
        }
        return (items, looked == Self.rowsMax ? last : nil)
    }

    /// How many an account has not seen, up to `countMax`, of the newest `rowsMax`.
    func unseenCount(of account: Int64, for visibility: Visibility) throws(StorageFailure) -> Int64
    {
        var statement = try connection.statement(made: Self.unseenSites)
        statement.bind(1, account)
        statement.bind(2, Int64(Self.rowsMax))
        var count = 0
        while count < Self.countMax, try statement.step() {
            if visibility.sees(site: statement.optionalInt64(0)) { count += 1 }
        }
        return Int64(count)
    }

    /// Marks an account's as seen, up to that id, the newest first; false when some are left after so
    /// many as one transaction takes (`rowsMax`).
    func markSeen(
        of account: Int64, upTo id: Int64, at now: Int64
    ) throws(StorageFailure) -> Bool {
        var statement = try connection.statement(made: Self.seeing)
        statement.bind(1, now)
        statement.bind(2, account)
        statement.bind(3, id)
        statement.bind(4, Int64(Self.rowsMax))
        try statement.run()
        return connection.changedRows < Self.rowsMax
    }

    // MARK: Retention

    /// The rows of a span behind `id` that are kept no longer; `next` is where the next span begins, nil
    /// where nothing older follows: rows are told in the order of their ids.
    func old(
        after id: Int64, _ limits: NotificationLimits
    ) throws(StorageFailure) -> (ids: [Int64], next: Int64?) {
        var statement = try connection.statement(
            "SELECT id, at, seen_at FROM notification WHERE id > ? ORDER BY id LIMIT ?")
        statement.bind(1, id)
        statement.bind(2, Int64(Self.rowsMax))
        var ids: [Int64] = []
        var (looked, last) = (0, id)
        while try statement.step() {
            looked += 1
            last = statement.int64(0)
            let (at, seen) = (statement.int64(1), statement.optionalInt64(2))
            if at >= limits.seenBefore, at >= limits.toldBefore { return (ids, nil) }
            if limits.isOld(at: at, seen: seen) { ids.append(last) }
        }
        return (ids, looked == Self.rowsMax ? last : nil)
    }

    func remove(_ ids: ArraySlice<Int64>) throws(StorageFailure) {
        var statement = try connection.statement("DELETE FROM notification WHERE id = ?")
        for id in ids {
            statement.bind(1, id)
            try statement.run()
            statement.rewind()
        }
    }

    // MARK: SQL

    static let page = select("notification_by_account", "")
    static let unseenPage = select("notification_unseen", "AND seen_at IS NULL")

    private static func select(_ index: String, _ condition: String) -> String {
        """
        SELECT notification.id, complaint_id, complaint.number, complaint.summary, at, seen_at,
          complaint.site_id, kind, rule, notification.due, percent, actor, entry, detail, events
        FROM notification INDEXED BY \(index) CROSS JOIN complaint ON complaint.id = complaint_id
        WHERE account_id = ? AND notification.id < ? \(condition)
        ORDER BY notification.id DESC LIMIT ?
        """
    }

    static let unseenSites = """
        SELECT complaint.site_id FROM notification INDEXED BY notification_unseen
        CROSS JOIN complaint ON complaint.id = complaint_id
        WHERE account_id = ? AND seen_at IS NULL ORDER BY notification.id DESC LIMIT ?
        """

    static let seeing = """
        UPDATE notification SET seen_at = ? WHERE id IN (
          SELECT id FROM notification INDEXED BY notification_unseen
          WHERE account_id = ? AND id <= ? AND seen_at IS NULL ORDER BY id DESC LIMIT ?)
        """
}

extension Reader {
    /// What an account was told, the newest first, and how much of it was not seen.
    public func notifications(
        of account: Int64, before id: Int64 = .max, onlyUnseen: Bool, for visibility: Visibility,
        limit: Int
    ) throws(StorageFailure) -> NotificationPage {
        let table = NotificationTable(connection: connection)
        let page = try table.newest(
            of: account, before: id, onlyUnseen: onlyUnseen, for: visibility, limit: limit)
        return NotificationPage(
            items: page.items, next: page.next,
            unseen: try table.unseenCount(of: account, for: visibility))
    }

    /// Notifications that are kept no longer, a span at a time, the oldest first; `next` is where the next
    /// span begins.
    public func oldNotifications(
        after id: Int64, _ limits: NotificationLimits
    ) throws(StorageFailure) -> (ids: [Int64], next: Int64?) {
        try NotificationTable(connection: connection).old(after: id, limits)
    }
}

extension Reader {
    /// When the newest row of the change log was written, microseconds since 1970; 0 without any.
    public func newestChangeAt() throws(StorageFailure) -> Int64 {
        var row = try connection.statement("SELECT at FROM change ORDER BY seq DESC LIMIT 1")
        return try row.step() ? row.int64(0) : 0
    }
}

extension WriteTransaction {
    /// An account has seen what it was told up to that notification; false when more are left than one
    /// transaction marks.
    public func markNotificationsSeen(
        of account: Int64, upTo id: Int64
    ) throws(StorageFailure) -> Bool {
        try NotificationTable(connection: session.connection)
            .markSeen(of: account, upTo: id, at: now)
    }

    /// Removes notifications. That somebody was told stays in the log, with the warning.
    public func removeNotifications(_ ids: ArraySlice<Int64>) throws(StorageFailure) {
        try NotificationTable(connection: session.connection).remove(ids)
    }
}
