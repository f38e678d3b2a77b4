import JSON
import Platform

extension RecordLayout {
    /// Writes the members of the row at hand; the object around them is the caller's. `columns` of the
    /// statement begin at `first`.
    func write(_ row: borrowing Statement, from first: Int = 0, into writer: inout JSONWriter) {
        for (offset, column) in columns.enumerated() {
            let index = first + offset
            if column.form == .members {
                Self.writeMembers(row, index, into: &writer)
                continue
            }
            let isNull = row.isNull(index)
            if isNull, !column.isAlwaysThere { continue }
            writer.name(quoted: column.quotedName)
            guard !isNull else {
                writer.null()
                continue
            }
            switch column.form {
            case .text: writer.string(utf8: row.bytes(index))
            case .integer: writer.integer(row.int64(index))
            case .timestamp: writer.timestamp(row.int64(index))
            case .json, .members: writer.raw(row.blob(index))
            }
        }
    }

    /// Splices the document's members in and sees to it that `custom` is among them. The document is
    /// an object as our writer makes it: its values are scalars, but for `custom`.
    private static func writeMembers(
        _ row: borrowing Statement, _ index: Int, into writer: inout JSONWriter
    ) {
        var document = row.blob(index)
        if document.count > 2 {
            document.removeFirst()
            document.removeLast()
            writer.raw(document)
        }
        if !document.contains(Self.customName) {
            writer.name("custom")
            writer.beginObject()
            writer.endObject()
        }
    }

    /// Cannot stand inside a string: there its quotes would be escaped.
    private static let customName = Array("\"custom\":".utf8)
}

extension JSONWriter {
    /// Writes microseconds since 1970 as RFC 3339.
    mutating func timestamp(_ microseconds: Int64) {
        string(utf8: Platform.Timestamp(microseconds: microseconds).rfc3339)
    }

    /// Writes a text column, or null.
    mutating func text(_ row: borrowing Statement, _ column: Int) {
        if row.isNull(column) { null() } else { string(utf8: row.bytes(column)) }
    }
}

extension [UInt8] {
    /// Whether the bytes occur in this order, side by side.
    func contains(_ part: [UInt8]) -> Bool {
        guard let first = part.first, count >= part.count else { return part.isEmpty }
        var start = 0
        while start <= count - part.count {
            if self[start] == first, self[start..<start + part.count].elementsEqual(part) {
                return true
            }
            start += 1
        }
        return false
    }
}
