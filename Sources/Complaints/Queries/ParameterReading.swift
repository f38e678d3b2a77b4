import JSON

/// The parameters of a GET being read.
struct ParameterReading {
    private enum Bound { case from, to }

    private let parser: QueryParser
    private var query = ComplaintQuery()
    private var problems: [FieldProblem] = []
    /// The values asked for by field, in the order of their first parameters.
    private var wanted: [(field: Field, operands: [Operand?])] = []
    private var bounds: [Filter] = []
    private var hasCursor = false
    private var values = 0

    init(parser: QueryParser) {
        self.parser = parser
    }

    mutating func read(_ name: String, _ value: String, isTyping: Bool) throws(Refusal) {
        guard problems.count < FilterParser.problemsMax else { return }
        let pointer = "?" + name
        switch name {
        case "q": query.search = try QueryParser.search(value, at: pointer, isTyping: isTyping)
        case "sort":
            query.sort = try parser.sortTerms(
                QueryParser.list(value), at: { _ in pointer }, &problems)
        case "fields":
            query.fields = try parser.fieldNames(
                QueryParser.list(value), at: { _ in pointer }, &problems)
        case "cursor":
            hasCursor = !value.isEmpty
            if hasCursor { query.start = try QueryParser.cursor(value, at: pointer) }
        case "limit":
            take(pointer) { (query) throws(ValueProblem) in
                query.limit = try QueryParser.limit(Int64(value))
            }
        case "offset":
            // The cursor is the exact way; it wins.
            guard !hasCursor, !value.isEmpty else { return }
            take(pointer) { (query) throws(ValueProblem) in
                query.start = .offset(try QueryParser.offset(Int64(value)))
            }
        case "total":
            take(pointer) { (query) throws(ValueProblem) in
                try QueryParser.readTotal(value, into: &query)
            }
        case "filter": try readFilter(value)
        default: try readField(name, value)
        }
    }

    mutating func finish() throws(Refusal) -> ComplaintQuery {
        guard problems.isEmpty else { throw .invalid(problems) }
        let conditions = wanted.map { Filter.isOneOf($0.operands, field: $0.field.name) }
        query.filter = .all(conditions + bounds)
        return query
    }

    private mutating func take(
        _ pointer: String, _ change: (inout ComplaintQuery) throws(ValueProblem) -> Void
    ) {
        do throws(ValueProblem) {
            try change(&query)
        } catch {
            problems.append(error.at(pointer))
        }
    }

    /// The full grammar as JSON text, so that a link can carry it.
    private mutating func readFilter(_ text: String) throws(Refusal) {
        if text.isEmpty { return }
        guard let json = Self.json(text) else {
            problems.append(FieldProblem("?filter", .wrongType))
            return
        }
        let filters = FilterParser(catalogue: parser.catalogue, visibility: parser.visibility)
        bounds.append(try filters.parse(json, at: "?filter"))
    }

    private static func json(_ text: String) -> JSONValue? {
        do throws(JSONError) {
            return try JSONValue.parse(Array(text.utf8))
        } catch {
            return nil
        }
    }

    private mutating func readField(_ name: String, _ text: String) throws(Refusal) {
        let pointer = "?" + name
        if let field = parser.catalogue[FieldName(name)] {
            try check(field)
            guard !field.operators.isEmpty else {
                problems.append(FieldProblem(pointer, .notFilterable))
                return
            }
            addValues(text, of: field, pointer)
        } else if let (field, bound) = dateBound(name) {
            try check(field)
            addBound(text, of: field, bound, pointer)
        } else if let field = presence(name) {
            try check(field)
            addPresence(text, of: field, pointer)
        } else {
            problems.append(FieldProblem(pointer, .unknownField))
        }
    }

    private func check(_ field: Field) throws(Refusal) {
        guard parser.visibility.sees(field.access) else { throw .restrictedField(field.name) }
    }

    private mutating func addValues(_ text: String, of field: Field, _ pointer: String) {
        // Only values of closed lists cannot hold a comma themselves.
        let parts =
            switch field.type {
            case .choice, .country, .list(of: .choice), .list(of: .country), .list(of: .code):
                text.isEmpty ? [""] : QueryParser.list(text)
            default: [text]
            }
        values += parts.count
        guard values <= FilterParser.listValuesMax else {
            problems.append(
                FieldProblem(pointer, .tooMany, argument: String(FilterParser.listValuesMax)))
            return
        }
        let index = wanted.firstIndex { $0.field.name == field.name } ?? wanted.count
        if index == wanted.count { wanted.append((field, [])) }
        for part in parts {
            do throws(ValueProblem) {
                wanted[index].operands.append(try Operand.read(text: part, as: field.type))
            } catch {
                problems.append(error.at(pointer))
            }
        }
    }

    /// `received_to` is the upper bound of `received`, `event_from` the lower one of `event_date`.
    private func dateBound(_ name: String) -> (Field, Bound)? {
        for (suffix, bound) in [("_from", Bound.from), ("_to", Bound.to)]
        where name.hasSuffix(suffix) {
            let stem = String(name.dropLast(suffix.count))
            let candidate =
                parser.catalogue[FieldName(stem)] ?? parser.catalogue[FieldName(stem + "_date")]
            guard let field = candidate else { return nil }
            switch field.type {
            case .date, .partialDate, .timestamp: return (field, bound)
            default: return nil
            }
        }
        return nil
    }

    /// `owner_set` asks whether the field has a value.
    private func presence(_ name: String) -> Field? {
        let suffix = "_set"
        guard name.hasSuffix(suffix) else { return nil }
        return parser.catalogue[FieldName(String(name.dropLast(suffix.count)))]
    }

    private mutating func addPresence(_ text: String, of field: Field, _ pointer: String) {
        switch text {
        case _ where field.operators.isEmpty:
            problems.append(FieldProblem(pointer, .notFilterable))
        case "": break
        case "true": bounds.append(.compare(field.name, .isNotEmpty))
        case "false": bounds.append(.compare(field.name, .isEmpty))
        default: problems.append(FieldProblem(pointer, .wrongType))
        }
    }

    /// An empty bound is none, so that a form can send all its fields.
    private mutating func addBound(
        _ text: String, of field: Field, _ bound: Bound, _ pointer: String
    ) {
        do throws(ValueProblem) {
            guard let operand = try Operand.read(text: text, as: field.type) else { return }
            bounds.append(
                .compare(
                    field.name,
                    bound == .from ? .greaterOrEqual(operand.low) : .lessOrEqual(operand.high)))
        } catch {
            problems.append(error.at(pointer))
        }
    }
}
