import JSON
import Storage

/// What takes the room in a data directory, for `ibtool doctor --sizes`.
struct SizeReport {
    private let inspection: StoreInspection
    private let parts: [FilePart]

    /// Nil when SQLite cannot tell.
    init?(_ inspection: StoreInspection) {
        guard let parts = inspection.parts else { return nil }
        self.inspection = inspection
        self.parts = parts
    }

    /// Pages that belong to no table: free ones, and the map of pages that lets free ones be given
    /// back.
    private var mapBytes: Int64 {
        inspection.bytes - inspection.freeBytes - parts.reduce(0) { $0 + $1.bytes }
    }

    private func bytes(of purpose: FilePart.Purpose, isIndex: Bool) -> Int64 {
        parts.filter { $0.purpose == purpose && $0.isIndex == isIndex }
            .reduce(0) { $0 + $1.bytes }
    }

    /// A table for people: by purpose, then every table and index.
    var text: String {
        var lines = [Self.line("what", "bytes", "share", "of it unused")]
        for purpose in FilePart.Purpose.allCases {
            for isIndex in [false, true] {
                let bytes = bytes(of: purpose, isIndex: isIndex)
                if bytes == 0 { continue }
                let name = purpose.rawValue + (isIndex ? ", indexes" : "")
                lines.append(Self.line(name, "\(bytes)", share(bytes), ""))
            }
        }
        lines.append(
            Self.line("free", "\(inspection.freeBytes)", share(inspection.freeBytes), ""))
        lines.append(Self.line("page map", "\(mapBytes)", share(mapBytes), ""))
        lines.append(Self.line("the file", "\(inspection.bytes)", "100.0 %", ""))
        lines.append(
            Self.line("beside it: attachments", "\(inspection.attachments.bytes)", "", ""))
        lines.append(Self.line("beside it: columns", "\(inspection.columnFileBytes)", "", ""))
        lines.append("")
        for part in parts {
            lines.append(
                Self.line(part.name, "\(part.bytes)", share(part.bytes), "\(part.unusedBytes)"))
        }
        return lines.joined(separator: "\n")
    }

    var json: JSONValue {
        let purposes = FilePart.Purpose.allCases.map { purpose in
            (
                purpose.rawValue,
                JSONValue.object(
                    JSONObject([
                        ("tables", Self.number(bytes(of: purpose, isIndex: false))),
                        ("indexes", Self.number(bytes(of: purpose, isIndex: true))),
                    ]))
            )
        }
        let all = parts.map { part in
            JSONValue.object(
                JSONObject([
                    ("name", .string(part.name)), ("purpose", .string(part.purpose.rawValue)),
                    ("kind", .string(part.isIndex ? "index" : "table")),
                    ("bytes", Self.number(part.bytes)),
                    ("unused_bytes", Self.number(part.unusedBytes)),
                ]))
        }
        return .object(
            JSONObject([
                ("file_bytes", Self.number(inspection.bytes)),
                ("free_bytes", Self.number(inspection.freeBytes)),
                ("map_bytes", Self.number(mapBytes)),
                ("attachment_files", Self.number(Int64(inspection.attachments.files))),
                ("attachment_bytes", Self.number(inspection.attachments.bytes)),
                ("column_bytes", Self.number(inspection.columnFileBytes)),
                ("purposes", .object(JSONObject(purposes))), ("parts", .array(all)),
            ]))
    }

    private static func number(_ value: Int64) -> JSONValue { .number(JSONNumber(value)) }

    private func share(_ bytes: Int64) -> String {
        let all = max(inspection.bytes, 1)
        let tenths = (bytes * 1000 + all / 2) / all
        return "\(tenths / 10).\(tenths % 10) %"
    }

    private static func line(
        _ name: String, _ bytes: String, _ share: String, _ unused: String
    ) -> String {
        let line =
            name.padded(to: 34) + bytes.padded(to: 16, onTheLeft: true)
            + share.padded(to: 9, onTheLeft: true)
        return unused.isEmpty ? line : line + unused.padded(to: 16, onTheLeft: true)
    }
}

extension String {
    /// With blanks up to `width` characters.
    fileprivate func padded(to width: Int, onTheLeft: Bool = false) -> String {
        let blanks = String(repeating: " ", count: max(0, width - count))
        return onTheLeft ? blanks + self : self + blanks
    }
}
