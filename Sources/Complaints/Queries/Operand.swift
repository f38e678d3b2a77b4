import JSON

/// A value in a filter. A day given as `2013-07` stands for the whole month, an instant given as a
/// day for that whole day: then the ends differ.
struct Operand: Equatable {
    let low: FieldValue
    let high: FieldValue

    init(_ low: FieldValue, _ high: FieldValue) {
        self.low = low
        self.high = high
    }

    /// Reads a value of the field's type; nil for null and white space.
    static func read(_ json: JSONValue, as type: FieldType) throws(ValueProblem) -> Operand? {
        switch type {
        case .date, .partialDate, .timestamp:
            if json.isNull { return nil }
            guard let text = json.stringValue else { throw ValueProblem(.wrongType) }
            return try read(text: text, as: type)
        case .list:
            if json.isNull { return nil }
            guard let text = json.stringValue else { throw ValueProblem(.wrongType) }
            return try read(text: text, as: type)
        default:
            let value = try type.value(of: json)
            return value.isNull ? nil : Operand(value, value)
        }
    }

    /// As above, from a parameter's text.
    static func read(text: String, as type: FieldType) throws(ValueProblem) -> Operand? {
        let trimmed = TextRules.trimmed(text)
        if trimmed.isEmpty { return nil }
        switch type {
        case .date, .partialDate:
            let date = try partial(trimmed)
            return date.precision == .day
                ? Operand(.text(date.text), .text(date.text))
                : Operand(.text(date.text), .text(date.lastDay.text))
        case .timestamp:
            if let instant = Instant(trimmed) {
                return Operand(.integer(instant.microseconds), .integer(instant.microseconds))
            }
            let date = try partial(trimmed)
            return Operand(
                .integer(Instant(startOf: date.firstDay).microseconds),
                .integer(Instant(endOf: date.lastDay).microseconds))
        case .list(let item):
            // A list is compared with one value at a time.
            let value = FieldValue.text(try item.value(ofText: trimmed))
            return Operand(value, value)
        default:
            let value = try type.value(ofText: trimmed)
            return value.isNull ? nil : Operand(value, value)
        }
    }

    private static func partial(_ text: String) throws(ValueProblem) -> PartialDate {
        guard let date = PartialDate(text) else { throw ValueProblem(.invalidDate) }
        try FieldType.checkYear(of: date.firstDay)
        return date
    }

    var isSpan: Bool { low != high }

    /// The comparison "is it": equal, or within the span.
    var equality: Comparison {
        isSpan ? .between(low, high) : .equal(low)
    }
}

extension Filter {
    /// True for no record.
    static var nothing: Filter { .not(.everything) }

    /// "The field is one of these"; nil stands for "has none".
    static func isOneOf(_ operands: [Operand?], field: FieldName) -> Filter {
        var values: [FieldValue] = []
        var conditions: [Filter] = []
        for operand in operands {
            if let operand, operand.isSpan {
                conditions.append(.compare(field, operand.equality))
            } else if let operand {
                if !values.contains(operand.low) { values.append(operand.low) }
            } else if !conditions.contains(.compare(field, .isEmpty)) {
                conditions.append(.compare(field, .isEmpty))
            }
        }
        if values.count == 1 {
            conditions.insert(.compare(field, .equal(values[0])), at: 0)
        } else if !values.isEmpty {
            conditions.insert(.compare(field, .isOneOf(values)), at: 0)
        }
        switch conditions.count {
        case 0: return .nothing
        case 1: return conditions[0]
        default: return .or(conditions)
        }
    }

    /// All of these; what is always true is left out.
    static func all(_ conditions: [Filter]) -> Filter {
        let needed = conditions.filter { $0 != .everything }
        switch needed.count {
        case 0: return .everything
        case 1: return needed[0]
        default: return .and(needed)
        }
    }
}
