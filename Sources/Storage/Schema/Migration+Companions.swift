extension Migration {
    /// Records that belong to complaints: work to be done, comments, watchers, links and later kinds.
    static let companions = Migration(number: 6, statements: [companionTable])

    /// What lists filter and sort by has a column; the rest is in the document, or sealed.
    private static let companionTable = """
        CREATE TABLE companion(
          id INTEGER PRIMARY KEY, complaint_id INTEGER NOT NULL, kind TEXT NOT NULL,
          version INTEGER NOT NULL, created_at INTEGER NOT NULL, created_by TEXT NOT NULL,
          updated_at INTEGER NOT NULL, updated_by TEXT NOT NULL, withdrawn_at INTEGER,
          withdrawn_by TEXT, withdrawn_reason TEXT, owner TEXT, due TEXT, state TEXT,
          other_complaint_id INTEGER, document TEXT NOT NULL DEFAULT '{}', sealed BLOB);
        CREATE INDEX companion_by_complaint ON companion(complaint_id, kind, id);
        CREATE INDEX companion_by_owner ON companion(owner, kind, state, due)
          WHERE owner IS NOT NULL;
        CREATE INDEX companion_by_other ON companion(other_complaint_id, kind)
          WHERE other_complaint_id IS NOT NULL;
        """
}
