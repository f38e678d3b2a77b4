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
                    ("outcome", .oneOf(BulkRow.Outcome.allCases.map(\.rawValue))),
                    ("reason", .string.orNull), ("pointer", .string.orNull),
                ], required: ["row", "id", "outcome", "reason", "pointer"])
        ),
        ("BulkRowList", list(of: "BulkRow")),
    ]

    private static let members: [(String, Schema)] = [
        ("id", .integer), ("kind", .oneOf(["edit", "create"])),
        ("state", .oneOf(["queued", "running", "done", "failed", "cancelled"])),
        ("total", .integer), ("done", .integer), ("changed", .integer), ("unchanged", .integer),
        ("conflict", .integer), ("refused", .integer), ("by", .string),
        ("reason", .string.orNull), ("created_at", .timestamp.orNull),
        ("started_at", .timestamp.orNull), ("finished_at", .timestamp.orNull),
        ("failure", .string.orNull),
    ]
}
