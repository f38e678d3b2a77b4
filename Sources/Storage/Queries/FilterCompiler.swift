import Complaints
import JSON
import Platform

/// Turns a filter and a caller's visibility into one SQL condition with bound values.
///
/// Null is a value here: `notEqual`, `isNoneOf`, `notContains` and `not` are true for records
/// without the field. Text is matched without regard to the case of ASCII letters.
///
/// A date of reduced precision stands at the beginning of its period: from 2013-01-01 on there are
/// also "2013" and "2013-01"; up to "2013" is up to the end of that year.
struct FilterCompiler {
    /// More values than this go in as one JSON array, so that lists of all lengths share a
    /// statement.
    static let listedValuesMax = 8

    /// The field of that name, custom fields included.
    let field: (FieldName) -> Field?
    let visibility: Visibility
    /// The indexes of the operator's own fields that answer, by field.
    var indexes: [FieldName: Int64] = [:]

    /// The filter and what the caller may see at all.
    func compile(_ filter: Filter) throws(StorageFailure) -> Condition {
        .all([try condition(filter), Self.sites(of: visibility)])
    }

    /// The column of a field that may be compared or sorted by; `pointer` is where the caller named
    /// it.
    func column(
        _ name: FieldName, pointer: String = "/filter"
    ) throws(StorageFailure) -> FieldColumn {
        guard let field = field(name) else {
            throw .refused(.invalid([FieldProblem(pointer, .unknownField, argument: name.text)]))
        }
        guard visibility.sees(field.access), field.storage != .sealed,
            field.access != .sourceRow
        else { throw .refused(.restrictedField(name)) }
        guard let column = FieldColumn(field) else {
            throw .refused(
                .invalid([FieldProblem(pointer, .operatorNotForType, argument: name.text)]))
        }
        return column
    }

    /// The sites whose records the caller may see.
    static func sites(of visibility: Visibility, column: String = "complaint.site_id") -> Condition
    {
        guard let sites = visibility.sites else { return .always }
        return isOneOf(column, sites.sorted().map(SQLValue.integer))
    }

    func condition(_ filter: Filter) throws(StorageFailure) -> Condition {
        switch filter {
        case .everything: return .always
        case .and(let parts): return .all(try conditions(parts))
        case .or(let parts): return .any(try conditions(parts))
        case .not(let part): return .not(try condition(part))
        case .compare(let name, let comparison):
            let column = try column(name)
            if let index = indexes[name], column.kind != .list, comparison.isNarrow {
                return indexed(try compare(column.of(Self.indexedValue), comparison), index)
            }
            return try compare(column, comparison)
        }
    }

    private func conditions(_ parts: [Filter]) throws(StorageFailure) -> [Condition] {
        var all: [Condition] = []
        for part in parts { all.append(try condition(part)) }
        return all
    }

    private static let indexedValue = "field_value.value"

    /// The records that an index finds.
    private func indexed(_ condition: Condition, _ index: Int64) -> Condition {
        Condition(
            "complaint.id IN (SELECT complaint_id FROM field_value WHERE field_id=?"
                + " AND (\(condition.text)))",
            [.integer(index)] + condition.values)
    }

    private func compare(
        _ column: FieldColumn, _ comparison: Comparison
    ) throws(StorageFailure) -> Condition {
        switch comparison {
        case .equal(let value): return isOneOf(column, [value])
        case .notEqual(let value): return .not(isOneOf(column, [value]))
        case .isOneOf(let values): return isOneOf(column, values)
        case .isNoneOf(let values): return .not(isOneOf(column, values))
        case .less(let value): return bound(column, .less, value)
        case .lessOrEqual(let value): return bound(column, .lessOrEqual, value)
        case .greater(let value): return bound(column, .greater, value)
        case .greaterOrEqual(let value): return bound(column, .greaterOrEqual, value)
        case .between(let low, let high):
            return .all([bound(column, .greaterOrEqual, low), bound(column, .lessOrEqual, high)])
        case .contains(let text): return like(column, "%" + Self.escaped(text) + "%")
        case .notContains(let text):
            return .not(like(column, "%" + Self.escaped(text) + "%"))
        case .startsWith(let text): return like(column, Self.escaped(text) + "%")
        case .endsWith(let text): return like(column, "%" + Self.escaped(text))
        case .isEmpty: return Condition(column.expression + " IS NULL")
        case .isNotEmpty: return Condition(column.expression + " IS NOT NULL")
        }
    }

    private func bound(_ column: FieldColumn, _ sign: Sign, _ value: FieldValue) -> Condition {
        guard let edge = Self.edge(value, sign, column.kind) else { return .never }
        // References are ordered by their code.
        let isReference = if case .reference = column.kind { true } else { false }
        let expression = isReference ? column.orderExpression : column.expression
        return Condition("\(expression) \(sign.rawValue) ?", [edge])
    }

    private func like(_ column: FieldColumn, _ pattern: String) -> Condition {
        if column.kind == .list {
            return Self.someItem(
                of: column, Condition("item.value LIKE ? ESCAPE '\\'", [.text(pattern)]))
        }
        if case .reference(let table) = column.kind {
            return Condition(
                "\(column.expression) IN (SELECT id FROM \(table) WHERE code LIKE ? ESCAPE '\\')",
                [.text(pattern)])
        }
        return Condition("\(column.expression) LIKE ? ESCAPE '\\'", [.text(pattern)])
    }

    private func isOneOf(_ column: FieldColumn, _ values: [FieldValue]) -> Condition {
        let bound = values.filter { !$0.isNull }.compactMap { Self.sqlValue($0, column.kind) }
        var parts: [Condition] = []
        if column.kind == .list, !bound.isEmpty {
            parts.append(Self.someItem(of: column, Self.isOneOf("item.value", bound)))
        } else if case .reference(let table) = column.kind, !bound.isEmpty {
            let named = Self.isOneOf("code", bound)
            parts.append(
                bound.count == 1
                    ? Condition(
                        "\(column.expression)=(SELECT id FROM \(table) WHERE code=?)", bound)
                    : Condition(
                        "\(column.expression) IN (SELECT id FROM \(table) WHERE \(named.text))",
                        named.values))
        } else if !bound.isEmpty {
            parts.append(Self.isOneOf(column.expression, bound))
        }
        if values.contains(where: \.isNull) {
            parts.append(Condition(column.expression + " IS NULL"))
        }
        return .any(parts)
    }

    /// True where a value of the list passes.
    private static func someItem(of column: FieldColumn, _ condition: Condition) -> Condition {
        Condition(
            "EXISTS (SELECT 1 FROM json_each(\(column.expression)) AS item WHERE \(condition.text))",
            condition.values)
    }

    /// `expression` equals one of the values; `never` for none.
    static func isOneOf(_ expression: String, _ values: [SQLValue]) -> Condition {
        switch values.count {
        case 0: return .never
        case 1: return Condition("\(expression)=?", values)
        case 2...listedValuesMax:
            let marks = Array(repeating: "?", count: values.count).joined(separator: ",")
            return Condition("\(expression) IN (\(marks))", values)
        default:
            return Condition(
                "\(expression) IN (SELECT value FROM json_each(?))", [.text(jsonArray(values))])
        }
    }
}

extension Comparison {
    /// Whether it picks records by their values rather than leaving some out: an index helps.
    fileprivate var isNarrow: Bool {
        switch self {
        case .equal, .isOneOf, .less, .lessOrEqual, .greater, .greaterOrEqual, .between: true
        case .notEqual, .isNoneOf, .contains, .notContains, .startsWith, .endsWith, .isEmpty,
            .isNotEmpty:
            false
        }
    }
}

// MARK: - Values

extension FilterCompiler {
    /// On which side of its edge a value lies.
    enum Sign: String, Sendable {
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="

        /// As SQLite compares two values that are not null.
        func holds(_ value: SQLValue, _ edge: SQLValue) -> Bool {
            switch self {
            case .less: value < edge
            case .lessOrEqual: !(edge < value)
            case .greater: edge < value
            case .greaterOrEqual: !(value < edge)
            }
        }
    }

    /// What a column is compared with; nil for what nothing lies beside.
    static func edge(_ value: FieldValue, _ sign: Sign, _ kind: FieldColumn.Kind) -> SQLValue? {
        guard let found = sqlValue(value, kind), found != .null else { return nil }
        guard kind == .partialDate, case .text(let date) = found else { return found }
        let isBefore = sign == .greaterOrEqual || sign == .less
        return .text(isBefore ? beginning(of: date) : end(of: date))
    }

    /// The value as the column holds it; nil for a value no column holds.
    static func sqlValue(_ value: FieldValue, _ kind: FieldColumn.Kind) -> SQLValue? {
        switch value {
        case .null: .null
        case .text(let text):
            if kind == .timestamp {
                Platform.Timestamp(rfc3339: text).map { .integer($0.microseconds) }
            } else {
                .text(text)
            }
        case .integer(let number): .integer(number)
        case .decimal(let number): .real(number)
        case .boolean(let flag): .integer(flag ? 1 : 0)
        case .list, .object: nil
        }
    }

    /// The shortest form of the first day of a period: "2013" for 2013-01-01 and 2013-01.
    static func beginning(of date: String) -> String {
        var text = date[...]
        while text.utf8.count > 4, text.hasSuffix("-01") { text = text.dropLast(3) }
        return String(text)
    }

    /// What sorts after every date of the period and before the next.
    static func end(of date: String) -> String {
        date.utf8.count < 10 ? date + "-99" : date
    }

    /// LIKE's wildcards as ordinary characters, "\" being the escape.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            if scalar == "%" || scalar == "_" || scalar == "\\" { result.append("\\") }
            result.unicodeScalars.append(scalar)
        }
        return result
    }

    private static func jsonArray(_ values: [SQLValue]) -> String {
        var writer = JSONWriter()
        writer.beginArray()
        for value in values {
            switch value {
            case .null: writer.null()
            case .integer(let number): writer.integer(number)
            case .real(let number): writer.number(number)
            case .text(let text): writer.string(text)
            }
        }
        writer.endArray()
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
