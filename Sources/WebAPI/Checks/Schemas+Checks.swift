internal import Complaints
internal import JSON
internal import Storage

/// The schemas of the self-check, and of what the change log can tell of.
extension Schemas {
    static let checks: [(name: String, schema: Schema)] = [
        (
            "SelfCheck",
            .object(
                [
                    ("today", Schema.date.described("In the zone of the reporting entity")),
                    ("files", .integer.described("That were looked at")),
                    (
                        "items",
                        .array(
                            of: .object(
                                check + [("count", .integer)],
                                required: check.map(\.0) + ["count"]))
                    ),
                ], required: ["today", "files", "items"])
        ),
        (
            "CheckedFiles",
            .object(
                [
                    ("check", .object(check, required: check.map(\.0))),
                    (
                        "items",
                        .array(
                            of: .object(
                                [
                                    ("id", .integer), ("number", .string),
                                    (
                                        "status",
                                        .oneOf(WorkflowState.allCases.map(\.rawValue))
                                    ),
                                    ("received", Schema.date.orNull), ("summary", .string.orNull),
                                ], required: ["id", "number", "status", "received", "summary"]))
                    ),
                    (
                        "next",
                        .string.orNull.described(
                            "The cursor of the next page, also of one with fewer files than asked for"
                        )
                    ),
                ], required: ["check", "items", "next"])
        ),
        (
            "ChangeKinds",
            .object(
                [
                    ("kinds", .array(of: .oneOf(Entity.allCases.map(\.rawValue)))),
                    ("acts", .array(of: .oneOf(ChangeOperation.allCases.map(\.rawValue)))),
                ], required: ["kinds", "acts"])
        ),
        (
            "LoggedFields",
            .object(
                [
                    (
                        "items",
                        .array(
                            of: .object(
                                [
                                    ("kind", .oneOf(Entity.allCases.map(\.rawValue))),
                                    ("fields", .array(of: .named("Field"))),
                                ], required: ["kind", "fields"]))
                    ),
                    (
                        "questions",
                        .array(
                            of: .object(
                                [("id", .string), ("text", words), ("citation", words)],
                                required: ["id", "text", "citation"]))
                    ),
                ], required: ["items", "questions"])
        ),
    ]

    private static let check: [(String, Schema)] = [
        ("id", .oneOf(FileCheck.all.map(\.id))),
        ("severity", .oneOf(FileCheck.Severity.allCases.map(\.rawValue))),
        ("sentence", words), ("citation", words.described("The law, as each language cites it")),
        (
            "query",
            .string.orNull.described("The query of GET /complaints that lists the same files")
        ),
    ]
}
