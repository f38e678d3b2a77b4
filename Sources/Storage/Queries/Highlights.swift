import JSON

/// The matches of a search inside a record's texts. FTS5 puts a private-use character before and
/// behind each match; the writer splits there.
enum Highlights {
    /// The summary whole, the description as its best 24 words; columns 5 and 6 of the index.
    static let columns = """
        highlight(complaint_text,5,char(57344),char(57345)),\
        snippet(complaint_text,6,char(57344),char(57345),'…',24)
        """

    /// The highlights of one record, for lists whose order is not the full text's.
    static let ofRecord: StaticString = """
        SELECT highlight(complaint_text,5,char(57344),char(57345)),\
        snippet(complaint_text,6,char(57344),char(57345),'…',24) \
        FROM complaint_text WHERE complaint_text MATCH ? AND rowid=?
        """

    /// Writes the member `highlights` from two columns of the row at hand.
    static func write(_ row: borrowing Statement, from column: Int, into writer: inout JSONWriter) {
        writer.name("highlights")
        writer.beginObject()
        if !row.isNull(column) {
            writer.name("summary")
            writeParts(row.bytes(column), into: &writer)
        }
        if !row.isNull(column + 1) {
            writer.name("description")
            writeParts(row.bytes(column + 1), into: &writer)
        }
        writer.endObject()
    }

    /// Plain text and matches in turn, plain text first.
    static func writeParts(_ text: Span<UInt8>, into writer: inout JSONWriter) {
        writer.beginArray()
        var start = 0
        var position = 0
        var isInMatch = false
        while position + 2 < text.count {
            // U+E000 and U+E001 are EE 80 80 and EE 80 81.
            let isMark =
                text[position] == 0xEE && text[position + 1] == 0x80
                && text[position + 2] == (isInMatch ? 0x81 : 0x80)
            guard isMark else {
                position += 1
                continue
            }
            writer.string(utf8: text.extracting(start..<position))
            position += 3
            start = position
            isInMatch.toggle()
        }
        if start < text.count || start == 0 {
            writer.string(utf8: text.extracting(start..<text.count))
        }
        writer.endArray()
    }
}
