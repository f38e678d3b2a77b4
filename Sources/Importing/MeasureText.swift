import Complaints

/// Numbers as people write them: "62", "62.0", "1 234,5", "62 YR", "165 LBS".
enum MeasureText {
    /// The number in the field's unit (years, kg); nil when the text is none, has a unit that the
    /// field does not know, or lies outside the field's range.
    static func number(in text: Substring, for field: Field) -> Double? {
        guard let (number, unit) = split(text) else { return nil }
        guard let factor = factor(unit: unit, field: field.name) else { return nil }
        let value = number * factor
        if case .integer(let range) = field.type {
            guard value > -9e15, value < 9e15, value >= Double(range.lowerBound),
                value <= Double(range.upperBound)
            else { return nil }
            let whole = unit.isEmpty ? value : value.rounded(.down)
            return whole == whole.rounded() ? whole : nil
        }
        return unit.isEmpty ? value : (value * 1_000).rounded() / 1_000
    }

    private static func split(_ text: Substring) -> (number: Double, unit: String)? {
        var literal = ""
        var rest = text.unicodeScalars[...]
        while let scalar = rest.first {
            switch scalar {
            case "0"..."9", "-", "+": literal.unicodeScalars.append(scalar)
            case ".", ",": literal += "."
            case _ where CellText.isSpace(scalar) || scalar == "'": break
            default:
                let unit = FoldedText(String(rest)).text
                return Double(literal).map { ($0, unit) }
            }
            rest.removeFirst()
        }
        return Double(literal).map { ($0, "") }
    }

    private static func factor(unit: String, field: FieldName) -> Double? {
        if unit.isEmpty { return 1 }
        switch field {
        case "patient_age": return years[unit]
        case "patient_weight": return kilograms[unit]
        default: return nil
        }
    }

    private static let years: [String: Double] = [
        "yr": 1, "yrs": 1, "y": 1, "year": 1, "years": 1, "years old": 1, "a": 1, "an": 1,
        "ans": 1, "mo": 1.0 / 12, "month": 1.0 / 12, "months": 1.0 / 12, "mois": 1.0 / 12,
        "wk": 1.0 / 52, "week": 1.0 / 52, "weeks": 1.0 / 52, "semaines": 1.0 / 52, "da": 1.0 / 365,
        "d": 1.0 / 365, "day": 1.0 / 365, "days": 1.0 / 365, "jours": 1.0 / 365, "hr": 0,
    ]

    private static let kilograms: [String: Double] = [
        "kg": 1, "kgs": 1, "kilograms": 1, "kilogrammes": 1, "g": 0.001, "lb": 0.453_592_37,
        "lbs": 0.453_592_37, "pounds": 0.453_592_37,
    ]
}

/// Yes and no as people write them.
enum BooleanText {
    static func value(of text: Substring) -> Bool? {
        switch FoldedText(text).text {
        case "y", "yes", "true", "t", "1", "1 0", "x", "oui", "o", "vrai", "on": true
        case "n", "no", "false", "f", "0", "0 0", "non", "faux", "off": false
        default: nil
        }
    }
}
