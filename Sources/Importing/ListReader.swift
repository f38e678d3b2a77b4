import Complaints

/// Turns a cell with several values into a list. Values are kept apart by semicolons, bars or lines,
/// and by commas where none of them has one.
struct ListReader: Sendable {
    private let item: ListItem
    /// What the words of a closed list mean.
    private let words: WordTable?

    init(_ item: ListItem, words: WordTable?) {
        self.item = item
        self.words = words
    }

    /// The words of a list of choices; nil for other fields.
    static func words(of field: Field, mapped: [String: String]) -> WordTable? {
        guard case .list(of: .choice(let choices)) = field.type else { return nil }
        return WordTable(field: field.name, choices: choices, mapped: mapped)
    }

    /// The cell's list, `.null` when it says nothing.
    func value(in text: Substring) throws(RejectionReason) -> FieldValue {
        let values = try values(in: text)
        return values.isEmpty ? .null : .list(values)
    }

    /// The cell's values, none twice.
    func values(in text: Substring) throws(RejectionReason) -> [String] {
        var values: [String] = []
        for part in text.split(whereSeparator: item.isSeparator) {
            let trimmed = CellText.trimmed(String(part))
            if trimmed.isEmpty { continue }
            let value = try value(of: trimmed)
            if value.isEmpty || values.contains(value) { continue }
            guard values.count < ListItem.countMax else { throw .tooLong }
            values.append(value)
        }
        return values
    }

    private func value(of part: Substring) throws(RejectionReason) -> String {
        if let words {
            guard let value = words.value(for: part) else { throw .notAChoice }
            return value.text ?? ""
        }
        switch item {
        case .country:
            guard let code = CountryNames.code(for: part) else { throw .notAChoice }
            return code
        case .text(let bytesMax):
            let line = CellText.singleLine(part)
            if line.utf8.count > bytesMax { throw .tooLong }
            return line
        case .choice, .code:
            do throws(ValueProblem) {
                return try item.value(ofText: String(part))
            } catch {
                throw .notAChoice
            }
        }
    }
}
