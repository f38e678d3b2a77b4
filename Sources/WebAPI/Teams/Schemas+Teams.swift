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
                ("summary", .string.orNull), ("rule", .string), ("rule_name", .string.orNull),
                ("due", .date), ("percent", .integer.described("Of the clock's time")),
                ("at", .timestamp), ("seen", .timestamp.orNull),
            ])
        ),
        ("NotificationsSeen", .object([("up_to", .integer)], required: ["up_to"])),
    ]

    private static let entry: [(String, Schema)] = [
        ("lead", .string.orNull.described("An account; a member too")),
        ("members", .array(of: .string).orNull.described("Accounts; null is nobody")),
        ("active", .boolean.described("Whether it takes files")),
    ]
}
