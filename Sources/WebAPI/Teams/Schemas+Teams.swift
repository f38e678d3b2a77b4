internal import Storage

/// The schemas of teams, and of what people are told.
extension Schemas {
    static let work: [(name: String, schema: Schema)] = [
        ("TeamList", all([("items", .array(of: .named("Team")))])),
        (
            "Team",
            all([
                ("id", .integer), ("name", .string), ("lead", .string.orNull),
                ("members", .array(of: .string)), ("active", .boolean), ("version", .integer),
            ])
        ),
        ("NewTeam", .object([("name", .string)] + entry, required: ["name"])),
        ("TeamChange", .object(entry)),
        (
            "NotificationList",
            all([
                ("items", .array(of: .named("Notification"))),
                ("next", .integer.orNull.described("`before` of the next page")),
                (
                    "unseen",
                    .integer.described(
                        "\(NotificationPage.unseenMax) stands for as many and more")
                ),
            ])
        ),
        (
            "Notification",
            all([
                ("id", .integer), ("complaint", .integer), ("number", .string),
                ("summary", .string.orNull), ("kind", notificationKind), ("rule", .string.orNull),
                ("rule_name", .string.orNull), ("due", .date.orNull),
                ("percent", .integer.orNull.described("Of the clock's time")),
                ("actor", .string.orNull.described("The account that did it; null for a clock")),
                (
                    "entry",
                    .integer.orNull.described("The comment, task, decision or report it is about")
                ),
                (
                    "detail",
                    .string.orNull.described(
                        "A comment's audience, the status moved to, the number of the original, the "
                            + "jurisdiction of a decision or report, the field that bulk work set")
                ),
                (
                    "count",
                    .integer.described(
                        "How many of the kind are told in one, of which this is the latest")
                ),
                ("at", .timestamp), ("seen", .timestamp.orNull),
            ])
        ),
        ("NotificationsSeen", .object([("up_to", .integer)], required: ["up_to"])),
    ]

    /// A clock's point, or what happened in a file.
    private static let notificationKind = Schema.oneOf(
        ["clock"] + FileEvent.Kind.allCases.map(\.rawValue))

    private static let entry: [(String, Schema)] = [
        ("lead", .string.orNull.described("An account; a member too")),
        ("members", .array(of: .string).orNull.described("Accounts; null is nobody")),
        ("active", .boolean.described("Whether it takes files")),
    ]
}
