internal import Complaints
internal import JSON

/// Reads the body that makes or changes one of the operator's own fields; the same form in which
/// `GET /fields` shows it.
struct CustomFieldBody {
    static let choicesMax = 500
    static let textBytesMax = 4_000
    static let labelBytesMax = 200

    /// The types an operator's field may have.
    enum Kind: String, CaseIterable {
        case text, prose, choice, date, integer, decimal, boolean, country
        case partialDate = "partial_date"
        case textList = "text_list"
        case choiceList = "choice_list"
        case countryList = "country_list"

        /// Whether values are long or several: such a field has no order.
        var isUnordered: Bool {
            switch self {
            case .prose, .textList, .choiceList, .countryList: true
            default: false
            }
        }
    }

    /// The sections where an operator's field may stand, whoever may see it.
    static let groups = FieldGroup.allCases.filter { group in
        FieldAccess.ofOwnFields.contains { $0.ownGroups.contains(group) }
    }
    static let positionMax: Int64 = 10_000

    private var body: MemberReader
    private let catalogue: FieldCatalogue

    /// - Parameter catalogue: what conditions may name.
    init(_ object: JSONObject, _ catalogue: FieldCatalogue) {
        body = MemberReader(object)
        self.catalogue = catalogue
    }

    /// The field of a body that makes one.
    mutating func newField() throws(APIFailure) -> Field {
        let name = fieldName()
        let kind = body.choice("type", as: Kind.self, isRequired: true)
        let type = kind.flatMap { self.type(of: $0, old: nil) }
        let label = words("label", isRequired: true)
        let help = words("help", isRequired: false)
        let access = access()
        let traits = traits([], kind, access)
        let place = place(access.ownGroup, 0, access)
        let condition = condition(nil, of: name, access)
        try body.finish()
        guard let name, let type, let label else { throw .bodyMissing }
        return .own(
            name, type, place.group, access: access, traits: traits, label: label, help: help,
            requiredWhen: condition, position: place.position)
    }

    /// The field as a merge-patch leaves it: null is what a new field has. Its name, its type and who may
    /// see it are for good: values are there, sealed or not.
    mutating func changed(_ old: Field) throws(APIFailure) -> Field {
        let kind = Kind(rawValue: old.type.apiName)
        for name in ["name", "type", "access"] where body.has(name) {
            _ = body.value(name)
            body.reject(name, .readOnly)
        }
        let type = kind.flatMap { self.type(of: $0, old: old.type) } ?? old.type
        let label = body.has("label") ? words("label", isRequired: true) : old.label
        let help = body.has("help") ? words("help", isRequired: false) : old.help
        let traits = traits(old.traits, kind, old.access)
        let place = place(old.group, old.position, old.access)
        let condition = condition(old.requiredWhen, of: old.name, old.access)
        try body.finish()
        return .own(
            old.name, type, place.group, access: old.access, traits: traits,
            label: label ?? old.label, help: help, requiredWhen: condition, position: place.position
        )
    }

    /// Who may see its values; all but those that are open to everybody are sealed.
    private mutating func access() -> FieldAccess {
        guard let text = body.text("access") else { return .open }
        if let named = FieldAccess.ofOwnFields.first(where: { $0.rawValue == text }) {
            return named
        }
        let all = FieldAccess.ofOwnFields.map(\.rawValue)
        body.reject("access", .notAChoice, argument: all.joined(separator: ", "))
        return .open
    }

    /// Its section and its place there.
    private mutating func place(
        _ group: FieldGroup, _ position: Int, _ access: FieldAccess
    ) -> (group: FieldGroup, position: Int) {
        var group = body.isNull("group") ? access.ownGroup : group
        if let text = body.text("group") {
            let groups = access.ownGroups
            if let named = groups.first(where: { $0.rawValue == text }) {
                group = named
            } else {
                body.reject(
                    "group", .notAChoice,
                    argument: groups.map(\.rawValue).joined(separator: ", "))
            }
        }
        let given = body.integer("position", in: 0...Self.positionMax)
        return (group, given.map { Int($0) } ?? (body.isNull("position") ? 0 : position))
    }

    /// When the field has to have a value; null for never. It does not depend on itself, nor on what not
    /// everybody sees who may be asked for it: what is asked would tell it.
    private mutating func condition(
        _ old: FieldCondition?, of name: FieldName?, _ access: FieldAccess
    ) -> FieldCondition? {
        guard let value = body.value("required_when") else { return old }
        if value.isNull { return nil }
        do throws(ValueProblem) {
            let condition = try FieldCondition(value, in: catalogue)
            if let name, condition.names.contains(name) {
                throw ValueProblem(.selfReference)
            }
            let isTold = condition.names.contains { catalogue[$0]?.access == .patient }
            if isTold, access != .patient { throw ValueProblem(.sealed) }
            return condition
        } catch {
            body.reject("required_when", error.code, argument: error.argument)
            return old
        }
    }

    /// The name, with or without `custom.` before it.
    private mutating func fieldName() -> FieldName? {
        guard let text = body.text("name", isRequired: true) else { return nil }
        let name = FieldName(custom: FieldName(text).customPart ?? text)
        if name == nil { body.reject("name", .invalidName, argument: NameRule.field.rawValue) }
        return name
    }

    private mutating func type(of kind: Kind, old: FieldType?) -> FieldType? {
        switch kind {
        case .text: return .text(bytesMax: bytesMax(old, standard: 400))
        case .prose: return .prose(bytesMax: bytesMax(old, standard: Self.textBytesMax))
        case .choice: return choices(old).map(FieldType.choice)
        case .integer: return .integer(range(old))
        case .date: return .date
        case .partialDate: return .partialDate
        case .decimal: return .decimal
        case .boolean: return .boolean
        case .country: return .country
        case .textList: return .list(of: .text(bytesMax: bytesMax(old, standard: 400)))
        case .choiceList: return choices(old).map { .list(of: .choice($0)) }
        case .countryList: return .list(of: .country)
        }
    }

    private mutating func bytesMax(_ old: FieldType?, standard: Int) -> Int {
        var known = standard
        if case .text(let bytes)? = old { known = bytes }
        if case .prose(let bytes)? = old { known = bytes }
        if case .list(of: .text(let bytes))? = old { known = bytes }
        if body.isNull("bytes_max") { known = standard }
        return body.integer("bytes_max", in: 1...16_000).map { Int($0) } ?? known
    }

    private mutating func range(_ old: FieldType?) -> ClosedRange<Int64> {
        var (least, most) = (Int64.min, Int64.max)
        if case .integer(let range)? = old { (least, most) = (range.lowerBound, range.upperBound) }
        if body.isNull("minimum") { least = .min }
        if body.isNull("maximum") { most = .max }
        least = body.integer("minimum", in: .min ... .max) ?? least
        most = body.integer("maximum", in: .min ... .max) ?? most
        guard least <= most else {
            body.reject("maximum", .outOfRange, argument: "\(least) …")
            return least...least
        }
        return least...most
    }

    /// The choices; those there were stay, as values may be theirs.
    private mutating func choices(_ old: FieldType?) -> [Choice]? {
        var known: [Choice] = []
        if case .choice(let choices)? = old { known = choices }
        if case .list(of: .choice(let choices))? = old { known = choices }
        // Values of files are among them.
        if !known.isEmpty { body.keep("values") }
        guard let given = body.value("values"), !given.isNull else {
            if known.isEmpty { body.reject("values", .required) }
            return known.isEmpty ? nil : known
        }
        guard let elements = given.arrayValue, !elements.isEmpty else {
            body.reject("values", .wrongType)
            return nil
        }
        guard elements.count <= Self.choicesMax else {
            body.reject("values", .tooMany, argument: String(Self.choicesMax))
            return nil
        }
        var choices: [Choice] = []
        for (index, element) in elements.enumerated() {
            guard let choice = choice(element),
                !choices.contains(where: { $0.value == choice.value })
            else {
                body.reject("values/\(index)", .wrongType)
                return nil
            }
            choices.append(choice)
        }
        let lost = known.filter { old in !choices.contains { $0.value == old.value } }
        return choices + lost
    }

    private func choice(_ json: JSONValue) -> Choice? {
        if let text = json.stringValue {
            return Self.isPlain(text) ? Choice(text, text, text) : nil
        }
        guard let object = json.objectValue, let value = object["value"]?.stringValue,
            Self.isPlain(value)
        else { return nil }
        let label = object["label"]?.objectValue
        let english = label?["en"]?.stringValue ?? value
        return Choice(value, english, label?["fr"]?.stringValue ?? english)
    }

    private static func isPlain(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= labelBytesMax
            && text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
    }

    /// `{"en":…,"fr":…}`, or one text for both languages.
    private mutating func words(_ name: String, isRequired: Bool) -> Words? {
        guard let value = body.value(name), !value.isNull else {
            if isRequired { body.reject(name, .required) }
            return nil
        }
        let english = value.stringValue ?? value.objectValue?["en"]?.stringValue
        let french = value.objectValue?["fr"]?.stringValue ?? english
        guard let english, let french, Self.isPlain(english), Self.isPlain(french) else {
            body.reject(name, .wrongType)
            return nil
        }
        return Words(english, french)
    }

    private mutating func traits(
        _ old: FieldTraits, _ kind: Kind?, _ access: FieldAccess
    ) -> FieldTraits {
        var traits = old
        for (trait, name) in FieldTraits.operatorNames {
            if body.isNull(name) { traits.remove(trait) }
            guard let wanted = body.flag(name) else { continue }
            if wanted { traits.insert(trait) } else { traits.remove(trait) }
        }
        if access != .open {
            for (trait, name) in FieldTraits.operatorNames
            where FieldTraits.ofOpenFields.contains(trait) && traits.contains(trait) {
                body.reject(name, .sealed)
            }
            return traits
        }
        if traits.contains(.facet), kind == .prose || kind == .decimal {
            body.reject("facet", .notAFacet)
        }
        let isUnordered = kind?.isUnordered == true
        if traits.contains(.sortable), isUnordered { body.reject("sortable", .notSortable) }
        if traits.contains(.indexed), isUnordered { body.reject("indexed", .notSortable) }
        return traits
    }
}

extension FieldTraits {
    /// What an operator says of a field.
    fileprivate static let operatorNames: [(FieldTraits, String)] = [
        (.required, "required"), (.facet, "facet"), (.sortable, "sortable"), (.retired, "retired"),
        (.indexed, "indexed"),
    ]
}
