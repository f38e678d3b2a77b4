internal import Complaints
internal import JSON

/// The document's named schemas.
enum Schemas {
    static let all: [(name: String, schema: Schema)] =
        people + problems + complaints + attachments + companions + workflow + clocks + reporting
        + checks + bulk + installBase + imports + backups + running + signing + terminology + work

    static let problems: [(name: String, schema: Schema)] = [
        (
            "Problem",
            .object(
                [
                    ("type", .string), ("title", .string), ("status", .integer),
                    ("detail", .string),
                    (
                        "request_id",
                        .string.described(
                            "The request's name in the log; none where its head could "
                                + "not be read")
                    ),
                    ("errors", .array(of: .named("FieldProblem"))),
                    (
                        "current",
                        .anyObject.described("The record as it is now, of a version conflict")
                    ),
                ], required: ["type", "title", "status", "detail"])
        ),
        (
            "FieldProblem",
            .object(
                [
                    (
                        "pointer",
                        .string.described("RFC 6901; \"?\" and a name for a query parameter")
                    ),
                    ("code", .oneOf(FieldProblem.Code.allCases.map(\.rawValue))),
                    ("detail", .string),
                ], required: ["pointer", "code", "detail"])
        ),
    ]

    static let people: [(name: String, schema: Schema)] = [
        (
            "SignIn",
            .object([("name", .string), ("password", .string)], required: ["name", "password"])
        ),
        ("SetupState", .object([("required", .boolean)], required: ["required"])),
        (
            "Setup",
            .object(
                [
                    ("token", .string), ("name", .string), ("display_name", .string),
                    ("password", .string), ("language", language),
                ], required: ["token", "name", "password"])
        ),
        (
            "Session",
            .object(
                [
                    ("user", .named("SessionUser")),
                    ("permissions", .array(of: permission)),
                    ("expires", .timestamp.orNull),
                ], required: ["user", "permissions", "expires"])
        ),
        (
            "SessionUser",
            .object(
                [
                    ("name", .string), ("display_name", .string), ("role", role),
                    ("language", language), ("grants", .array(of: .oneOf(["patient"]))),
                    ("sites", sites),
                ],
                required: ["name", "display_name", "role", "language", "grants", "sites"])
        ),
        (
            "OwnAccountChange",
            .object([
                ("language", language),
                (
                    "password",
                    .object([("old", .string), ("new", .string)], required: ["old", "new"])
                ),
            ])
        ),
        ("User", .object(userMembers, required: userMembers.map(\.0))),
        ("UserList", list(of: "User")),
        ("NewUser", .object([("name", .string)] + userEntry, required: ["name", "role"])),
        ("UserChange", .object(userEntry)),
        ("Token", .object(tokenMembers, required: tokenMembers.map(\.0).filter { $0 != "token" })),
        ("TokenList", list(of: "Token")),
        (
            "NewToken",
            .object([
                ("user", .string), ("name", .string), ("scopes", .array(of: .string)),
                (
                    "expires_days",
                    .integer.between(1...CreateToken.expiresDaysMax).defaultValue(
                        .number(JSONNumber(CreateToken.expiresDaysDefault)))
                ),
            ])
        ),
    ]

    private static let language = Schema.oneOf(Language.allCases.map(\.rawValue))
    private static let role = Schema.oneOf(Role.allCases.map(\.rawValue))
    private static let permission = Schema.oneOf(Permission.allCases.map(\.rawValue))
    private static let sites = Schema.array(of: .string).orNull.described(
        "Codes of sites; null is all")

    private static let userEntry: [(String, Schema)] = [
        ("display_name", .string), ("role", role), ("password", .string), ("active", .boolean),
        ("sites", sites), ("patient_grant", .boolean), ("language", language),
    ]

    private static let userMembers: [(String, Schema)] = [
        ("name", .string), ("display_name", .string), ("role", role), ("active", .boolean),
        ("sites", sites), ("patient_grant", .boolean), ("language", language),
        ("version", .integer), ("created", .timestamp.orNull),
    ]

    private static let tokenMembers: [(String, Schema)] = [
        ("id", .integer), ("user", .string), ("name", .string), ("prefix", .string),
        ("scopes", .array(of: permission)), ("created", .timestamp.orNull),
        ("expires", .timestamp.orNull), ("last_used", .timestamp.orNull), ("token", .string),
    ]

    /// A page of records.
    static func list(of name: String) -> Schema {
        .object(
            [
                ("items", .array(of: .named(name))), ("next", .string.orNull),
                ("total", .integer.orNull),
            ], required: ["items", "next"], allowsOthers: true)
    }
}
