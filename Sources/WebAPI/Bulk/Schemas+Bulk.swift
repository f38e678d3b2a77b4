internal import Complaints
internal import JSON
internal import Storage

/// The schemas of bulk work.
extension Schemas {
    static let bulk: [(name: String, schema: Schema)] = [
        (
            "BulkEdit",
            .object(
                [
                    (
                        "rows",
                        .array(
                            of: .object(
                                [("id", .integer), ("version", .integer)],
                                required: ["id", "version"])
                        ).described("These complaints, at the versions that were seen")
                    ),
                    ("filter", .anyObject.described("Or all that it finds now")),
                    ("q", .string.described("Words to look for, with or without a filter")),
                    (
                        "except",
                        .array(of: .integer).described("But not the complaints of these ids")
                    ),
                    ("change", .named("ComplaintChange")), ("change_reason", .string),
                    ("signature", SignatureRequest.schema([.closure, .reopening])),
                ], required: ["change"])
        ),
        ("Bulk", .object(members, required: members.map(\.0))),
        ("BulkList", list(of: "Bulk")),
        (
            "BulkRow",
            .object(
                [
                    ("row", .integer), ("id", .integer.orNull),
                    (
                        "number",
                        .string.orNull.described("Null where the caller may not see the complaint")
                    ), ("version", .integer.orNull.described("That was made; null for none")),
                    ("outcome", .oneOf(BulkRow.Outcome.allCases.map(\.rawValue))),
                    ("reason", .string.orNull), ("pointer", .string.orNull),
                    ("detail", .string.orNull),
                ],
                required: [
                    "row", "id", "number", "version", "outcome", "reason", "pointer", "detail",
                ])
        ),
        ("BulkRowList", list(of: "BulkRow")),
        (
            "BulkUndo",
            .object([("change_reason", .string)], required: ["change_reason"])
        ), ("EditPreview", .object(preview, required: preview.map(\.0))),
    ]

    private static let preview: [(String, Schema)] = [
        ("is_whole", .boolean.described("Whether there were no more complaints than it looks at")),
        ("total", .integer), ("changed", .integer), ("unchanged", .integer), ("refused", .integer),
        (
            "examples",
            .array(
                of: .object(
                    [
                        ("id", .integer), ("number", .string),
                        (
                            "changes",
                            .array(
                                of: .object(
                                    [
                                        ("field", .string),
                                        (
                                            "before",
                                            .any.described("Not told of fields about persons")
                                        ), ("after", .any),
                                    ], required: ["field", "after"]))
                        ),
                    ], required: ["id", "number", "changes"]))
        ), ("reasons", .array(of: .object(fault + [("count", .integer)]))),
        (
            "refusals",
            .array(of: .object(fault + [("id", .integer), ("number", .string.orNull)]))
        ),
        (
            "rows",
            .array(
                of: .object(
                    [("id", .integer), ("version", .integer)], required: ["id", "version"]))
        ),
    ]

    private static let fault: [(String, Schema)] = [
        ("reason", .string), ("pointer", .string), ("detail", .string),
    ]

    private static let members: [(String, Schema)] = [
        ("id", .integer), ("kind", .oneOf(["edit", "create", "undo"])),
        ("state", .oneOf(["queued", "running", "done", "failed", "cancelled"])),
        ("total", .integer), ("done", .integer), ("changed", .integer), ("unchanged", .integer),
        ("conflict", .integer), ("refused", .integer), ("by", .string),
        ("fields", .array(of: .string)),
        (
            "given",
            .array(
                of: .object([("field", .string), ("value", .any)], required: ["field", "value"])
            ).described(
                "The values of an edit once a file has them; not told of fields about persons")
        ), ("undoes", .integer.orNull),
        (
            "undone_by",
            .integer.orNull.described(
                "The undo that is queued, running or done; null also after one that was stopped or failed"
            )
        ),
        ("reason", .string.orNull), ("created_at", .timestamp.orNull),
        ("started_at", .timestamp.orNull), ("finished_at", .timestamp.orNull),
        ("failure", .string.orNull),
    ]
}
