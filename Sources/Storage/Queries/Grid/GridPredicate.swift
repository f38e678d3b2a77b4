import Complaints

/// A comparison over one value at a time, with the meaning that `FilterCompiler` gives it in SQL.
struct GridPredicate {
    private enum Test {
        /// Equal to one of the values; null where that is among them.
        case isOneOf(Set<SQLValue>)
        case bounds([Bound])
        case like(LikePattern)
        case never
    }

    private struct Bound {
        let sign: FilterCompiler.Sign
        let edge: SQLValue
    }

    private let test: Test
    private let isInverted: Bool
    /// Whether values are lists in JSON, of which one has to pass.
    private let isOfLists: Bool

    init(_ comparison: Comparison, _ kind: FieldColumn.Kind) {
        isOfLists = kind == .list
        func oneOf(_ values: [FieldValue]) -> Test {
            .isOneOf(Set(values.compactMap { FilterCompiler.sqlValue($0, kind)?.normalized }))
        }
        func bounds(_ pairs: [(FilterCompiler.Sign, FieldValue)]) -> Test {
            var bounds: [Bound] = []
            for (sign, value) in pairs {
                guard let edge = FilterCompiler.edge(value, sign, kind) else { return .never }
                bounds.append(Bound(sign: sign, edge: edge))
            }
            return .bounds(bounds)
        }
        switch comparison {
        case .equal(let value): (test, isInverted) = (oneOf([value]), false)
        case .notEqual(let value): (test, isInverted) = (oneOf([value]), true)
        case .isOneOf(let values): (test, isInverted) = (oneOf(values), false)
        case .isNoneOf(let values): (test, isInverted) = (oneOf(values), true)
        case .less(let value): (test, isInverted) = (bounds([(.less, value)]), false)
        case .lessOrEqual(let value): (test, isInverted) = (bounds([(.lessOrEqual, value)]), false)
        case .greater(let value): (test, isInverted) = (bounds([(.greater, value)]), false)
        case .greaterOrEqual(let value):
            (test, isInverted) = (bounds([(.greaterOrEqual, value)]), false)
        case .between(let low, let high):
            (test, isInverted) = (bounds([(.greaterOrEqual, low), (.lessOrEqual, high)]), false)
        case .contains(let text): (test, isInverted) = (.like(LikePattern(containing: text)), false)
        case .notContains(let text):
            (test, isInverted) = (.like(LikePattern(containing: text)), true)
        case .startsWith(let text): (test, isInverted) = (.like(LikePattern(prefix: text)), false)
        case .endsWith(let text): (test, isInverted) = (.like(LikePattern(suffix: text)), false)
        case .isEmpty: (test, isInverted) = (.isOneOf([.null]), false)
        case .isNotEmpty: (test, isInverted) = (.isOneOf([.null]), true)
        }
    }

    /// Whether a record with that value matches.
    func matches(_ value: SQLValue) -> Bool {
        if isOfLists, case .text(let json) = value {
            return GridList.items(json).contains { holds(.text($0)) } != isInverted
        }
        return holds(value) != isInverted
    }

    private func holds(_ value: SQLValue) -> Bool {
        switch test {
        case .never: false
        case .isOneOf(let wanted): wanted.contains(value.normalized)
        case .like(let pattern):
            if case .text(let text) = value { pattern.matches(text) } else { false }
        case .bounds(let bounds):
            value != .null && bounds.allSatisfy { $0.sign.holds(value, $0.edge) }
        }
    }
}

/// Text that begins with, ends with or contains another, without regard to the case of ASCII letters:
/// what SQLite's LIKE does with wildcards at the ends only (https://sqlite.org/lang_expr.html#like).
struct LikePattern {
    private enum Place { case anywhere, start, end }

    private let wanted: [UInt8]
    private let place: Place

    init(containing text: String) { (wanted, place) = (Self.folded(text), .anywhere) }
    init(prefix text: String) { (wanted, place) = (Self.folded(text), .start) }
    init(suffix text: String) { (wanted, place) = (Self.folded(text), .end) }

    func matches(_ text: String) -> Bool {
        let bytes = Self.folded(text)
        let last = bytes.count - wanted.count
        guard last >= 0 else { return false }
        switch place {
        case .start: return isThere(bytes, 0)
        case .end: return isThere(bytes, last)
        case .anywhere: return (0...last).contains { isThere(bytes, $0) }
        }
    }

    private func isThere(_ bytes: [UInt8], _ start: Int) -> Bool {
        for index in wanted.indices where bytes[start + index] != wanted[index] { return false }
        return true
    }

    private static func folded(_ text: String) -> [UInt8] {
        text.utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    }
}
