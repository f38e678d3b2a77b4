import JSON

extension ComplaintQuery {
    /// One text for queries that mean the same: the order of conditions and of values in a list
    /// does not matter. Part of cache keys, beside the caller's visibility.
    public var canonicalKey: String {
        var key = "f="
        filter.writeKey(to: &key)
        if let search {
            key += "&q="
            search.writeKey(to: &key)
        }
        for term in sort { key += (term.isDescending ? "&s=-" : "&s=") + term.field.text }
        key += "&l=\(limit)"
        switch start {
        case .beginning: break
        case .cursor(let cursor):
            key += "&c="
            writeQuoted(cursor, to: &key)
        case .offset(let offset): key += "&o=\(offset)"
        }
        if !wantsTotal { key += "&t=0" }
        if let totalMax { key += "&m=\(totalMax)" }
        if let fields {
            key += "&n=" + fields.map(\.text).sorted().joined(separator: ",")
        }
        return key
    }
}

extension Filter {
    /// One text for filters that mean the same by the order of their parts alone.
    public var canonicalKey: String {
        var key = ""
        writeKey(to: &key)
        return key
    }

    fileprivate func writeKey(to key: inout String) {
        switch self {
        case .everything: key += "*"
        case .and(let filters): Self.writeUnordered("&", filters.map(\.canonicalKey), to: &key)
        case .or(let filters): Self.writeUnordered("|", filters.map(\.canonicalKey), to: &key)
        case .not(let filter):
            key += "!("
            filter.writeKey(to: &key)
            key += ")"
        case .compare(let name, let comparison):
            writeQuoted(name.text, to: &key)
            comparison.writeKey(to: &key)
        }
    }

    fileprivate static func writeUnordered(_ lead: String, _ parts: [String], to key: inout String)
    {
        key += lead + "("
        var previous: String?
        for part in parts.sorted() where part != previous {
            key += part + ","
            previous = part
        }
        key += ")"
    }
}

extension Comparison {
    fileprivate func writeKey(to key: inout String) {
        switch self {
        case .equal(let value): Self.write("=", value, to: &key)
        case .notEqual(let value): Self.write("#", value, to: &key)
        case .isOneOf(let values): Filter.writeUnordered("in", values.map(Self.key), to: &key)
        case .isNoneOf(let values): Filter.writeUnordered("ni", values.map(Self.key), to: &key)
        case .less(let value): Self.write("<", value, to: &key)
        case .lessOrEqual(let value): Self.write("<=", value, to: &key)
        case .greater(let value): Self.write(">", value, to: &key)
        case .greaterOrEqual(let value): Self.write(">=", value, to: &key)
        case .between(let low, let high):
            Self.write("bt", low, to: &key)
            Self.write("", high, to: &key)
        case .contains(let text): Self.write("co", .text(text), to: &key)
        case .notContains(let text): Self.write("nc", .text(text), to: &key)
        case .startsWith(let text): Self.write("sw", .text(text), to: &key)
        case .endsWith(let text): Self.write("ew", .text(text), to: &key)
        case .isEmpty: key += "em"
        case .isNotEmpty: key += "ne"
        }
    }

    private static func key(_ value: FieldValue) -> String {
        var key = ""
        write("", value, to: &key)
        return key
    }

    private static func write(_ lead: String, _ value: FieldValue, to key: inout String) {
        key += lead
        switch value {
        case .null: key += "n"
        case .text(let text): writeQuoted(text, to: &key)
        case .integer(let number): key += "i\(number)"
        case .decimal(let number): key += "d\(number)"
        case .boolean(let isTrue): key += isTrue ? "b1" : "b0"
        case .list, .object:
            key += "o"
            writeQuoted(String(decoding: value.json.serialized(), as: UTF8.self), to: &key)
        }
    }
}

extension SearchText {
    /// One text for one search; the order of words stays, it is the searcher's.
    public var canonicalKey: String {
        var key = ""
        writeKey(to: &key)
        return key
    }

    fileprivate func writeKey(to key: inout String) {
        switch self {
        case .phrase(let words, let isPrefix):
            key += "\""
            for word in words { writeQuoted(word, to: &key) }
            key += isPrefix ? "*\"" : "\""
        case .and(let parts): Self.write("&(", parts, to: &key)
        case .or(let parts): Self.write("|(", parts, to: &key)
        case .without(let wanted, let unwanted): Self.write("-(", [wanted, unwanted], to: &key)
        case .within(let field, let part): Self.write(field.rawValue + ":(", [part], to: &key)
        }
    }

    private static func write(_ lead: String, _ parts: [SearchText], to key: inout String) {
        key += lead
        for part in parts {
            part.writeKey(to: &key)
            key += ","
        }
        key += ")"
    }
}

/// Writes the text with its length in front, so that nothing in it can be taken for syntax.
private func writeQuoted(_ text: String, to key: inout String) {
    key += String(text.utf8.count)
    key += ":"
    key += text
}
