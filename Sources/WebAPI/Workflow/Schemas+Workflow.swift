internal import Complaints
internal import JSON

/// The schemas of the workflow, of links and of merging.
extension Schemas {
    static let workflow: [(name: String, schema: Schema)] = [
        (
            "Transitions",
            .object(
                [
                    ("status", state), ("version", .integer),
                    ("targets", .array(of: .named("TransitionOption"))),
                ], required: ["status", "version", "targets"])
        ),
        ("TransitionOption", .object(option, required: option.map(\.0))),
        (
            "LinkList",
            .object(
                [
                    (
                        "items",
                        .array(
                            of: .object(
                                [
                                    ("link", .named("Link")),
                                    (
                                        "incoming",
                                        .boolean.described("Whether the other one has the link")
                                    ), ("peer", .named("Peer")),
                                ], required: ["link", "incoming", "peer"]))
                    )
                ], required: ["items"])
        ),
        (
            "Members",
            .object(
                [
                    ("items", .array(of: .named("Peer"))),
                    ("aware", Schema.date.orNull.described("The earliest of them all")),
                ], required: ["items", "aware"])
        ),
        (
            "Peer",
            .object(
                [
                    ("number", .string), ("id", .integer), ("status", state),
                    ("summary", .string.orNull), ("received", .string.orNull),
                    ("aware", Schema.date.orNull),
                ], required: ["number"]
            ).described("A complaint; its number alone for who may not see it")
        ),
        (
            "QueueList",
            .object(
                [
                    (
                        "items",
                        .array(
                            of: .object(
                                [
                                    ("name", .string),
                                    (
                                        "label",
                                        .object(
                                            [("en", .string), ("fr", .string)],
                                            required: ["en", "fr"])
                                    ), ("query", .string), ("count", .integer),
                                ], required: ["name", "label", "query", "count"]))
                    )
                ], required: ["items"])
        ),
        (
            "TransitionPreview",
            .object(
                [
                    ("items", .array(of: .named("PreviewedTransition"))), ("total", .integer),
                    ("allowed", .integer), ("refused", .integer),
                ], required: ["items", "total", "allowed", "refused"])
        ),
        (
            "PreviewedTransition",
            .object(
                [
                    ("id", .integer), ("number", .string), ("version", .integer),
                    ("status", state), ("allowed", .boolean), ("asks_signature", .boolean),
                    ("missing", .array(of: .named("FieldProblem"))),
                ],
                required: [
                    "id", "number", "version", "status", "allowed", "asks_signature", "missing",
                ])
        ),
    ]

    private static let state = Schema.oneOf(WorkflowState.allCases.map(\.rawValue))

    private static let option: [(String, Schema)] = [
        ("to", state), ("move", .oneOf(WorkflowMove.allCases.map(\.rawValue)).orNull),
        ("allowed", .boolean.described("Whether the caller may make the move now")),
        ("permitted", .boolean.described("Whether the caller may once nothing is missing")),
        ("permission", .oneOf(Permission.allCases.map(\.rawValue)).orNull),
        ("asks_reason", .boolean),
        ("asks_signature", .boolean.described("Whether the move is signed")),
        ("missing", .array(of: .named("FieldProblem"))),
    ]
}
