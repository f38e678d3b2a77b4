internal import Complaints
internal import JSON
internal import Rules
internal import Storage

/// The schemas of clocks and rules.
extension Schemas {
    static let clocks: [(name: String, schema: Schema)] = [
        (
            "Clocks",
            all([
                ("complaint", .string), ("version", .integer), ("rule_set", .integer),
                ("today", .date.described("In the zone of the reporting entity")),
                ("zone", .string),
                ("clocks", .array(of: .named("Clock"))),
                ("decisions", .array(of: .named("DecisionNeeded"))),
                ("superseded", .array(of: .named("SupersededClock"))),
            ])
        ),
        (
            "Clock",
            all(
                clockMembers + [
                    ("state", .oneOf(Clock.State.allCases.map(\.rawValue))),
                    (
                        "days_left",
                        .integer.orNull.described("Negative once overdue; null when it ended")
                    ),
                    ("ended", .string.orNull.described("Why it runs no more")),
                    ("warnings", .array(of: all([("percent", .integer), ("on", .date)]))),
                ])
        ),
        (
            "DecisionNeeded",
            all([
                ("jurisdiction", .string),
                (
                    "reason",
                    .oneOf([
                        "unknown_facts", "no_rule", "unknown_jurisdiction", "no_start",
                        "changed_after_report",
                    ])
                ),
                ("fields", .array(of: .string)), ("sentence", .string),
            ])
        ),
        (
            "SupersededClock",
            all(
                clockMembers + [
                    ("opened", .timestamp), ("superseded", .timestamp), ("by", .string),
                    ("at_version", .integer), ("changed", .array(of: .string)),
                    ("reason", .string.orNull), ("why", .string), ("successor", .string.orNull),
                    ("successor_due", .date.orNull),
                ])
        ),
        (
            "RuleSetList",
            all([
                ("items", .array(of: .named("RuleSet"))),
                (
                    "recount",
                    all([
                        ("rule_set", .integer), ("done", .integer), ("total", .integer),
                    ])
                ),
            ])
        ),
        (
            "RuleSet",
            .object(
                ruleSetMembers + [("document", .anyObject.described("docs/rules.md"))],
                required: ruleSetMembers.map(\.0))
        ),
        (
            "DryRun",
            all([
                ("rule_set", .integer), ("compared_with", .integer), ("files", .integer),
                ("changed", .integer), ("changed_open", .integer),
                (
                    "decided",
                    .integer.described(
                        "Files that differ in nothing but what was decided or reported already")
                ), ("at", .timestamp),
                ("job", .named("Job")),
                (
                    "by_rule",
                    .array(
                        of: all([
                            ("rule", .string), ("gained", .integer), ("lost", .integer),
                            ("moved", .integer),
                        ]))
                ),
                (
                    "items",
                    .array(
                        of: all([
                            ("id", .integer), ("number", .string), ("status", .string),
                            (
                                "lines",
                                .array(
                                    of: all([
                                        (
                                            "rule",
                                            .string.orNull.described(
                                                "Null for the decisions asked for")
                                        ),
                                        ("before", .string.orNull), ("after", .string.orNull),
                                        (
                                            "decided",
                                            .boolean.described(
                                                "A decision or a report has settled it: no change")
                                        ),
                                    ]))
                            ),
                        ]))
                ),
            ])
        ),
    ]

    /// An object whose members are all always there.
    static func all(_ members: [(String, Schema)]) -> Schema {
        .object(members, required: members.map(\.0))
    }

    private static let clockMembers: [(String, Schema)] = [
        ("rule", .string), ("jurisdiction", .string), ("name", .string), ("start", .date),
        ("start_field", .string), ("due", .date),
        ("sentence", .string.described("How the due day came about, with its law")),
        ("citation", .string),
        ("of_member", .boolean.described("Whether a file merged into this one gave day 0")),
    ]

    private static let ruleSetMembers: [(String, Schema)] = [
        ("id", .integer), ("version", .integer),
        ("state", .oneOf(RuleSetRecord.State.allCases.map(\.rawValue))),
        ("shipped", .string.orNull), ("created", .timestamp), ("created_by", .string),
        ("updated", .timestamp), ("updated_by", .string), ("activated", .timestamp.orNull),
        ("activated_by", .string.orNull), ("activation_reason", .string.orNull),
        ("superseded", .timestamp.orNull),
        ("signature", Schema.named("Signature").orNull.described("Of the activation")),
    ]
}
