internal import JSON

/// The schemas of attachments.
extension Schemas {
    static let attachments: [(name: String, schema: Schema)] = [
        ("Attachment", .object(members, required: members.map(\.0))),
        (
            "AttachmentList",
            .object(
                [
                    ("items", .array(of: .named("Attachment"))),
                    (
                        "merged",
                        .array(
                            of: .object(
                                [
                                    ("number", .string),
                                    ("items", .array(of: .named("Attachment"))),
                                ], required: ["number", "items"])
                        ).described("Those of the complaints merged into it")
                    ),
                    (
                        "limits",
                        .object(
                            [("file_bytes_max", .integer), ("count_max", .integer)],
                            required: ["file_bytes_max", "count_max"])
                    ),
                ], required: ["items", "merged", "limits"])
        ),
    ]

    private static let members: [(String, Schema)] = [
        ("id", .integer), ("complaint", .integer), ("version", .integer),
        ("name", .string.orNull.described("\"•••\" without the patient grant; null once erased")),
        ("note", .string.orNull), ("sha256", .string.orNull.described("Of the content")),
        ("erased", .boolean), ("media_type", .string.described("As the bytes tell")),
        ("bytes", .integer), ("patient_data", .boolean),
        ("inline", .boolean.described("Whether a page may show it")),
        ("created", .timestamp), ("created_by", .string),
        (
            "withdrawn",
            .object(
                [("at", .timestamp), ("by", .string), ("reason", .string)],
                required: ["at", "by", "reason"]
            ).orNull
        ),
    ]
}
