internal import Complaints
internal import JSON

/// Records, from the field catalogues.
extension Schemas {
    static let complaints: [(name: String, schema: Schema)] = [
        ("Complaint", record(.standard, required: ["id", "number", "version", "status"])),
        (
            "ComplaintExcerpt",
            record(.standard, required: ["id", "version"]).described(
                "A complaint: all of it, or the fields that were asked for")
        ),
        ("NewComplaint", entry(.standard, isNew: true)),
        ("ComplaintChange", entry(.standard, isNew: false)),
        ("ComplaintList", complaintList),
        ("ComplaintQuery", complaintQuery),
        ("Filter", filter),
        (
            "Facets",
            .object(
                [
                    (
                        "facets",
                        .map(
                            of: .array(
                                of: .object(
                                    [("value", .type("string").orNull), ("count", .integer)],
                                    required: ["value", "count"])))
                    ), ("total", .integer),
                ], required: ["facets"], allowsOthers: true)
        ),
        (
            "History",
            .object(
                [("items", .array(of: .named("HistoryEntry"))), ("next", .integer.orNull)],
                required: ["items", "next"])
        ),
        ("HistoryEntry", historyEntry),
        (
            "FieldChange",
            .object(
                [("field", .string), ("old", .any), ("new", .any), ("erased", .boolean)],
                required: ["field"])
        ),
        (
            "FieldList",
            .object(
                [("items", .array(of: .named("Field"))), ("groups", .array(of: .anyObject))],
                required: ["items", "groups"])
        ),
        (
            "Field",
            .object(
                fieldMembers.filter { !["group", "required_when"].contains($0.0) } + [
                    ("name", .string), ("type", .string), ("group", .string),
                    ("access", .string),
                    ("citation", words), ("required_when", requirement),
                ],
                required: ["name", "type", "label"], allowsOthers: true)
        ),
        (
            "NewField",
            .object(
                fieldMembers + [
                    ("name", .string),
                    ("type", .oneOf(CustomFieldBody.Kind.allCases.map(\.rawValue))),
                    ("access", .oneOf(FieldAccess.ofOwnFields.map(\.rawValue))),
                ], required: ["name", "type", "label"])
        ),
        ("FieldDefinitionChange", .object(fieldMembers.map(asChanged), required: [])),
        ("FieldCondition", fieldCondition),
    ]

    /// What a person sends of a complaint.
    static let areBodies: Set<String> = ["NewComplaint", "ComplaintChange"]
    /// The schemas with a member `custom`.
    static let holdCustom = areBodies.union(["Complaint", "ComplaintExcerpt"])

    /// What an operator says of a field besides its name and type.
    private static let fieldMembers: [(String, Schema)] = [
        ("label", words), ("help", words.orNull),
        (
            "values",
            .array(
                of: .object([("value", .string), ("label", words)], required: ["value"]))
        ),
        ("bytes_max", .integer), ("minimum", .integer), ("maximum", .integer),
        ("required", .boolean), ("facet", .boolean), ("sortable", .boolean),
        ("retired", .boolean), ("indexed", .boolean),
        ("group", .oneOf(CustomFieldBody.groups.map(\.rawValue))), ("position", .integer),
        ("required_when", Schema.named("FieldCondition").orNull),
    ]

    /// What a change may set to null: that is what a new field has.
    private static func asChanged(_ member: (String, Schema)) -> (String, Schema) {
        ["label", "help", "values", "required_when"].contains(member.0)
            ? member : (member.0, member.1.orNull)
    }

    private static let requirement = Schema.object(
        [("condition", .named("FieldCondition")), ("words", words)],
        required: ["condition", "words"])

    /// One of `field` with `in` or `is`, `status_reached`, `all` and `any`.
    private static let fieldCondition = Schema.object([
        ("field", .string), ("in", .array(of: .string)), ("is", .oneOf(["set", "empty"])),
        ("status_reached", .oneOf(Progress.states)),
        ("all", .array(of: .named("FieldCondition"))),
        ("any", .array(of: .named("FieldCondition"))),
    ])

    /// A text in each language.
    static let words = Schema.object(
        [("en", .string), ("fr", .string)], required: ["en", "fr"])

    static let installBase: [(name: String, schema: Schema)] = [
        ("Site", record(.site, required: ["id", "version", "code"])),
        ("SiteList", list(of: "Site")), ("NewSite", entry(.site, isNew: true)),
        ("SiteChange", entry(.site, isNew: false)),
        ("System", record(.system, required: ["id", "version", "system_id"])),
        ("SystemList", list(of: "System")), ("NewSystem", entry(.system, isNew: true)),
        ("SystemChange", entry(.system, isNew: false)),
    ]

    static let running: [(name: String, schema: Schema)] = [
        (
            "Verification",
            .object(
                [
                    ("ok", .boolean),
                    (
                        "checks",
                        .array(
                            of: .object(
                                [("name", .string), ("ok", .boolean), ("detail", .string)],
                                required: ["name", "ok", "detail"]))
                    ),
                ], required: ["ok", "checks"])
        )
    ]

    /// A record as answered.
    private static func record(_ catalogue: FieldCatalogue, required: [String]) -> Schema {
        .object(
            catalogue.fields.map { ($0.name.text, schema(of: $0).orNull) },
            required: required, allowsOthers: true)
    }

    /// What may be written of a record.
    static func entry(_ catalogue: FieldCatalogue, isNew: Bool) -> Schema {
        let fields = catalogue.fields.filter { $0.entry != .system }
        var members = fields.map { ($0.name.text, schema(of: $0).orNull) }
        if !isNew {
            members.append(
                (
                    Intake.changeReasonMember,
                    .string.lengthMax(Intake.changeReasonBytesMax).orNull
                ))
        }
        let required = fields.filter { $0.traits.contains(.required) }.map(\.name.text)
        return .object(members, required: isNew ? required : [])
    }

    /// A field's own schema.
    static func schema(of field: Field) -> Schema {
        let schema: Schema =
            switch field.type {
            case .text(let bytesMax), .prose(let bytesMax): .string.lengthMax(bytesMax)
            case .choice(let choices): .oneOf(choices.map(\.value))
            case .date: .date
            case .partialDate: .string.pattern("^\\d{4}(-\\d{2}(-\\d{2})?)?$")
            case .timestamp: .timestamp
            case .integer(let range): .integer.between(range)
            case .decimal: .number
            case .boolean: .boolean
            case .country: .string.pattern("^[A-Z]{2}$")
            case .reference: .string
            case .list(let item): .array(of: self.schema(of: item))
            case .object: .anyObject
            }
        let titled = schema.titled(field.label.english)
        return description(of: field).map(titled.described) ?? titled
    }

    private static func schema(of item: ListItem) -> Schema {
        switch item {
        case .text(let bytesMax): .string.lengthMax(bytesMax)
        case .choice(let choices): .oneOf(choices.map(\.value))
        case .country: .string.pattern("^[A-Z]{2}$")
        case .code(let annex): .string.pattern("^\(annex.rawValue)[0-9]{2,7}$")
        }
    }

    /// Why a field is asked for, and when.
    private static func description(of field: Field) -> String? {
        var parts: [String] = []
        if let help = field.help { parts.append(help.english) }
        if let condition = field.requiredWhen {
            parts.append("Required \(condition.words(in: .standard).english).")
        }
        if field.entry == .intake {
            parts.append("Locked, once it has a value, when the file has left intake.")
        }
        if let citation = field.citation { parts.append("Law: \(citation.english).") }
        if let form = field.form { parts.append("Report forms: \(form).") }
        return parts.isEmpty ? nil : parts.joined(separator: " ")
    }

    private static let complaintList = Schema.object(
        [
            ("items", .array(of: .named("ComplaintExcerpt"))), ("next", .string.orNull),
            ("previous", .string.orNull), ("total", .integer.orNull),
            ("total_is_least", .boolean), ("offset", .integer.orNull), ("ranked", .boolean),
            ("commit", .integer),
        ], required: ["items", "next"], allowsOthers: true)

    private static let complaintQuery = Schema.object([
        ("filter", Schema.named("Filter").orNull), ("q", .string.orNull),
        ("sort", .array(of: .string).orNull),
        ("limit", .integer.between(1...Int64(ComplaintQuery.limitMax)).orNull),
        ("cursor", .string.orNull), ("offset", .integer.orNull),
        ("fields", .array(of: .string).orNull), ("total", .oneOf(["exact", "none"])),
    ])

    private static let filter = Schema.object([
        ("and", .array(of: .named("Filter"))), ("or", .array(of: .named("Filter"))),
        ("not", .named("Filter")), ("field", .string), ("op", .string),
        ("value", .any),
    ])

    private static let historyEntry = Schema.object(
        [
            ("seq", .integer), ("at", .timestamp), ("actor", .string), ("origin", .string),
            ("operation", .string), ("reason", .string.orNull), ("version", .integer.orNull),
            ("import", .integer.orNull), ("changes", .array(of: .named("FieldChange"))),
            ("hash", .string),
        ], required: ["seq", "at", "actor", "operation", "changes"], allowsOthers: true)
}
