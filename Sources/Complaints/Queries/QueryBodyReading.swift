import JSON

/// The body of a POST query being read.
struct QueryBodyReading {
    private let parser: QueryParser
    private var query = ComplaintQuery()
    private var problems: [FieldProblem] = []
    private var hasCursor = false

    init(parser: QueryParser) {
        self.parser = parser
    }

    mutating func read(_ name: String, _ value: JSONValue) throws(Refusal) {
        if value.isNull, Self.members.contains(name) { return }
        let pointer = "/" + JSONPointer.escaped(name)
        switch name {
        case "filter": try readFilter(value, at: pointer)
        case "q":
            guard let text = text(value, at: pointer) else { return }
            query.search = try QueryParser.search(text, at: pointer, isTyping: false)
        case "sort":
            query.sort = try parser.sortTerms(
                texts(value, at: pointer), at: { "\(pointer)/\($0)" }, &problems)
        case "fields":
            query.fields = try parser.fieldNames(
                texts(value, at: pointer), at: { "\(pointer)/\($0)" }, &problems)
        case "cursor":
            guard let text = text(value, at: pointer) else { return }
            query.start = try QueryParser.cursor(text, at: pointer)
            hasCursor = true
        case "limit", "offset", "total": readScalar(name, value, at: pointer)
        default:
            if problems.count < FilterParser.problemsMax {
                problems.append(FieldProblem(pointer, .unknownField))
            }
        }
    }

    func finish() throws(Refusal) -> ComplaintQuery {
        guard problems.isEmpty else { throw .invalid(problems) }
        return query
    }

    private static let members: Set<String> = [
        "filter", "q", "sort", "limit", "cursor", "offset", "fields", "total",
    ]

    private mutating func readFilter(_ value: JSONValue, at pointer: String) throws(Refusal) {
        let filters = FilterParser(catalogue: parser.catalogue, visibility: parser.visibility)
        do throws(Refusal) {
            query.filter = try filters.parse(value, at: pointer)
        } catch {
            guard case .invalid(let found) = error else { throw error }
            problems += found
        }
    }

    private mutating func readScalar(_ name: String, _ value: JSONValue, at pointer: String) {
        do throws(ValueProblem) {
            switch name {
            case "limit": query.limit = try QueryParser.limit(value.int64Value)
            case "offset":
                let offset = try QueryParser.offset(value.int64Value)
                if !hasCursor { query.start = .offset(offset) }
            default: try QueryParser.readTotal(value.stringValue, into: &query)
            }
        } catch {
            problems.append(error.at(pointer))
        }
    }

    private mutating func text(_ value: JSONValue, at pointer: String) -> String? {
        guard let text = value.stringValue else {
            problems.append(FieldProblem(pointer, .wrongType))
            return nil
        }
        return text
    }

    /// An array of strings; a single string counts as a comma list.
    private mutating func texts(_ value: JSONValue, at pointer: String) -> [String] {
        if let text = value.stringValue { return QueryParser.list(text) }
        guard let array = value.arrayValue, array.count <= QueryParser.fieldsMax else {
            problems.append(
                FieldProblem(pointer, value.arrayValue == nil ? .wrongType : .tooMany))
            return []
        }
        var texts: [String] = []
        for (index, element) in array.enumerated() {
            if let text = text(element, at: "\(pointer)/\(index)") { texts.append(text) }
        }
        return texts
    }
}
