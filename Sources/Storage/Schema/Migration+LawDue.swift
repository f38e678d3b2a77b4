extension Migration {
    /// What a law asks for first, beside what is due first.
    static let lawDue = Migration(number: 12, statements: [lawColumns, lawRecount])

    private static let lawColumns = """
        ALTER TABLE complaint ADD COLUMN due_by_law TEXT;
        ALTER TABLE complaint ADD COLUMN due_law_rule TEXT;
        CREATE INDEX complaint_by_law_due ON complaint(due_by_law, id)
          WHERE due_by_law IS NOT NULL;
        """

    /// Files that were there before are filled beside the traffic, as after an activation.
    private static let lawRecount = """
        UPDATE recount SET next = 1, last = (SELECT coalesce(max(id), 0) FROM complaint);
        """
}
