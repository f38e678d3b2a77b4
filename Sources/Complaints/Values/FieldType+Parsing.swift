public import JSON

extension FieldType {
    /// Longest code of a site, system or complaint.
    public static let referenceBytesMax = 100

    /// The closed list that its values, or each of its values, are from; nil for any other type.
    public var choices: [Choice]? {
        switch self {
        case .choice(let choices), .list(of: .choice(let choices)): choices
        default: nil
        }
    }

    /// Reads a value that a person typed or a file holds; text of white space alone is `.null`.
    ///
    /// Dates and choices become text in canonical form, instants microseconds since 1970.
    public func value(ofText text: String) throws(ValueProblem) -> FieldValue {
        switch self {
        case .text(let bytesMax):
            return .orNull(try TextRules.line(text, bytesMax: bytesMax))
        case .prose(let bytesMax):
            return .orNull(try TextRules.prose(text, bytesMax: bytesMax))
        default: break
        }
        let trimmed = TextRules.trimmed(text)
        if trimmed.isEmpty { return .null }
        switch self {
        case .integer(let range):
            guard let number = Int64(trimmed) else { throw wrongType }
            return try Self.integer(number, in: range)
        case .decimal:
            guard let number = JSONNumber(literal: trimmed)?.double else { throw wrongType }
            return .decimal(number)
        case .boolean:
            guard let value = Bool(trimmed) else { throw wrongType }
            return .boolean(value)
        case .list(let item): return try item.list(ofText: trimmed)
        case .object: throw wrongType
        default: return try named(trimmed)
        }
    }

    /// Reads a value from JSON; null and text of white space alone are `.null`.
    public func value(of json: JSONValue) throws(ValueProblem) -> FieldValue {
        switch (self, json) {
        case (_, .null): return .null
        case (.integer(let range), .number(let number)):
            guard let value = number.int64 else { throw wrongType }
            return try Self.integer(value, in: range)
        case (.decimal, .number(let number)):
            guard let value = number.double else { throw wrongType }
            return .decimal(value)
        case (.boolean, .bool(let value)): return .boolean(value)
        case (.object, .object(let value)): return .object(value)
        case (.list(let item), .array(let elements)): return try item.list(of: elements)
        case (.reference, .number(let number)):
            guard let id = number.int64, id > 0 else { throw wrongType }
            return .text(String(id))
        case (.integer, _), (.decimal, _), (.boolean, _), (.object, _), (.list, _):
            throw wrongType
        case (_, .string(let text)): return try value(ofText: text)
        default: throw wrongType
        }
    }

    /// The refusal of what is of another type.
    private var wrongType: ValueProblem {
        let kind: String? =
            switch self {
            case .integer: "integer"
            case .decimal: "number"
            case .boolean: "boolean"
            case .list: "list"
            case .text, .prose, .choice, .date, .partialDate, .timestamp, .country: "string"
            default: nil
            }
        return ValueProblem(.wrongType, argument: kind)
    }

    /// What a value of that kind is, in a sentence.
    static func words(ofKind kind: String) -> Words {
        switch kind {
        case "integer":
            Words("A whole number is needed here.", "Il faut ici un nombre entier.")
        case "number":
            Words(
                "A number is needed here, such as 72.5.",
                "Il faut ici un nombre, comme 72.5 (avec un point).")
        case "boolean":
            Words(
                "Yes or no is needed here (true or false).",
                "Il faut ici oui ou non (true ou false).")
        case "list": Words("A list is needed here.", "Il faut ici une liste.")
        case "string": Words("A text is needed here.", "Il faut ici un texte.")
        default:
            Words(
                "The value is not of this field’s type.",
                "La valeur n’est pas du type de ce champ.")
        }
    }

    /// Types whose values are names of something: a choice, a day, a country, a record.
    private func named(_ text: String) throws(ValueProblem) -> FieldValue {
        switch self {
        case .choice(let choices): return .text(try Self.choice(text, of: choices))
        case .date:
            guard let date = CivilDate(text) else { throw ValueProblem(.invalidDate) }
            try Self.checkYear(of: date)
            return .text(date.text)
        case .partialDate:
            guard let date = PartialDate(text) else { throw ValueProblem(.invalidDate) }
            try Self.checkYear(of: date.firstDay)
            return .text(date.text)
        case .timestamp:
            guard let instant = Instant(text) else { throw ValueProblem(.invalidDate) }
            return .integer(instant.microseconds)
        case .country: return .text(try Self.country(text))
        default:
            return .text(try TextRules.line(text, bytesMax: Self.referenceBytesMax))
        }
    }

    static func choice(
        _ text: String, of choices: [Choice]
    ) throws(ValueProblem) -> String {
        guard choices.contains(where: { $0.value == text }) else {
            throw ValueProblem(
                .notAChoice, argument: choices.map(\.value).joined(separator: ", "))
        }
        return text
    }

    static func country(_ text: String) throws(ValueProblem) -> String {
        guard let code = CountryCode.canonical(text) else { throw ValueProblem(.invalidCountry) }
        return code
    }

    private static func integer(
        _ value: Int64, in range: ClosedRange<Int64>
    ) throws(ValueProblem) -> FieldValue {
        guard range.contains(value) else {
            throw ValueProblem(.outOfRange, argument: AllowedRange(range).argument)
        }
        return .integer(value)
    }

    static func checkYear(of date: CivilDate) throws(ValueProblem) {
        guard date.isPlausible else {
            throw ValueProblem(
                .dateOutOfRange,
                argument: AllowedRange(from: .firstPlausible, to: .lastPlausible).argument)
        }
    }
}

extension FieldValue {
    /// Text, or `.null` for the empty one.
    static func orNull(_ text: String) -> FieldValue {
        text.isEmpty ? .null : .text(text)
    }

    /// The text of a text, date, choice, country or reference; nil for everything else.
    public var text: String? {
        if case .text(let value) = self { value } else { nil }
    }

    /// The value as JSON.
    public var json: JSONValue {
        switch self {
        case .null: .null
        case .text(let value): .string(value)
        case .integer(let value): .number(JSONNumber(value))
        case .decimal(let value): JSONNumber(value).map { .number($0) } ?? .null
        case .boolean(let value): .bool(value)
        case .list(let values): .array(values.map(JSONValue.string))
        case .object(let value): .object(value)
        }
    }
}
