extension Migration {
    /// The IMDRF's terminologies, by annex and release.
    static let terminology = Migration(number: 8, statements: [terminologyTables])

    /// One release of each annex is in force; those before it stay.
    private static let terminologyTables = """
        CREATE TABLE terminology(
          id INTEGER PRIMARY KEY, annex TEXT NOT NULL, release TEXT NOT NULL,
          file_name TEXT NOT NULL, file_hash TEXT NOT NULL, content_hash TEXT NOT NULL,
          terms INTEGER NOT NULL, imported_at INTEGER NOT NULL, imported_by TEXT NOT NULL,
          superseded_at INTEGER);
        CREATE UNIQUE INDEX terminology_in_force ON terminology(annex)
          WHERE superseded_at IS NULL;
        CREATE TABLE event_term(
          terminology_id INTEGER NOT NULL, code TEXT NOT NULL, position INTEGER NOT NULL,
          term TEXT NOT NULL, definition TEXT NOT NULL, other_code TEXT NOT NULL,
          status TEXT NOT NULL, status_note TEXT NOT NULL, paths TEXT NOT NULL,
          standing TEXT NOT NULL, PRIMARY KEY(terminology_id, code)) WITHOUT ROWID;
        """
}
