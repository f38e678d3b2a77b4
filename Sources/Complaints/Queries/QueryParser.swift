public import JSON

/// Reads a list asked for, from the parameters of a GET or the body of a POST (docs/api.md).
///
/// Every field a filter may use is a parameter of its own name; a date `x` also gives `x_from` and
/// `x_to`, both inclusive (`event_from` and `event_to` for the event date).
public struct QueryParser: Sendable {
    public static let sortTermsMax = 8
    public static let fieldsMax = 300
    public static let offsetMax = 1_000_000_000
    public static let cursorBytesMax = 2_000

    let catalogue: FieldCatalogue
    let visibility: Visibility

    /// A parser for the fields of this catalogue that the caller may see.
    public init(catalogue: FieldCatalogue, visibility: Visibility) {
        self.catalogue = catalogue
        self.visibility = visibility
    }

    /// The query that the parameters of a GET ask for.
    ///
    /// - Parameters:
    ///   - items: names and values as decoded from the URL, in order. A repeated field means "one
    ///     of these"; an empty value "has none". Of repeated other parameters the last one counts.
    ///   - others: parameters that the endpoint reads itself (`by`, `format`).
    ///   - isTyping: the search text is not finished.
    /// - Throws: `.restrictedField`, `.malformed` for the search text and the cursor, else
    ///   `.invalid` with every problem; the pointer is "?" and the parameter's name.
    public func query(
        from items: [(name: String, value: String)], others: Set<String> = [],
        isTyping: Bool = false
    ) throws(Refusal) -> ComplaintQuery {
        var reading = ParameterReading(parser: self)
        for item in items where !others.contains(item.name) {
            try reading.read(item.name, item.value, isTyping: isTyping)
        }
        return try reading.finish()
    }

    /// The query that the body of `POST /complaints/query` asks for: `filter`, `q`, `sort`,
    /// `limit`, `cursor`, `offset`, `fields`, `total`.
    public func query(from body: JSONObject) throws(Refusal) -> ComplaintQuery {
        var reading = QueryBodyReading(parser: self)
        for (name, value) in body.members { try reading.read(name, value) }
        return try reading.finish()
    }

    /// The fields of `by=status,severity`.
    ///
    /// - Throws: `.restrictedField`, or `.invalid` with `unknown_field` and `not_a_facet` at "?by".
    public func facetFields(from text: String) throws(Refusal) -> [FieldName] {
        var problems: [FieldProblem] = []
        var names: [FieldName] = []
        for part in Self.list(text) {
            let name = FieldName(part)
            guard let field = catalogue[name] else {
                problems.append(FieldProblem("?by", .unknownField, argument: part))
                continue
            }
            guard visibility.sees(field.access) else { throw .restrictedField(name) }
            guard field.traits.contains(.facet) else {
                problems.append(FieldProblem("?by", .notAFacet, argument: part))
                continue
            }
            if !names.contains(name) { names.append(name) }
        }
        if names.isEmpty, problems.isEmpty { problems.append(FieldProblem("?by", .required)) }
        guard problems.isEmpty else { throw .invalid(problems) }
        return names
    }
}

// MARK: - What both ways have in common

extension QueryParser {
    /// The parts of a comma list, trimmed, without empty ones.
    static func list(_ text: String) -> [String] {
        text.split(separator: ",").map { TextRules.trimmed(String($0)) }.filter { !$0.isEmpty }
    }

    /// Sort terms: a field's name, "-" in front for descending.
    func sortTerms(
        _ parts: [String], at pointer: (Int) -> String, _ problems: inout [FieldProblem]
    ) throws(Refusal) -> [SortTerm] {
        var terms: [SortTerm] = []
        for (index, part) in parts.enumerated() {
            let isDescending = part.hasPrefix("-")
            let name = FieldName(isDescending ? String(part.dropFirst()) : part)
            guard let field = catalogue[name] else {
                problems.append(FieldProblem(pointer(index), .unknownField, argument: part))
                continue
            }
            guard visibility.sees(field.access) else { throw .restrictedField(name) }
            guard field.traits.contains(.sortable) else {
                problems.append(FieldProblem(pointer(index), .notSortable, argument: part))
                continue
            }
            if !terms.contains(where: { $0.field == name }) {
                terms.append(SortTerm(name, isDescending: isDescending))
            }
        }
        if terms.count > Self.sortTermsMax {
            problems.append(
                FieldProblem(pointer(0), .tooMany, argument: String(Self.sortTermsMax)))
        }
        return terms
    }

    /// The fields an answer is narrowed to; `fields=` alone asks for the id.
    func fieldNames(
        _ parts: [String], at pointer: (Int) -> String, _ problems: inout [FieldProblem]
    ) throws(Refusal) -> [FieldName] {
        var names: [FieldName] = []
        for (index, part) in parts.enumerated() {
            let name = FieldName(part)
            guard let field = catalogue[name] else {
                problems.append(FieldProblem(pointer(index), .unknownField, argument: part))
                continue
            }
            guard visibility.sees(field.access) else { throw .restrictedField(name) }
            if !names.contains(name) { names.append(name) }
        }
        if names.count > Self.fieldsMax {
            problems.append(FieldProblem(pointer(0), .tooMany, argument: String(Self.fieldsMax)))
        }
        return names
    }

    static func limit(_ value: Int64?) throws(ValueProblem) -> Int {
        guard let value else { throw ValueProblem(.wrongType) }
        guard (1...Int64(ComplaintQuery.limitMax)).contains(value) else {
            throw ValueProblem(.outOfRange, argument: "1 … \(ComplaintQuery.limitMax)")
        }
        return Int(value)
    }

    static func offset(_ value: Int64?) throws(ValueProblem) -> Int {
        guard let value else { throw ValueProblem(.wrongType) }
        guard (0...Int64(offsetMax)).contains(value) else {
            throw ValueProblem(.outOfRange, argument: "0 … \(offsetMax)")
        }
        return Int(value)
    }

    /// What `total=bounded` counts up to.
    public static let boundedTotalMax = 10_000
    public static let totals = ["exact", "bounded", "none"]

    static func readTotal(
        _ text: String?, into query: inout ComplaintQuery
    ) throws(ValueProblem) {
        guard let text, totals.contains(text) else {
            throw ValueProblem(.notAChoice, argument: totals.joined(separator: ", "))
        }
        query.wantsTotal = text != "none"
        query.totalMax = text == "bounded" ? boundedTotalMax : nil
    }

    static func search(
        _ text: String, at pointer: String, isTyping: Bool
    ) throws(Refusal) -> SearchText? {
        do throws(SearchProblem) {
            return try SearchText.parse(text, isTyping: isTyping)
        } catch {
            throw error.refusal(at: pointer)
        }
    }

    static func cursor(_ text: String, at pointer: String) throws(Refusal) -> ComplaintQuery.Start {
        let isPrintable = text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
        guard isPrintable, text.utf8.count <= cursorBytesMax else {
            throw .malformed(pointer: pointer, code: .cursor)
        }
        return .cursor(text)
    }
}
