internal import Complaints
internal import JSON

/// The schemas of deciding and reporting.
extension Schemas {
    static let reporting: [(name: String, schema: Schema)] = [
        (
            "NewDecision",
            .object(
                [
                    ("jurisdiction", .string.lengthMax(40)),
                    ("verdict", .oneOf(ReportingVerdict.allCases.map(\.rawValue))),
                    ("rationale", .string.lengthMax(16_000)), ("answers", answers.orNull),
                    ("signature", SignatureRequest.schema(AddDecision.meanings)),
                ], required: ["jurisdiction", "verdict", "rationale"])
        ),
        (
            "Reporting",
            all([
                ("complaint", .string), ("version", .integer), ("rule_set", .integer),
                ("today", .date), ("jurisdictions", .array(of: .named("ReportingRow"))),
            ])
        ),
        (
            "ReportingRow",
            all([
                ("code", .string), ("name", .string), ("applies", .boolean),
                (
                    "next",
                    .oneOf(ReportingWriting.Step.allCases.map(\.rawValue))
                        .described("What is still to be done there")
                ),
                ("clocks", .array(of: .named("Clock"))),
                ("needed", Schema.named("DecisionNeeded").orNull),
                ("guide", guide.orNull),
                ("decision", Schema.named("SignedDecision").orNull),
                (
                    "standing",
                    Schema.named("SignedDecision").orNull
                        .described("The signed one that counts until the decision is signed")
                ),
                ("superseded", .array(of: .named("SignedDecision"))),
                ("reports", .array(of: .named("TimedReport"))),
            ])
        ),
        (
            "SignedDecision",
            all([
                ("decision", .named("Decision")), ("signature", Schema.named("Signature").orNull),
            ])
        ),
        (
            "TimedReport",
            all([
                ("report", .named("Report")), ("due", Schema.date.orNull),
                ("sentence", .string.orNull.described("How the due day came about, with its law")),
                (
                    "days_late",
                    .integer.orNull.described(
                        "Behind the due day, today until it is submitted; null without one")
                ),
            ])
        ),
        (
            "Draft",
            all([
                ("form", .oneOf(ReportForm.all.map(\.id))), ("name", .string),
                ("jurisdiction", .string), ("complaint", .string), ("version", .integer),
                (
                    "sections",
                    .array(
                        of: all([
                            ("code", .string), ("title", .string), ("citation", .string),
                            ("note", .string.orNull), ("items", .array(of: .named("DraftLine"))),
                        ]))
                ), ("missing", .array(of: .named("DraftLine"))),
            ])
        ),
        (
            "DraftLine",
            all([
                ("number", .string.described("As the form numbers it")), ("label", .string),
                ("citation", .string.orNull), ("needed", .boolean),
                ("state", .oneOf(ReportDraft.State.allCases.map(\.rawValue))),
                (
                    "lacks",
                    .array(
                        of: all([
                            ("fields", .array(of: .string)), ("label", .string),
                        ])
                    ).described(
                        "What the form requires there and is not there; one field of each is enough"
                    )
                ),
                ("source", .oneOf(["file", "report", "decision", "by_hand"])),
                (
                    "values",
                    .array(
                        of: all([
                            ("field", .string.described("Which field of ours supplies it")),
                            ("label", .string), ("value", .string.orNull),
                            ("withheld", .boolean.described("The caller may not see it")),
                        ]))
                ),
            ])
        ),
    ]

    private static let answers = Schema.map(
        of: .oneOf(ReportingGuide.Answer.allCases.map(\.rawValue)))

    private static let guide = all([
        (
            "questions",
            .array(
                of: all([
                    ("id", .string),
                    ("effect", .oneOf(ReportingGuide.Effect.allCases.map(\.rawValue))),
                    ("text", .string), ("citation", .string),
                    ("suggested", .oneOf(ReportingGuide.Answer.allCases.map(\.rawValue))),
                    ("field", .string.orNull.described("Which field of the file suggests it")),
                ]))
        ),
        ("in_doubt", .oneOf(ReportingVerdict.allCases.map(\.rawValue))),
        ("in_doubt_citation", .string),
    ])
}
