extension Migration {
    /// Attachments of complaints.
    static let attachments = Migration(number: 3, statements: [attachmentTables])

    /// Several rows may name one file; how many is counted, never stored. The total is one row, moved
    /// with the rows it sums, so that an upload need not sum them.
    private static let attachmentTables = """
        CREATE TABLE attachment(
          id INTEGER PRIMARY KEY, complaint_id INTEGER NOT NULL, version INTEGER NOT NULL,
          media_type TEXT NOT NULL, byte_count INTEGER NOT NULL, file_hash TEXT NOT NULL,
          patient_data INTEGER NOT NULL, created_at INTEGER NOT NULL, created_by TEXT NOT NULL,
          updated_at INTEGER NOT NULL, withdrawn_at INTEGER, withdrawn_by TEXT,
          withdrawn_reason TEXT, sealed BLOB NOT NULL);
        CREATE INDEX attachment_by_complaint ON attachment(complaint_id);
        CREATE INDEX attachment_by_file ON attachment(file_hash);
        CREATE TABLE attachment_total(
          id INTEGER PRIMARY KEY CHECK (id = 1), files INTEGER NOT NULL, bytes INTEGER NOT NULL);
        INSERT INTO attachment_total VALUES (1, 0, 0);
        """
}
