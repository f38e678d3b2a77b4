import JSON

extension ComplaintQuery {
    /// One text for queries that mean the same: the order of conditions and of values in a list does
    /// not matter. Part of cache keys, beside the caller's visibility.
    public var canonicalKey: String {
        var parts = ["f=" + filter.canonicalKey]
        if let search { parts.append("q=" + search.canonicalKey) }
        if !sort.isEmpty {
            parts.append(
                "s="
                    + sort.map { ($0.isDescending ? "-" : "") + $0.field.text }.joined(
                        separator: ","))
        }
        parts.append("l=\(limit)")
        switch start {
        case .beginning: break
        case .cursor(let cursor): parts.append("c=" + quoted(cursor))
        case .offset(let offset): parts.append("o=\(offset)")
        }
        if !wantsTotal { parts.append("t=0") }
        if let fields {
            parts.append("n=" + fields.map(\.text).sorted().joined(separator: ","))
        }
        return parts.joined(separator: "&")
    }
}

extension Filter {
    /// One text for filters that mean the same by the order of their parts alone.
    public var canonicalKey: String {
        switch self {
        case .everything: "*"
        case .and(let filters): "&(" + Self.unordered(filters) + ")"
        case .or(let filters): "|(" + Self.unordered(filters) + ")"
        case .not(let filter): "!(" + filter.canonicalKey + ")"
        case .compare(let name, let comparison): quoted(name.text) + comparison.canonicalKey
        }
    }

    private static func unordered(_ filters: [Filter]) -> String {
        Set(filters.map(\.canonicalKey)).sorted().joined(separator: ",")
    }
}

extension Comparison {
    fileprivate var canonicalKey: String {
        switch self {
        case .equal(let value): "=" + value.canonicalKey
        case .notEqual(let value): "#" + value.canonicalKey
        case .isOneOf(let values): "in" + Self.unordered(values)
        case .isNoneOf(let values): "ni" + Self.unordered(values)
        case .less(let value): "<" + value.canonicalKey
        case .lessOrEqual(let value): "<=" + value.canonicalKey
        case .greater(let value): ">" + value.canonicalKey
        case .greaterOrEqual(let value): ">=" + value.canonicalKey
        case .between(let low, let high): "bt" + low.canonicalKey + high.canonicalKey
        case .contains(let text): "co" + quoted(text)
        case .notContains(let text): "nc" + quoted(text)
        case .startsWith(let text): "sw" + quoted(text)
        case .endsWith(let text): "ew" + quoted(text)
        case .isEmpty: "em"
        case .isNotEmpty: "ne"
        }
    }

    private static func unordered(_ values: [FieldValue]) -> String {
        "[" + Set(values.map(\.canonicalKey)).sorted().joined(separator: ",") + "]"
    }
}

extension FieldValue {
    fileprivate var canonicalKey: String {
        switch self {
        case .null: "n"
        case .text(let text): quoted(text)
        case .integer(let value): "i\(value)"
        case .decimal(let value): "d\(value)"
        case .boolean(let value): value ? "b1" : "b0"
        case .object: "o" + quoted(String(decoding: json.serialized(), as: UTF8.self))
        }
    }
}

extension SearchText {
    /// One text for one search; the order of words stays, since it changes nothing else.
    public var canonicalKey: String {
        switch self {
        case .phrase(let words, let isPrefix):
            "\"" + words.map(quoted).joined() + (isPrefix ? "*" : "") + "\""
        case .and(let parts): "&(" + parts.map(\.canonicalKey).joined(separator: ",") + ")"
        case .or(let parts): "|(" + parts.map(\.canonicalKey).joined(separator: ",") + ")"
        case .without(let wanted, let unwanted):
            "-(" + wanted.canonicalKey + "," + unwanted.canonicalKey + ")"
        }
    }
}

/// The text with its length in front, so that nothing in it can be taken for syntax.
private func quoted(_ text: String) -> String {
    "\(text.utf8.count):" + text
}
