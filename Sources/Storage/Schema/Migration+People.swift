extension Migration {
    /// Teams, and what people are told about clocks.
    static let people = Migration(number: 9, statements: [teamTable, notificationTable])

    private static let teamTable = """
        CREATE TABLE team(
          id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, version INTEGER NOT NULL,
          lead TEXT, members TEXT NOT NULL, active INTEGER NOT NULL,
          created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL);
        """

    /// One row for each person and each point of a clock, however often the clocks are looked at.
    private static let notificationTable = """
        CREATE TABLE notification(
          id INTEGER PRIMARY KEY, account_id INTEGER NOT NULL, complaint_id INTEGER NOT NULL,
          rule TEXT NOT NULL, due TEXT NOT NULL, percent INTEGER NOT NULL, at INTEGER NOT NULL,
          seen_at INTEGER, UNIQUE(account_id, complaint_id, rule, due, percent));
        CREATE INDEX notification_by_account ON notification(account_id, id);
        CREATE INDEX notification_unseen ON notification(account_id) WHERE seen_at IS NULL;
        """
}
