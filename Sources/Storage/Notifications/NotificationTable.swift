public import Complaints

/// The notification table. Its rows are for one person each; that somebody was told stands in the log
/// with the warning, that they have seen it only here.
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

    /// An account's, the newest first, of those older than `before` in files that it may see.
    func newest(
        of account: Int64, before id: Int64, onlyUnseen: Bool, for visibility: Visibility,
        limit: Int
    ) throws(StorageFailure) -> [Notification] {
        var statement = try connection.statement(
            """
            SELECT notification.id, complaint_id, complaint.number, complaint.summary, rule,
              notification.due, percent, at, seen_at, complaint.site_id
            FROM notification JOIN complaint ON complaint.id = complaint_id
            WHERE account_id = ?1 AND notification.id < ?2 AND (?3 = 0 OR seen_at IS NULL)
            ORDER BY notification.id DESC
            """)
        statement.bind(1, account)
        statement.bind(2, id)
        statement.bind(3, onlyUnseen)
        var found: [Notification] = []
        while found.count < limit, try statement.step() {
            guard visibility.sees(site: statement.optionalInt64(9)) else { continue }
            found.append(
                Notification(
                    id: statement.int64(0), complaint: statement.int64(1),
                    number: statement.text(2), summary: statement.optionalText(3),
                    rule: statement.text(4), due: statement.text(5),
                    percent: Int(statement.int64(6)), at: statement.int64(7),
                    seenAt: statement.optionalInt64(8)))
        }
        return found
    }

    /// How many an account has not seen.
    func unseenCount(of account: Int64, for visibility: Visibility) throws(StorageFailure) -> Int64
    {
        var statement = try connection.statement(
            """
            SELECT complaint.site_id FROM notification
            JOIN complaint ON complaint.id = complaint_id
            WHERE account_id = ? AND seen_at IS NULL
            """)
        statement.bind(1, account)
        var count: Int64 = 0
        while try statement.step() {
            if visibility.sees(site: statement.optionalInt64(0)) { count += 1 }
        }
        return count
    }

    /// Marks an account's as seen, up to that id.
    func markSeen(of account: Int64, upTo id: Int64, at now: Int64) throws(StorageFailure) {
        var statement = try connection.statement(
            """
            UPDATE notification SET seen_at = ?
            WHERE account_id = ? AND id <= ? AND seen_at IS NULL
            """)
        statement.bind(1, now)
        statement.bind(2, account)
        statement.bind(3, id)
        try statement.run()
    }
}

extension Reader {
    /// What an account was told, the newest first, and how much of it was not seen.
    public func notifications(
        of account: Int64, before id: Int64 = .max, onlyUnseen: Bool, for visibility: Visibility,
        limit: Int
    ) throws(StorageFailure) -> (items: [Notification], unseen: Int64) {
        let table = NotificationTable(connection: connection)
        return (
            try table.newest(
                of: account, before: id, onlyUnseen: onlyUnseen, for: visibility, limit: limit),
            try table.unseenCount(of: account, for: visibility)
        )
    }
}

extension WriteTransaction {
    /// An account has seen what it was told up to that notification.
    public func markNotificationsSeen(
        of account: Int64, upTo id: Int64
    ) throws(StorageFailure) {
        try NotificationTable(connection: session.connection)
            .markSeen(of: account, upTo: id, at: now)
    }
}
