/// A value bound to a statement; values never become part of its text.
enum SQLValue: Sendable, Hashable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
}

extension SQLValue {
    /// The bytes of a text beyond the value itself.
    var byteCount: Int { if case .text(let text) = self { text.utf8.count } else { 0 } }
}

extension SQLValue {
    /// A whole number as an integer: SQLite takes 5 and 5.0 for equal
    /// (https://sqlite.org/datatype3.html section 4).
    var normalized: SQLValue {
        guard case .real(let number) = self, let whole = Int64(exactly: number) else { return self }
        return .integer(whole)
    }
}

extension SQLValue {
    /// Texts are equal when their bytes are, as in SQLite; a String would take "é" for "e" with an
    /// accent behind it.
    static func == (left: SQLValue, right: SQLValue) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.integer(let left), .integer(let right)): left == right
        case (.real(let left), .real(let right)): left == right
        case (.text(let left), .text(let right)): left.utf8.elementsEqual(right.utf8)
        default: false
        }
    }

    func hash(into hasher: inout Hasher) {
        switch self {
        case .null: hasher.combine(0)
        case .integer(let number): hasher.combine(number)
        case .real(let number): hasher.combine(number)
        case .text(let text): for byte in text.utf8 { hasher.combine(byte) }
        }
    }
}

extension SQLValue: Comparable {
    /// SQLite's order: null, numbers, texts by their bytes.
    static func < (left: SQLValue, right: SQLValue) -> Bool {
        switch (left, right) {
        case (.integer(let left), .integer(let right)): left < right
        case (.real(let left), .real(let right)): left < right
        case (.integer(let left), .real(let right)): Double(left) < right
        case (.real(let left), .integer(let right)): left < Double(right)
        case (.text(let left), .text(let right)):
            left.utf8.lexicographicallyPrecedes(right.utf8)
        default: left.rank < right.rank
        }
    }

    private var rank: Int {
        switch self {
        case .null: 0
        case .integer, .real: 1
        case .text: 2
        }
    }
}

/// A condition of a WHERE clause: its text and the values of its question marks, in order.
///
/// The text is made of names and operators from the source only, so that equal shapes share one
/// prepared statement.
struct Condition: Sendable, Equatable {
    var text: String
    var values: [SQLValue]

    init(_ text: String, _ values: [SQLValue] = []) {
        self.text = text
        self.values = values
    }

    static let always = Condition("1")
    static let never = Condition("0")

    /// True where all are; `always` where there are none.
    static func all(_ conditions: [Condition]) -> Condition {
        join(conditions.filter { $0 != .always }, by: " AND ", none: .always)
    }

    /// True where one is; `never` where there are none.
    static func any(_ conditions: [Condition]) -> Condition {
        join(conditions, by: " OR ", none: .never)
    }

    /// True where the other is false or null.
    static func not(_ condition: Condition) -> Condition {
        Condition("(\(condition.text)) IS NOT TRUE", condition.values)
    }

    private static func join(
        _ conditions: [Condition], by connective: String, none: Condition
    ) -> Condition {
        guard let first = conditions.first else { return none }
        guard conditions.count > 1 else { return first }
        return Condition(
            conditions.map { "(\($0.text))" }.joined(separator: connective),
            conditions.flatMap(\.values))
    }
}
