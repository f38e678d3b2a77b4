internal import Complaints
internal import JSON
internal import Rules
internal import Storage

/// How values of a pack are read aloud: choices, days and codes in the reader's words, jurisdictions by
/// their names.
struct PackSpeech: Sendable {
    let language: Language
    let terms: TermNames
    /// Those in force.
    let rules: RuleSet
    /// The fields of complaints, the operator's own among them.
    var catalogue = FieldCatalogue.standard
    /// The day of the pack: what is open was late until then. Nil where the clock shows none.
    let today: CivilDate?

    /// Fields that hold jurisdictions of the rules, one or several with commas between.
    private static let jurisdictions: Set<FieldName> = ["jurisdiction", "decision_required"]

    subscript(words: Words) -> String { words[language] }

    /// A value as people read it.
    func words(_ value: JSONValue, of field: Field?) -> String {
        switch value {
        case .null: self[PackWords.empty]
        case .bool(let flag): self[flag ? PackWords.yes : PackWords.no]
        case .number(let number): self.number(number, of: field)
        case .string(let text): self.text(text, of: field)
        case .array(let values):
            values.map { words($0, of: field) }.joined(separator: ", ")
        case .object(let object):
            object.members.map { "\($0.name)\(colon)\(words($0.value, of: nil))" }.joined(
                separator: "\n")
        }
    }

    /// What stands between a name and its value.
    var colon: String { language == .french ? "\u{A0}: " : ": " }

    /// An instant in UTC: "2 March 2026, 10:12:44". It stands in narrow columns, so that it may break.
    func time(_ microseconds: Int64) -> String { words(Instant(microseconds: microseconds)) }

    /// The same from RFC 3339; what is none stays as it is.
    func time(_ text: String) -> String { Instant(text).map { words($0) } ?? text }

    private func words(_ instant: Instant) -> String {
        instant.words[language].replacing("\u{A0}", with: " ")
    }

    private func number(_ number: JSONNumber, of field: Field?) -> String {
        // The log holds instants as microseconds.
        guard field?.type == .timestamp, let microseconds = number.int64 else {
            return number.literal
        }
        return time(microseconds)
    }

    /// What a decision or a report was made on, `outcome=death`: the field, and its value where one is named.
    /// A report says where first.
    private func fact(_ text: String) -> String {
        let parts = text.split(separator: "=", maxSplits: 1).map { String($0) }
        guard let first = parts.first, let field = catalogue[FieldName(first)] else {
            return rules.name(of: text)[language]
        }
        let label = self[field.label]
        if parts.count == 1 { return label }
        guard case .list = field.type else { return label + colon + self.text(parts[1], of: field) }
        return label + colon + inLine(parts[1]) { self.text($0, of: field) }
    }

    /// What stands with commas between, each as it is read aloud.
    private func inLine(_ text: String, _ words: (String) -> String) -> String {
        text.split(separator: ",").map { words(String($0.drop { $0 == " " })) }
            .joined(separator: ", ")
    }

    private func text(_ text: String, of field: Field?) -> String {
        guard let field else { return text }
        if Self.jurisdictions.contains(field.name) {
            return inLine(text) { rules.name(of: $0)[language] }
        }
        if field.name == "facts" { return fact(text) }
        if field.name == "basis", text.hasSuffix("?") {
            return "\(text.dropLast()) \(self[PackWords.possibly])"
        }
        switch field.type {
        case .date, .partialDate: return PartialDate(text)?.words[language] ?? text
        case .timestamp: return time(text)
        case .boolean: return self[text == "true" ? PackWords.yes : PackWords.no]
        case .list(of: .code): return terms.words(for: text)
        case .list(of: .choice(let choices)):
            return choices.first { $0.value == text }?.label[language] ?? text
        default: return field.word(for: text, language)
        }
    }
}
