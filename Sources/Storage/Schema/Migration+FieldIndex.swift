extension Migration {
    /// Indexes of the operator's own fields.
    static let fieldIndexes = Migration(number: 4, statements: [fieldIndexTables])

    /// An index is filled beside the traffic, a range of records at a time, which an index of SQLite
    /// cannot be: rows with each record's value, null where it has none, in the order of values.
    private static let fieldIndexTables = """
        CREATE TABLE field_index(
          id INTEGER PRIMARY KEY, name TEXT NOT NULL, state TEXT NOT NULL,
          filled_to INTEGER NOT NULL);
        CREATE TABLE field_value(
          field_id INTEGER NOT NULL, complaint_id INTEGER NOT NULL, value,
          PRIMARY KEY(field_id, complaint_id)) WITHOUT ROWID;
        CREATE INDEX field_value_by_value ON field_value(field_id, value);
        """
}
