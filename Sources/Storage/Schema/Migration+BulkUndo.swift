extension Migration {
    /// What bulk work needs to be taken back: which fields it was about, which version it made of each
    /// complaint, and which other work it takes back.
    static let bulkUndo = Migration(
        number: 11,
        statements: [
            """
            ALTER TABLE bulk ADD COLUMN fields TEXT NOT NULL DEFAULT '';
            ALTER TABLE bulk ADD COLUMN undoes INTEGER;
            ALTER TABLE bulk_row ADD COLUMN version INTEGER;
            CREATE INDEX bulk_by_undone ON bulk(undoes) WHERE undoes IS NOT NULL;
            """
        ])
}
