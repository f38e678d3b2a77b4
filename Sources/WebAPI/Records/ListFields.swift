internal import Complaints
internal import HTTP
internal import JSON
internal import Storage

/// `GET /fields`: what fields there are, and what may be done with each.
/// `?all=true` adds those about persons whose values the caller may not see: a definition tells nothing
/// of a person, and whoever changes definitions has to find them.
enum ListFields: Endpoint {
    static let operation = Operation(
        "The field catalogue", .complaints,
        parameters: [
            .init(
                name: "all", schema: .boolean,
                description: "Also fields whose values the caller may not see")
        ], .init(200, "Every field", .named("FieldList")), problems: [304])

    static func cached(_ admitted: Admitted) -> Answer? { CachedReading.lookup(admitted) }

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let answer = try exchange.cachedAnswer(dependsOn: .list(.field, sites: nil)) {
            reader, writer throws(APIFailure) in
            let catalogue = try exchange.instance.currentCatalogue()
            writer.beginObject()
            writer.name("items")
            writer.beginArray()
            let isAll = exchange.query["all"] == "true"
            for field in catalogue.fields
            where isAll || exchange.visibility.sees(field.access) {
                writer.field(field, in: catalogue)
            }
            writer.endArray()
            writer.name("groups")
            writer.beginArray()
            for group in catalogue.groups {
                writer.beginObject()
                writer.name("name")
                writer.string(group.rawValue)
                writer.name("label")
                writer.words(group.label)
                writer.endObject()
            }
            writer.endArray()
            writer.endObject()
            return Rendering(commit: reader.commit)
        }
        return .answer(answer)
    }
}

extension JSONWriter {
    /// A text in every language.
    mutating func words(_ words: Words) {
        beginObject()
        for language in Language.allCases {
            name(language.rawValue)
            string(words[language])
        }
        endObject()
    }

    /// One field's declaration, as a member of its catalogue.
    mutating func field(_ field: Field, in catalogue: FieldCatalogue) {
        beginObject()
        name("name")
        string(field.name.text)
        name("group")
        string(field.group.rawValue)
        fieldType(field.type)
        name("label")
        words(field.label)
        if let help = field.help {
            name("help")
            words(help)
        }
        if let citation = field.citation {
            name("citation")
            words(citation.words)
        }
        if let form = field.form {
            name("form")
            string(form)
        }
        if let condition = field.requiredWhen {
            name("required_when")
            beginObject()
            name("condition")
            value(condition.json)
            name("words")
            words(condition.words(in: catalogue))
            endObject()
        }
        if field.position != 0 {
            name("position")
            integer(Int64(field.position))
        }
        name("access")
        string(field.access.rawValue)
        name("entry")
        string(field.entry.apiName)
        for (trait, title) in FieldTraits.apiNames {
            name(title)
            bool(field.traits.contains(trait))
        }
        endObject()
    }

    private mutating func fieldType(_ type: FieldType) {
        name("type")
        string(type.apiName)
        switch type {
        case .text(let bytesMax), .prose(let bytesMax):
            name("bytes_max")
            integer(Int64(bytesMax))
        case .integer(let range):
            name("minimum")
            integer(range.lowerBound)
            name("maximum")
            integer(range.upperBound)
        case .reference(let entity):
            name("entity")
            string(entity.rawValue)
        case .choice(let choices), .list(of: .choice(let choices)): values(choices)
        case .list(of: .text(let bytesMax)):
            name("bytes_max")
            integer(Int64(bytesMax))
        case .list(of: .code(let annex)):
            name("annex")
            string(annex.rawValue)
            name("example")
            string(annex.example)
        default: break
        }
    }

    private mutating func values(_ choices: [Choice]) {
        name("values")
        beginArray()
        for choice in choices {
            beginObject()
            name("value")
            string(choice.value)
            name("label")
            words(choice.label)
            endObject()
        }
        endArray()
    }
}

extension FieldType {
    /// The type's name in the API.
    var apiName: String {
        switch self {
        case .text: "text"
        case .prose: "prose"
        case .choice: "choice"
        case .date: "date"
        case .partialDate: "partial_date"
        case .timestamp: "timestamp"
        case .integer: "integer"
        case .decimal: "decimal"
        case .boolean: "boolean"
        case .country: "country"
        case .reference: "reference"
        case .list(of: .text): "text_list"
        case .list(of: .choice): "choice_list"
        case .list(of: .country): "country_list"
        case .list(of: .code): "code_list"
        case .object: "object"
        }
    }
}

extension FieldEntry {
    /// The entry rule's name in the API.
    var apiName: String {
        switch self {
        case .free: "free"
        case .intake: "intake"
        case .system: "system"
        }
    }
}

extension FieldTraits {
    /// The traits the API tells, with their names.
    static let apiNames: [(FieldTraits, String)] = [
        (.required, "required"), (.facet, "facet"), (.sortable, "sortable"),
        (.searched, "searched"), (.listed, "listed"), (.retired, "retired"),
        (.indexed, "indexed"),
    ]
}
