import JSON

/// What one value of a list may be.
public enum ListItem: Sendable, Equatable {
    /// Words of the reader's own, one line each.
    case text(bytesMax: Int)
    /// Of a closed list.
    case choice([Choice])
    /// ISO 3166-1 alpha-2.
    case country
    /// A code of one annex of the IMDRF's terminology.
    case code(EventCode.Annex)

    /// Most values of one list.
    public static let countMax = 100

    /// Whether a value may be any words, of which a part can be looked for.
    var isFree: Bool {
        switch self {
        case .text, .code: true
        case .choice, .country: false
        }
    }

    /// What stands between values in one text: semicolons, bars and lines; commas too where no value
    /// has one.
    public func isSeparator(_ character: Character) -> Bool {
        switch character {
        case ";", "|", "\n", "\r\n": true
        case ",": if case .text = self { false } else { true }
        default: false
        }
    }

    /// Reads one value, in canonical form.
    public func value(ofText text: String) throws(ValueProblem) -> String {
        switch self {
        case .text(let bytesMax): return try TextRules.line(text, bytesMax: bytesMax)
        case .choice(let choices):
            return try FieldType.choice(TextRules.trimmed(text), of: choices)
        case .country: return try FieldType.country(TextRules.trimmed(text))
        case .code(let annex):
            guard let code = EventCode(TextRules.trimmed(text), of: annex) else {
                throw ValueProblem(.invalidCode, argument: annex.example)
            }
            return code.text
        }
    }

    /// Reads values that stand in one text.
    func list(ofText text: String) throws(ValueProblem) -> FieldValue {
        var values: [String] = []
        for part in text.split(whereSeparator: isSeparator) {
            try add(String(part), to: &values)
        }
        return values.isEmpty ? .null : .list(values)
    }

    /// Reads values from JSON; the empty list is `.null`.
    func list(of elements: [JSONValue]) throws(ValueProblem) -> FieldValue {
        var values: [String] = []
        for element in elements {
            guard let text = element.stringValue else { throw ValueProblem(.wrongType) }
            try add(text, to: &values)
        }
        return values.isEmpty ? .null : .list(values)
    }

    /// Blank values and repeated ones are left out.
    private func add(_ text: String, to values: inout [String]) throws(ValueProblem) {
        if TextRules.trimmed(text).isEmpty { return }
        let value = try value(ofText: text)
        if values.contains(value) { return }
        guard values.count < Self.countMax else {
            throw ValueProblem(.tooMany, argument: String(Self.countMax))
        }
        values.append(value)
    }
}
