extension Migration {
    /// Rule sets, and what they make of each complaint.
    static let rules = Migration(number: 7, statements: [ruleTables, clockColumns, clockTables])

    /// The shipped set is the first version: by its name, since its text is the program's.
    private static let ruleTables = """
        CREATE TABLE rule_set(
          id INTEGER PRIMARY KEY, version INTEGER NOT NULL, state TEXT NOT NULL,
          shipped TEXT, document TEXT, created_at INTEGER NOT NULL, created_by TEXT NOT NULL,
          updated_at INTEGER NOT NULL, updated_by TEXT NOT NULL,
          activated_at INTEGER, activated_by TEXT, activation_reason TEXT, superseded_at INTEGER);
        INSERT INTO rule_set(id, version, state, shipped, created_at, created_by, updated_at,
          updated_by, activated_at, activated_by)
          VALUES (1, 1, 'active', '2026-1', 0, 'system', 0, 'system', 0, 'system');
        """

    /// Behind the wide columns, since columns are only ever added at the end.
    private static let clockColumns = """
        ALTER TABLE complaint ADD COLUMN due TEXT;
        ALTER TABLE complaint ADD COLUMN due_rule TEXT;
        ALTER TABLE complaint ADD COLUMN decision_required TEXT;
        CREATE INDEX complaint_by_due ON complaint(due, id) WHERE due IS NOT NULL;
        """

    /// `recount` says up to which complaint the active set has been applied since it became so.
    private static let clockTables = """
        CREATE TABLE merged_file(
          complaint_id INTEGER PRIMARY KEY, original_id INTEGER NOT NULL, since INTEGER NOT NULL);
        CREATE INDEX merged_file_by_original ON merged_file(original_id);
        CREATE TABLE recount(
          id INTEGER PRIMARY KEY CHECK (id = 1), rule_set INTEGER NOT NULL,
          next INTEGER NOT NULL, last INTEGER NOT NULL);
        INSERT INTO recount SELECT 1, 1, 1, coalesce(max(id), 0) FROM complaint;
        CREATE TABLE clock_warning(
          complaint_id INTEGER NOT NULL, rule TEXT NOT NULL, due TEXT NOT NULL,
          percent INTEGER NOT NULL, at INTEGER NOT NULL,
          PRIMARY KEY(complaint_id, rule, due, percent)) WITHOUT ROWID;
        """
}
