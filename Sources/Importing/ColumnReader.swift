import Complaints
import Tabular

/// Turns the cells of one column into values of one field.
///
/// Words that mean nothing ("N/A", "UNK", "*", "-") are no value. Anything else either becomes a value
/// of the field or is refused with its reason; nothing is guessed and nothing dropped. A class, so that
/// a row costs it one reference.
final class ColumnReader: Sendable {
    let field: Field
    private let label: String?
    private let dates: DateReader
    private let words: WordTable?
    private let lists: ListReader?

    init(field: Field, column: ImportMapping.Column, today: CivilDate) {
        self.field = field
        label = column.label
        dates = DateReader(format: column.dateFormat ?? .iso, today: today)
        if case .choice(let choices) = field.type {
            words = WordTable(field: field.name, choices: choices, mapped: column.values)
        } else {
            words = nil
        }
        if case .list(let item) = field.type {
            lists = ListReader(item, words: ListReader.words(of: field, mapped: column.values))
        } else {
            lists = nil
        }
    }

    /// The value of a cell, `.null` when it says nothing.
    func value(of cell: Cell) throws(RejectionReason) -> FieldValue {
        let text = meaning(of: cell)
        if let words {
            guard let value = words.value(for: text) else { throw .notAChoice }
            return value
        }
        if CellText.isNull(text) { return .null }
        if let lists { return CellText.isUnknown(text) ? .null : try lists.value(in: text) }
        switch field.type {
        case .text(let bytesMax): return try line(text, bytesMax)
        case .prose(let bytesMax): return try prose(text, bytesMax)
        case .reference: return try line(text, FieldType.referenceBytesMax)
        default: return CellText.isUnknown(text) ? .null : try typed(cell, text)
        }
    }

    private func meaning(of cell: Cell) -> Substring {
        let text = CellText.trimmed(cell.shown)
        guard let label, let rest = CellText.behind(label: label, in: text) else { return text }
        return CellText.trimmed(String(rest))
    }

    private func line(_ text: Substring, _ bytesMax: Int) throws(RejectionReason) -> FieldValue {
        if CellText.isUnknown(text) { return .null }
        let line = CellText.singleLine(text)
        if line.utf8.count > bytesMax { throw .tooLong }
        return line.isEmpty ? .null : .text(line)
    }

    private func prose(_ text: Substring, _ bytesMax: Int) throws(RejectionReason) -> FieldValue {
        let prose = TextRules.cleaned(String(text), keepsLines: true)
        if prose.utf8.count > bytesMax { throw .tooLong }
        return prose.isEmpty ? .null : .text(prose)
    }

    private func typed(_ cell: Cell, _ text: Substring) throws(RejectionReason) -> FieldValue {
        switch field.type {
        case .date:
            let date = try dates.date(in: cell, text: text)
            guard date.isWhole else { throw .invalidDate }
            return .text(date.text)
        case .partialDate: return .text(try dates.date(in: cell, text: text).text)
        case .integer:
            guard let number = MeasureText.number(in: text, for: field) else {
                throw .invalidNumber
            }
            return .integer(Int64(number))
        case .decimal:
            guard let number = MeasureText.number(in: text, for: field) else {
                throw .invalidNumber
            }
            return .decimal(number)
        case .boolean:
            guard let value = BooleanText.value(of: text) else { throw .notAChoice }
            return .boolean(value)
        case .country:
            guard let code = CountryNames.code(for: text) else { throw .notAChoice }
            return .text(code)
        default: throw .invalidText
        }
    }
}

/// What the words of a choice column mean: the mapping's own first, then those everybody uses.
struct WordTable: Sendable {
    private let exact: [String: FieldValue]
    private let folded: [String: FieldValue]
    private let synonyms: ChoiceSynonyms
    private let whenEmpty: FieldValue
    private let otherwise: FieldValue?

    init(field: FieldName, choices: [Choice], mapped: [String: String]) {
        var exact: [String: FieldValue] = [:]
        var folded: [String: FieldValue] = [:]
        for (word, value) in mapped {
            exact[word] = .text(value)
            let key = FoldedText(word).text
            if !key.isEmpty { folded[key] = .text(value) }
        }
        self.exact = exact
        self.folded = folded
        synonyms = ChoiceSynonyms(field: field, choices: choices)
        whenEmpty = exact[""] ?? .null
        otherwise = exact["*"]
    }

    /// The value of a word; `.null` for no word, nil for one that means nothing here.
    func value(for text: Substring) -> FieldValue? {
        if let value = exact[String(text)] { return value }
        if text.isEmpty { return whenEmpty }
        let word = CellText.unglued(text) ?? String(text)
        if let value = exact[word] ?? folded[FoldedText(word).text] { return value }
        if let value = synonyms.value(for: word) { return .text(value) }
        if CellText.isNull(text) || CellText.isUnknown(text) { return whenEmpty }
        return otherwise
    }
}
