/// What is told of events in files.
extension NotificationTable {
    /// Tells an account of an event, of the row `seq` of the change log: in a row of its own or, while
    /// one of the kind waits for the account, in that one, which becomes the newest there is.
    func tell(
        _ event: FileEvent, of complaint: Int64, to account: Int64, seq: Int64, at now: Int64
    ) throws(StorageFailure) {
        if event.kind.gathers, try gather(event, of: complaint, to: account, seq: seq, at: now) {
            return
        }
        var statement = try connection.statement(
            """
            INSERT INTO notification(rule, due, percent, kind, account_id, complaint_id, actor, entry,
              detail, at, events)
            VALUES (?1, '', ?2, ?1, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT DO NOTHING
            """)
        statement.bind(1, event.kind.rawValue)
        statement.bind(2, seq)
        statement.bind(3, account)
        statement.bind(4, complaint)
        statement.bind(5, event.actor)
        statement.bind(6, event.entry)
        statement.bind(7, event.detail)
        statement.bind(8, now)
        statement.bind(9, event.kind.gathers ? 1 : nil as Int64?)
        try statement.run()
    }

    /// Adds the event to the row that waits; false when none does. Its new id is above all others, as
    /// ids follow the time, and whoever marks what they saw until then leaves it alone.
    private func gather(
        _ event: FileEvent, of complaint: Int64, to account: Int64, seq: Int64, at now: Int64
    ) throws(StorageFailure) -> Bool {
        var statement = try connection.statement(made: Self.gathering(event.kind))
        statement.bind(1, complaint)
        statement.bind(2, seq)
        statement.bind(3, event.actor)
        statement.bind(4, event.entry)
        statement.bind(5, event.detail)
        statement.bind(6, now)
        statement.bind(7, account)
        if !event.kind.isOfFiles { statement.bind(8, event.kind.rawValue) }
        try statement.run()
        return connection.changedRows > 0
    }

    /// What the row that a statement stands on is about, its columns from `first`: kind, rule, due,
    /// percent, actor, entry, detail, events. Nil for a kind that this program does not know.
    static func matter(
        _ row: borrowing Statement, from first: Int
    ) -> Notification.Matter? {
        let kind = row.text(first)
        if kind == clockKind {
            return .clock(
                rule: row.text(first + 1), due: row.text(first + 2),
                percent: Int(row.int64(first + 3)))
        }
        guard let known = FileEvent.Kind(rawValue: kind) else { return nil }
        return .event(
            FileEvent(
                kind: known, actor: row.text(first + 4), entry: row.optionalInt64(first + 5),
                detail: row.optionalText(first + 6), count: row.optionalInt64(first + 7) ?? 1))
    }

    /// The kind of a clock's row.
    static let clockKind = "clock"

    /// One row a file and kind, or one for all files.
    static func gathering(_ kind: FileEvent.Kind) -> String {
        switch kind {
        case .files: gatheringFiles
        case .lapses: gatheringLapses
        default: gatheringInFile
        }
    }

    private static let gatheringFiles = update("notification_of_files", "kind = 'files'")

    private static let gatheringLapses = update(
        "notification_gathering", "kind = 'lapses' AND events IS NOT NULL")

    private static let gatheringInFile = update(
        "notification_gathering",
        "complaint_id = ?1 AND kind = ?8 AND events IS NOT NULL")

    private static func update(_ index: String, _ condition: String) -> String {
        """
        UPDATE notification INDEXED BY \(index)
        SET id = (SELECT max(id) + 1 FROM notification), complaint_id = ?1, percent = ?2, actor = ?3,
          entry = ?4, detail = ?5, events = events + 1, at = ?6
        WHERE account_id = ?7 AND \(condition) AND seen_at IS NULL
        """
    }
}
