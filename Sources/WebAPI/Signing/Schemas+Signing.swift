internal import Complaints
internal import JSON

/// The schemas of signatures, of what was before, of the change log and its anchors.
extension Schemas {
    static let signing: [(name: String, schema: Schema)] = [
        ("Signature", .object(signatureMembers, required: signatureMembers.map(\.0))),
        (
            "SignatureList",
            .object(
                [
                    ("version", .integer.described("Of the record now")),
                    ("hash", .string.described("SHA-256 of that version's canonical content")),
                    ("items", .array(of: .named("Signature"))),
                ], required: ["version", "hash", "items"])
        ),
        ("SignatureMeanings", .object([("items", .array(of: meaning))], required: ["items"])),
        ("Comparison", comparison),
        (
            "ChangeList",
            .object(
                [("items", .array(of: .named("Change"))), ("next", .string.orNull)],
                required: ["items", "next"])
        ),
        ("Change", .object(changeMembers, required: changeMembers.map(\.0))),
        ("Anchor", .object(anchorMembers, required: anchorMembers.map(\.0))),
        (
            "AnchorList",
            .object(
                [
                    ("items", .array(of: .named("Anchor"))), ("next", .string.orNull),
                    ("public_key", .string.orNull.described("PEM; null where none are made")),
                    ("destinations", .array(of: anchorDestination)),
                ], required: ["items", "next", "public_key", "destinations"])
        ),
        (
            "AnchorCheck",
            .object(
                [
                    ("ok", .boolean), ("detail", .string),
                    ("authenticated", .boolean.described("Whether a key was known to trust")),
                ], required: ["ok", "authenticated", "detail"])
        ),
    ]

    private static let signatureMembers: [(String, Schema)] = [
        ("id", .integer), ("version", .integer.described("The version that was signed")),
        ("hash", .string), ("signer", .string), ("name", .string.described("As printed")),
        ("meaning", .oneOf(SignatureMeaning.allCases.map(\.rawValue))),
        ("reason", .string.orNull), ("at", .timestamp),
    ]

    private static let meaning = Schema.object(
        [
            ("value", .string), ("label", words), ("statement", words),
            ("plain", .boolean.described("Given by itself; others belong to an act")),
        ], required: ["value", "label", "statement", "plain"])

    private static let moment = Schema.object(
        [("version", .integer), ("at", .timestamp), ("actor", .string)],
        required: ["version", "at", "actor"])

    private static let comparison = Schema.object(
        [
            ("number", .string), ("from", moment), ("to", moment),
            ("changes", .array(of: .named("FieldChange"))),
        ], required: ["number", "from", "to", "changes"])

    private static let changeMembers: [(String, Schema)] = [
        ("seq", .integer), ("at", .timestamp), ("actor", .string), ("origin", .string),
        ("address", .string), ("reason", .string.orNull), ("entity", .string), ("id", .integer),
        ("code", .string), ("operation", .string), ("version", .integer),
        (
            "changes",
            .array(
                of: .object(
                    [
                        ("field", .string), ("old", .any), ("new", .any), ("sealed", .boolean),
                        ("erased", .boolean),
                    ], required: ["field"]))
        ), ("hash", .string),
    ]

    private static let anchorMembers: [(String, Schema)] = [
        ("anchor", .integer), ("seq", .integer), ("hash", .string),
        ("at", .integer.described("Microseconds since 1970")), ("key", .string),
        ("signature", .string),
    ]

    private static let anchorDestination = Schema.object(
        [
            ("name", .string), ("waiting", .integer), ("lost", .integer),
            ("last_success", .timestamp.orNull), ("error", .string.orNull),
        ], required: ["name", "waiting", "lost", "last_success", "error"])
}
