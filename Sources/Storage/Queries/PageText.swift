import JSON

/// The texts of one page in an index of their own, for highlights of searches that are dear to ask
/// twice: FTS5 gathers the matches of a long beginning of a word anew with every statement. The
/// tokenizer is that of the real index, so the highlights are the same.
struct PageText {
    let connection: Connection

    private static let table: StaticString = """
        CREATE VIRTUAL TABLE IF NOT EXISTS temp.page_text USING fts5(
          number, source_id, serial, customer, device, summary, description,
          investigation_results, tokenize='unicode61 remove_diacritics 2')
        """
    private static let insert: StaticString = """
        INSERT INTO temp.page_text(rowid, number, source_id, serial, customer, device, summary,
        description, investigation_results) SELECT * FROM complaint_text_content WHERE id=?
        """
    private static let highlights: StaticString = """
        SELECT highlight(page_text,5,char(57344),char(57345)),\
        snippet(page_text,6,char(57344),char(57345),'…',24) \
        FROM temp.page_text WHERE page_text MATCH ? AND rowid=?
        """

    /// Takes the texts of these records in; `clear` follows.
    func fill(_ ids: [Int64]) throws(StorageFailure) {
        try connection.run(Self.table)
        // What a failure left.
        try clear()
        var statement = try connection.statement(Self.insert)
        for id in ids {
            statement.bind(1, id)
            try statement.run()
        }
    }

    /// Writes the member `highlights` of one of them.
    func write(
        _ match: String, _ id: Int64, into writer: inout JSONWriter
    ) throws(StorageFailure) {
        var statement = try connection.statement(Self.highlights)
        statement.bind(1, match)
        statement.bind(2, id)
        if try statement.step() { Highlights.write(statement, from: 0, into: &writer) }
    }

    func clear() throws(StorageFailure) { try connection.run("DELETE FROM temp.page_text") }
}
