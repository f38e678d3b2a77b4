import JSON
import Platform

extension RecordLayout {
    /// Writes the members of the row at hand; the object around them is the caller's.
    ///
    /// - Parameter own: own fields that were sealed, for where `custom` is shown.
    func write(
        _ row: borrowing Statement, adding own: [(name: String, value: JSONValue)] = [],
        into writer: inout JSONWriter
    ) {
        let members = members.span
        let names = names.span
        for index in 0..<members.count {
            let column = members[index]
            if column.form == .members {
                Self.writeMembers(row, index, own, into: &writer)
                continue
            }
            let isNull = row.isNull(index)
            if isNull, !column.isAlwaysThere { continue }
            writer.name(quoted: names.extracting(column.nameStart..<column.nameEnd))
            guard !isNull else {
                writer.null()
                continue
            }
            switch column.form {
            case .text: writer.string(utf8: row.bytes(index))
            case .integer: writer.integer(row.int64(index))
            case .timestamp: writer.timestamp(row.int64(index))
            case .custom: Self.writeCustom(row, index, own, into: &writer)
            case .json, .members: writer.raw(row.blob(index))
            }
        }
    }

    /// Writes the document's `custom`, which most documents do not have, with what was sealed.
    private static func writeCustom(
        _ row: borrowing Statement, _ index: Int, _ own: [(name: String, value: JSONValue)],
        into writer: inout JSONWriter
    ) {
        guard !own.isEmpty || row.bytes(index).containsCustom else {
            writer.beginObject()
            writer.endObject()
            return
        }
        writer.value(.object(custom(of: document(row, index), adding: own)))
    }

    /// Splices the document's members in and sees to it that `custom` is among them. The document
    /// is an object as our writer makes it: its values are scalars and lists of texts, but for `custom`.
    private static func writeMembers(
        _ row: borrowing Statement, _ index: Int, _ own: [(name: String, value: JSONValue)],
        into writer: inout JSONWriter
    ) {
        if !own.isEmpty {
            let document = Self.document(row, index)
            for member in document.members where member.name != "custom" {
                writer.name(member.name)
                writer.value(member.value)
            }
            writer.name("custom")
            writer.value(.object(custom(of: document, adding: own)))
            return
        }
        let document = row.bytes(index)
        let hasCustom = document.containsCustom
        if document.count > 2 { writer.raw(document.extracting(1..<(document.count - 1))) }
        if !hasCustom {
            writer.name("custom")
            writer.beginObject()
            writer.endObject()
        }
    }

    /// Our writer made the document; should it ever not be JSON, it has no members.
    private static func document(_ row: borrowing Statement, _ index: Int) -> JSONObject {
        do {
            return try JSONValue.parse(row.bytes(index)).objectValue ?? JSONObject()
        } catch {
            return JSONObject()
        }
    }

    private static func custom(
        of document: JSONObject, adding own: [(name: String, value: JSONValue)]
    ) -> JSONObject {
        var custom = document["custom"]?.objectValue ?? JSONObject()
        for (name, value) in own { custom[name] = value }
        return custom
    }
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
    /// Whether `"custom":` occurs: it cannot stand inside a JSON string, where its quotes would be
    /// escaped. The name with its quotes is eight bytes, which are compared at once.
    fileprivate var containsCustom: Bool {
        // UInt8 has no padding that a view as raw bytes could show.
        let bytes = unsafe self.bytes
        let name = UInt64(littleEndian: 0x226D_6F74_7375_6322)
        var start = 0
        while start &+ 9 <= count {
            // Nine bytes from `start` lie inside the span, as the loop's condition says.
            let word = unsafe bytes.unsafeLoadUnaligned(
                fromUncheckedByteOffset: start, as: UInt64.self)
            if word == name, self[start &+ 8] == 0x3A { return true }
            start &+= 1
        }
        return false
    }
}
