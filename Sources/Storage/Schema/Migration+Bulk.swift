extension Migration {
    /// Bulk work on complaints, and a full text that is written in larger steps.
    static let bulk = Migration(number: 2, statements: [bulkTables, fullTextSteps])

    /// The rows themselves, frozen, stand in a file beside the database until the work has ended.
    private static let bulkTables = """
        CREATE TABLE bulk(
          id INTEGER PRIMARY KEY, kind TEXT NOT NULL, state TEXT NOT NULL,
          author TEXT NOT NULL, origin TEXT NOT NULL, address TEXT NOT NULL, reason TEXT,
          file_name TEXT NOT NULL, permissions TEXT NOT NULL,
          total INTEGER NOT NULL, rows_done INTEGER NOT NULL, rows_changed INTEGER NOT NULL,
          rows_unchanged INTEGER NOT NULL, rows_conflict INTEGER NOT NULL,
          rows_refused INTEGER NOT NULL, created_at INTEGER NOT NULL,
          started_at INTEGER, finished_at INTEGER, failure TEXT);
        CREATE TABLE bulk_row(
          bulk_id INTEGER NOT NULL, row INTEGER NOT NULL, complaint_id INTEGER,
          outcome TEXT NOT NULL, reason TEXT NOT NULL, pointer TEXT NOT NULL,
          PRIMARY KEY(bulk_id, row)) WITHOUT ROWID;
        """

    /// Sixteen segments are merged at a time instead of four, a little with each batch and the rest in
    /// idle moments; never all at once while somebody waits. A batch of a job is one segment
    /// (https://sqlite.org/fts5.html section 6).
    private static let fullTextSteps = """
        INSERT INTO complaint_text(complaint_text, rank) VALUES('automerge', 16);
        INSERT INTO complaint_text(complaint_text, rank) VALUES('crisismerge', 64);
        INSERT INTO complaint_text(complaint_text, rank) VALUES('hashsize', 4194304);
        """
}
