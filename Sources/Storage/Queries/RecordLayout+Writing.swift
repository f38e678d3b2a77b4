import JSON
import Platform

extension RecordLayout {
    /// Writes the members of the row at hand; the object around them is the caller's.
    func write(_ row: borrowing Statement, into writer: inout JSONWriter) {
        for index in members.indices {
            let column = members[index]
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
            case .custom: Self.writeCustom(row, index, into: &writer)
            case .json, .members: writer.raw(row.blob(index))
            }
        }
    }

    /// Writes the document's `custom`, which most documents do not have.
    private static func writeCustom(
        _ row: borrowing Statement, _ index: Int, into writer: inout JSONWriter
    ) {
        guard row.bytes(index).contains(Self.customName) else {
            writer.beginObject()
            writer.endObject()
            return
        }
        do {
            let document = try JSONValue.parse(row.bytes(index))
            writer.value(document.objectValue?["custom"] ?? .object(JSONObject()))
        } catch {
            // Our writer made the document; should it ever not be JSON, it has no such member.
            writer.value(.object(JSONObject()))
        }
    }

    /// Splices the document's members in and sees to it that `custom` is among them. The document
    /// is an object as our writer makes it: its values are scalars, but for `custom`.
    private static func writeMembers(
        _ row: borrowing Statement, _ index: Int, into writer: inout JSONWriter
    ) {
        let hasCustom = row.bytes(index).contains(Self.customName)
        var document = row.blob(index)
        if document.count > 2 {
            document.removeFirst()
            document.removeLast()
            writer.raw(document)
        }
        if !hasCustom {
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

extension Span<UInt8> {
    /// Whether the bytes occur in this order, side by side.
    func contains(_ part: [UInt8]) -> Bool {
        guard let first = part.first else { return true }
        var start = 0
        while start <= count - part.count {
            if self[start] == first, starts(with: part, at: start) { return true }
            start += 1
        }
        return false
    }

    private func starts(with part: [UInt8], at start: Int) -> Bool {
        for index in part.indices where self[start + index] != part[index] { return false }
        return true
    }
}
