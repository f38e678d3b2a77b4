extension Migration {
    /// What people are told besides clocks: what happens in files.
    static let events = Migration(number: 13, statements: [eventColumns])

    /// What is told of an event fills the key of a clock's point with its kind, nothing, and the row of
    /// the change log that it tells of. `events` is how many one row stands for: of a kind and a file
    /// there is one that nobody has seen, of files handed over in bulk one in all. Null: it stands alone.
    private static let eventColumns = """
        ALTER TABLE notification ADD COLUMN kind TEXT NOT NULL DEFAULT 'clock';
        ALTER TABLE notification ADD COLUMN actor TEXT;
        ALTER TABLE notification ADD COLUMN entry INTEGER;
        ALTER TABLE notification ADD COLUMN detail TEXT;
        ALTER TABLE notification ADD COLUMN events INTEGER;
        CREATE UNIQUE INDEX notification_gathering ON notification(account_id, complaint_id, kind)
          WHERE events IS NOT NULL AND seen_at IS NULL;
        CREATE UNIQUE INDEX notification_of_files ON notification(account_id)
          WHERE kind = 'files' AND seen_at IS NULL;
        """
}
