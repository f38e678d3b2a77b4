/// The schemas of backups.
extension Schemas {
    static let backups: [(name: String, schema: Schema)] = [
        (
            "Backups",
            .object(
                [
                    ("level", .oneOf(levels).orNull),
                    ("destinations", .array(of: .named("BackupDestination"))),
                    (
                        "keys",
                        .object(
                            [
                                ("destination", .string), ("location", .string),
                                ("encrypted", .boolean), ("wrapped_by", .string.orNull),
                                ("current", .boolean), ("last_success", .timestamp.orNull),
                                ("error", .string.orNull),
                            ],
                            required: [
                                "destination", "location", "encrypted", "wrapped_by", "current",
                                "last_success", "error",
                            ]
                        ).orNull
                    ),
                    ("drill_interval_seconds", .integer.orNull), ("alarm_lag_seconds", .integer),
                ],
                required: [
                    "level", "destinations", "keys", "drill_interval_seconds",
                    "alarm_lag_seconds",
                ])
        ),
        ("BackupDestination", .object(destination, required: destination.map(\.0))),
        ("BackupDrill", .object(drill, required: drill.map(\.0))),
        (
            "BackupTimeline",
            .object(
                [
                    ("from", .timestamp), ("to", .timestamp), ("oldest", .timestamp.orNull),
                    ("newest", .timestamp.orNull),
                    ("stretches", .array(of: .object(stretch, required: stretch.map(\.0)))),
                ], required: ["from", "to", "oldest", "newest", "stretches"])
        ),
    ]

    private static let levels = ["green", "amber", "red"]

    private static let destination: [(String, Schema)] = [
        ("destination", .string), ("location", .string),
        ("state", .oneOf(["starting", "snapshot", "current", "behind", "stopped"])),
        ("level", .oneOf(levels)), ("reasons", .array(of: .oneOf(reasons))), ("message", .string),
        ("transaction", .integer), ("backed_up_to", .timestamp.orNull),
        ("last_snapshot", .timestamp.orNull), ("lag_seconds", .number),
        ("lags", .array(of: .number)), ("waiting_bytes", .integer), ("stored_bytes", .integer),
        ("stored_objects", .integer),
        (
            "attachments",
            .object(
                [
                    ("stored", .integer), ("bytes", .integer), ("waiting", .integer),
                    ("missing", .integer),
                ], required: ["stored", "bytes", "waiting", "missing"])
        ), ("encrypted", .boolean), ("wrapped_by", .string.orNull),
        ("drills", .array(of: .named("BackupDrill"))),
        ("drill_running_since", .timestamp.orNull), ("drill_wanted", .boolean),
    ]

    private static let reasons = [
        "stopped", "lag", "drill_failed", "drill_age", "keys", "starting", "snapshot", "behind",
        "unproven", "attachments",
    ]

    private static let drill: [(String, Schema)] = [
        ("began", .timestamp), ("seconds", .number), ("passed", .boolean),
        ("fault", .string.orNull), ("transaction", .integer), ("commit", .integer),
        ("bytes", .integer), ("attachments", .integer), ("attachments_read", .integer),
        ("keys", .boolean),
    ]

    private static let stretch: [(String, Schema)] = [
        ("from", .timestamp), ("states", .integer), ("snapshots", .integer), ("bytes", .integer),
        ("transaction", .integer), ("last", .timestamp),
    ]
}
