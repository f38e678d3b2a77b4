extension Migration {
    /// Which files wait for a signature.
    static let reporting = Migration(number: 10, statements: [awaitingColumn])

    /// Few files wait at a time: their queue is an index of them alone.
    private static let awaitingColumn = """
        ALTER TABLE complaint ADD COLUMN awaiting_signature TEXT;
        CREATE INDEX complaint_by_awaited ON complaint(awaiting_signature, id)
          WHERE awaiting_signature IS NOT NULL;
        """
}
