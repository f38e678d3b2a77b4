internal import Importing
internal import JSON
internal import Storage

/// The schemas of imports, mappings, demo data and jobs.
extension Schemas {
    static let imports: [(name: String, schema: Schema)] = [
        ("Import", .object(importMembers, required: importMembers.map(\.0))),
        ("ImportList", list(of: "Import")),
        (
            "ImportStart",
            .object([
                (
                    "mapping",
                    .any.described("A mapping, or the id of a saved one; the suggested one without")
                ), ("source", .string), ("dry_run", .boolean),
            ])
        ),
        ("ImportMapping", mapping),
        ("MappingList", list(of: "ImportMapping")),
        (
            "ImportError",
            .object(
                [
                    ("row", .integer), ("kind", .oneOf(["rejected", "kept"])),
                    ("column", .string), ("value", .string),
                    (
                        "reason",
                        .oneOf(
                            RejectionReason.allCases.map(\.rawValue)
                                + ImportConflict.Reason.allCases.map(\.rawValue))
                    ), ("detail", .string),
                ], required: ["row", "kind", "column", "value", "reason", "detail"])
        ),
        (
            "ImportUndo",
            .object([
                (
                    "reason",
                    .string.described("Why, for the history of each file; a sentence without")
                )
            ])
        ),
        ("ImportErrorList", list(of: "ImportError")),
        (
            "DemoRequest",
            .object([
                ("rows", .integer.between(0...StartDemo.rowsMax)),
                ("seed", .integer.between(0...Int64.max)),
            ])
        ),
        (
            "Job",
            .object(
                [
                    ("id", .integer), ("kind", .string),
                    ("state", .oneOf(["queued", "running", "done", "failed", "cancelled"])),
                    ("done", .integer), ("total", .integer), ("failure", .string.orNull),
                ], required: ["id", "kind", "state", "done", "total", "failure"])
        ),
    ]

    private static let importMembers: [(String, Schema)] = [
        ("id", .integer), ("name", .string),
        (
            "state",
            .oneOf([
                "preview", "queued", "running", "done", "failed", "cancelled", "undoing", "undone",
            ])
        ), ("dry_run", .boolean), ("source", .string), ("read", .integer), ("created", .integer),
        ("updated", .integer), ("unchanged", .integer), ("rejected", .integer),
        ("conflicts", .integer), ("bytes_total", .integer), ("bytes_done", .integer),
        ("seconds", .number), ("by", .string), ("created_at", .timestamp.orNull),
        ("finished_at", .timestamp.orNull), ("failure", .string.orNull), ("dialect", .any),
        ("columns", .any), ("mapping", .any),
    ]

    private static let mapping = Schema.object(
        [
            ("id", .integer), ("name", .string.orNull), ("source", .string),
            (
                "columns",
                .map(
                    of: .object([
                        ("field", .string.orNull), ("also", .array(of: .string)),
                        ("date_format", .oneOf(DateFormat.allCases.map(\.rawValue))),
                        (
                            "label",
                            .string.described("Words glued before every value of the column")
                        ), ("values", .map(of: .string)), ("required", .boolean),
                    ]))
            ), ("received_fallback", .array(of: .string)), ("defaults", .map(of: .string)),
        ], required: ["columns"])
}
