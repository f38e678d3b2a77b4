internal import Complaints
internal import JSON

/// The schemas of companions, from the kinds' fields.
extension Schemas {
    static let companions: [(name: String, schema: Schema)] =
        companion("Task", .work) + companion("Comment", .comment)
        + companion("Watcher", .watcher, isWritten: false)
        + companion("Link", .link, isListed: false)
        + companion("Decision", .decision, isWritten: false) + companion("Report", .report) + [
            ("NewWatcher", .object([("owner", .string.orNull)]))
        ]

    /// The body that takes a companion back.
    static let withdrawing = Schema.object(
        [("reason", .string.lengthMax(Intake.changeReasonBytesMax))], required: ["reason"])

    private static let withdrawn = Schema.object(
        [("at", .timestamp), ("by", .string), ("reason", .string)],
        required: ["at", "by", "reason"])

    /// A kind's own schema, its list's, and those of what may be written.
    private static func companion(
        _ name: String, _ kind: CompanionKind, isWritten: Bool = true, isListed: Bool = true
    ) -> [(name: String, schema: Schema)] {
        let members =
            [
                ("id", Schema.integer), ("complaint", .integer), ("number", .string),
                ("version", .integer), ("erased", .boolean), ("created", .timestamp),
                ("created_by", .string), ("updated", .timestamp), ("updated_by", .string),
                ("withdrawn", withdrawn.orNull),
            ] + kind.catalogue.fields.map { ($0.name.text, schema(of: $0).orNull) }
        var schemas: [(name: String, schema: Schema)] = [
            (name, .object(members, required: members.map(\.0)))
        ]
        if isListed {
            let list = Schema.object([("items", .array(of: .named(name)))], required: ["items"])
            schemas.append((name + "List", list))
        }
        if isWritten { schemas.append(("New" + name, entry(kind.catalogue, isNew: true))) }
        if kind.isChangeable {
            schemas.append((name + "Change", entry(kind.catalogue, isNew: false)))
        }
        return schemas
    }
}
