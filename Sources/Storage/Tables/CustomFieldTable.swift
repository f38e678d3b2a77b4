import Complaints
import JSON

/// A catalogue, and what it was made of.
struct KeptCatalogue {
    let stamp: [UInt8]
    let catalogue: FieldCatalogue
}

/// The operator's own fields: one row of metadata each, as JSON.
enum CustomFieldTable {
    /// Every custom field, by name.
    static func all(_ connection: Connection) throws(StorageFailure) -> [Field] {
        var statement = try connection.statement(
            "SELECT name, definition FROM custom_field ORDER BY name")
        var fields: [Field] = []
        while try statement.step() {
            guard let name = FieldName(custom: statement.text(0)),
                let definition = parsed(statement.blob(1)),
                let field = field(name, definition)
            else { continue }
            fields.append(field)
        }
        return fields
    }

    /// The definition of the field of that name (without `custom.`), as it is stored.
    static func definition(
        named name: String, on connection: Connection
    ) throws(StorageFailure) -> String? {
        var statement = try connection.statement(
            "SELECT definition FROM custom_field WHERE name = ?")
        statement.bind(1, name)
        return try statement.step() ? statement.text(0) : nil
    }

    /// Who may see the values of a field with that stored definition.
    static func access(ofStored definition: String) -> FieldAccess {
        parsed(Array(definition.utf8)).map { access($0) } ?? .open
    }

    /// The fields of a complaint, the operator's own included; read again after one was changed.
    static func catalogue(_ connection: Connection) throws(StorageFailure) -> FieldCatalogue {
        var statement = try connection.statement("SELECT 1 FROM custom_field LIMIT 1")
        guard try statement.step() else { return .standard }
        let stamp = try stamp(connection)
        if let stamp, let kept = connection.keptCatalogue, kept.stamp == stamp {
            return kept.catalogue
        }
        let catalogue = FieldCatalogue.standard.adding(custom: try all(connection))
        connection.keptCatalogue = stamp.map { KeptCatalogue(stamp: $0, catalogue: catalogue) }
        return catalogue
    }

    /// The hash of the log's last row about fields: another one for any other definitions. Nil when the
    /// log knows of none.
    private static func stamp(_ connection: Connection) throws(StorageFailure) -> [UInt8]? {
        var last = try connection.statement(
            """
            SELECT hash FROM change WHERE entity = 'field' AND entity_id = 0
            ORDER BY seq DESC LIMIT 1
            """)
        return try last.step() ? last.blob(0) : nil
    }

    /// The JSON that `all` reads.
    static func definition(of field: Field) -> JSONObject {
        var object = JSONObject()
        object["label_en"] = .string(field.label.english)
        object["label_fr"] = .string(field.label.french)
        object["traits"] = .number(JSONNumber(Int64(field.traits.rawValue)))
        write(field.type, to: &object)
        if field.access != .open { object["access"] = .string(field.access.rawValue) }
        if field.group != .custom { object["group"] = .string(field.group.rawValue) }
        if field.position != 0 { object["position"] = .number(JSONNumber(Int64(field.position))) }
        object["required_when"] = field.requiredWhen?.json
        if let help = field.help {
            object["help_en"] = .string(help.english)
            object["help_fr"] = .string(help.french)
        }
        return object
    }

    private static func parsed(_ bytes: [UInt8]) -> JSONObject? {
        do throws(JSONError) {
            return try JSONValue.parse(bytes).objectValue
        } catch {
            return nil
        }
    }

    private static func field(_ name: FieldName, _ object: JSONObject) -> Field? {
        guard let english = object["label_en"]?.stringValue,
            let french = object["label_fr"]?.stringValue, let type = type(object)
        else { return nil }
        var help: Words?
        if let english = object["help_en"]?.stringValue,
            let french = object["help_fr"]?.stringValue
        {
            help = Words(english, french)
        }
        let traits = FieldTraits(rawValue: Int(object["traits"]?.int64Value ?? 0))
        return .own(
            name, type, object["group"]?.stringValue.flatMap(FieldGroup.init) ?? .custom,
            access: access(object), traits: traits, label: Words(english, french), help: help,
            requiredWhen: object["required_when"].flatMap(FieldCondition.init(stored:)),
            position: Int(object["position"]?.int64Value ?? 0))
    }

    /// Who may see the values: without a word everybody, by a word that is not known the fewest.
    private static func access(_ object: JSONObject) -> FieldAccess {
        guard let text = object["access"]?.stringValue else { return .open }
        return FieldAccess(rawValue: text) ?? .patient
    }

    private static func write(_ type: FieldType, to object: inout JSONObject) {
        func set(_ name: String) { object["type"] = .string(name) }
        func bound(_ bytesMax: Int) { object["bytes_max"] = .number(JSONNumber(Int64(bytesMax))) }
        switch type {
        case .text(let bytesMax):
            set("text")
            bound(bytesMax)
        case .prose(let bytesMax):
            set("prose")
            bound(bytesMax)
        case .choice(let choices):
            set("choice")
            object["choices"] = json(choices)
        case .list(of: .choice(let choices)):
            set("choice_list")
            object["choices"] = json(choices)
        case .list(of: .text(let bytesMax)):
            set("text_list")
            bound(bytesMax)
        case .list(of: .country): set("country_list")
        case .list(of: .code(let annex)):
            set("code_list")
            object["annex"] = .string(annex.rawValue)
        case .integer(let range):
            set("integer")
            object["least"] = .number(JSONNumber(range.lowerBound))
            object["most"] = .number(JSONNumber(range.upperBound))
        case .date: set("date")
        case .partialDate: set("partial_date")
        case .timestamp: set("timestamp")
        case .decimal: set("decimal")
        case .boolean: set("boolean")
        case .country: set("country")
        case .reference(let entity):
            set("reference")
            object["entity"] = .string(entity.rawValue)
        case .object: set("object")
        }
    }

    private static func json(_ choices: [Choice]) -> JSONValue {
        .array(
            choices.map { choice in
                .object(
                    JSONObject([
                        ("value", .string(choice.value)), ("en", .string(choice.label.english)),
                        ("fr", .string(choice.label.french)),
                    ]))
            })
    }

    private static func choices(_ object: JSONObject) -> [Choice] {
        (object["choices"]?.arrayValue ?? []).compactMap { choice in
            guard let object = choice.objectValue, let value = object["value"]?.stringValue
            else { return nil }
            return Choice(
                value, object["en"]?.stringValue ?? value, object["fr"]?.stringValue ?? value)
        }
    }

    private static func type(_ object: JSONObject) -> FieldType? {
        let bytesMax = Int(object["bytes_max"]?.int64Value ?? 0)
        switch object["type"]?.stringValue {
        case "text": return .text(bytesMax: bytesMax)
        case "prose": return .prose(bytesMax: bytesMax)
        case "choice": return .choice(choices(object))
        case "choice_list": return .list(of: .choice(choices(object)))
        case "text_list": return .list(of: .text(bytesMax: bytesMax))
        case "country_list": return .list(of: .country)
        case "code_list":
            return object["annex"]?.stringValue.flatMap(EventCode.Annex.init).map {
                .list(of: .code($0))
            }
        case "integer":
            let least = object["least"]?.int64Value ?? .min
            let most = object["most"]?.int64Value ?? .max
            return least <= most ? .integer(least...most) : nil
        case "date": return .date
        case "partial_date": return .partialDate
        case "timestamp": return .timestamp
        case "decimal": return .decimal
        case "boolean": return .boolean
        case "country": return .country
        case "reference":
            return object["entity"]?.stringValue.flatMap(Entity.init).map(FieldType.reference)
        case "object": return .object
        default: return nil
        }
    }
}
