public import JSON

/// Reads the filter grammar of docs/api.md: `{"and":[…]}`, `{"or":[…]}`, `{"not":{…}}`,
/// `{"field":…,"op":…,"value":…}`. Null and `{}` are true for every record.
public struct FilterParser: Sendable {
    public static let depthMax = 8
    public static let comparisonsMax = 200
    public static let listValuesMax = 1_000
    /// Longest text to look for inside a field.
    public static let partBytesMax = 1_000
    static let problemsMax = 100

    let catalogue: FieldCatalogue
    let visibility: Visibility

    /// A parser for the fields of this catalogue that the caller may see.
    public init(catalogue: FieldCatalogue, visibility: Visibility) {
        self.catalogue = catalogue
        self.visibility = visibility
    }

    /// - Parameter pointer: where the filter stands in the body.
    /// - Throws: `.restrictedField` when the filter names a field the caller may not see, else
    ///   `.invalid` with every problem and its pointer.
    public func parse(_ json: JSONValue, at pointer: String = "/filter") throws(Refusal) -> Filter {
        var reading = FilterReading(parser: self)
        let filter = try reading.node(json, at: pointer, depth: 1)
        guard reading.problems.isEmpty else { throw .invalid(reading.problems) }
        return filter
    }
}

/// One filter being read.
private struct FilterReading {
    private let parser: FilterParser
    private(set) var problems: [FieldProblem] = []
    private var comparisons = 0

    init(parser: FilterParser) {
        self.parser = parser
    }

    mutating func node(
        _ json: JSONValue, at pointer: String, depth: Int
    ) throws(Refusal) -> Filter {
        guard problems.count < FilterParser.problemsMax else { return .everything }
        guard depth <= FilterParser.depthMax else {
            return fail(pointer, .tooDeep, String(FilterParser.depthMax))
        }
        if json.isNull { return .everything }
        guard let object = json.objectValue else { return fail(pointer, .wrongType) }
        guard let kind = ["and", "or", "not", "field"].first(where: { object[$0] != nil }) else {
            return object.count == 0 ? .everything : failMembers(of: object, at: pointer)
        }
        let members = kind == "field" ? ["field", "op", "value"] : [kind]
        for name in object.names where !members.contains(name) {
            problems.append(
                FieldProblem(pointer + "/" + JSONPointer.escaped(name), .unknownField))
        }
        let child = object[kind] ?? .null
        switch kind {
        case "field": return try comparison(object, at: pointer)
        case "not": return .not(try node(child, at: pointer + "/not", depth: depth + 1))
        default:
            let children = try nodes(child, at: pointer + "/" + kind, depth: depth + 1)
            if kind == "and" { return .all(children) }
            return children.isEmpty ? .nothing : children.count == 1 ? children[0] : .or(children)
        }
    }

    private mutating func nodes(
        _ json: JSONValue, at pointer: String, depth: Int
    ) throws(Refusal) -> [Filter] {
        guard let array = json.arrayValue else {
            _ = fail(pointer, .wrongType)
            return []
        }
        guard array.count <= FilterParser.listValuesMax else {
            _ = fail(pointer, .tooMany, String(FilterParser.listValuesMax))
            return []
        }
        var filters: [Filter] = []
        for (index, element) in array.enumerated() {
            filters.append(try node(element, at: "\(pointer)/\(index)", depth: depth))
        }
        return filters
    }

    private mutating func comparison(
        _ object: JSONObject, at pointer: String
    ) throws(Refusal) -> Filter {
        comparisons += 1
        guard comparisons <= FilterParser.comparisonsMax else {
            // Told once, however many there are.
            return comparisons == FilterParser.comparisonsMax + 1
                ? fail(pointer, .tooMany, String(FilterParser.comparisonsMax)) : .everything
        }
        guard let name = object["field"]?.stringValue else {
            return fail(pointer + "/field", .wrongType)
        }
        guard let field = parser.catalogue[FieldName(name)] else {
            return fail(pointer + "/field", .unknownField)
        }
        guard parser.visibility.sees(field.access) else { throw .restrictedField(field.name) }
        guard let given = object["op"] else { return fail(pointer + "/op", .required) }
        guard let text = given.stringValue, let op = Operator(rawValue: text) else {
            return fail(pointer + "/op", .unknownOperator, Self.names(Operator.allCases))
        }
        let legal = field.operators
        if legal.isEmpty { return fail(pointer + "/field", .notFilterable) }
        guard legal.contains(op) else {
            return fail(pointer + "/op", .operatorNotForType, Self.names(legal))
        }
        do throws(PlacedProblem) {
            return try condition(field, op, object["value"])
        } catch {
            problems.append(error.problem.at(pointer + "/value" + error.step))
            return .everything
        }
    }

    private func condition(
        _ field: Field, _ op: Operator, _ value: JSONValue?
    ) throws(PlacedProblem) -> Filter {
        let name = field.name
        switch op {
        case .isEmpty: return .compare(name, .isEmpty)
        case .isNotEmpty: return .compare(name, .isNotEmpty)
        case .isOneOf: return .isOneOf(try list(value, field.type), field: name)
        case .isNoneOf:
            let operands = try list(value, field.type)
            if operands.allSatisfy({ $0?.isSpan == false }) {
                return operands.isEmpty
                    ? .everything : .compare(name, .isNoneOf(operands.compactMap { $0?.low }))
            }
            return .not(.isOneOf(operands, field: name))
        case .between:
            let ends = try list(value, field.type)
            guard ends.count == 2, let low = ends[0]?.low, let high = ends[1]?.high else {
                throw PlacedProblem(ValueProblem(.required))
            }
            return .compare(name, .between(low, high))
        case .contains: return .compare(name, .contains(try part(value)))
        case .notContains: return .compare(name, .notContains(try part(value)))
        case .startsWith: return .compare(name, .startsWith(try part(value)))
        case .endsWith: return .compare(name, .endsWith(try part(value)))
        case .notEqual: return try different(name, value, field.type)
        default: return .compare(name, try single(op, value, field.type))
        }
    }

    /// "Not in March" means not within the month.
    private func different(
        _ name: FieldName, _ value: JSONValue?, _ type: FieldType
    ) throws(PlacedProblem) -> Filter {
        guard let value else { throw PlacedProblem(ValueProblem(.required)) }
        guard let operand = try operand(value, type) else { return .compare(name, .isNotEmpty) }
        return operand.isSpan
            ? .not(.compare(name, operand.equality)) : .compare(name, .notEqual(operand.low))
    }

    /// Comparisons with one value.
    private func single(
        _ op: Operator, _ value: JSONValue?, _ type: FieldType
    ) throws(PlacedProblem) -> Comparison {
        guard let value else { throw PlacedProblem(ValueProblem(.required)) }
        let operand = try operand(value, type)
        if op == .equal { return operand?.equality ?? .isEmpty }
        guard let operand else { throw PlacedProblem(ValueProblem(.required)) }
        switch op {
        case .less: return .less(operand.low)
        case .lessOrEqual: return .lessOrEqual(operand.high)
        case .greater: return .greater(operand.high)
        default: return .greaterOrEqual(operand.low)
        }
    }

    private func operand(
        _ json: JSONValue, _ type: FieldType, step: String = ""
    ) throws(PlacedProblem) -> Operand? {
        do throws(ValueProblem) {
            return try Operand.read(json, as: type)
        } catch {
            throw PlacedProblem(error, step: step)
        }
    }

    private func list(_ json: JSONValue?, _ type: FieldType) throws(PlacedProblem) -> [Operand?] {
        guard let json else { throw PlacedProblem(ValueProblem(.required)) }
        guard let array = json.arrayValue else { throw PlacedProblem(ValueProblem(.wrongType)) }
        guard array.count <= FilterParser.listValuesMax else {
            throw PlacedProblem(
                ValueProblem(.tooMany, argument: String(FilterParser.listValuesMax)))
        }
        var operands: [Operand?] = []
        for (index, element) in array.enumerated() {
            operands.append(try operand(element, type, step: "/\(index)"))
        }
        return operands
    }

    private func part(_ json: JSONValue?) throws(PlacedProblem) -> String {
        guard let json else { throw PlacedProblem(ValueProblem(.required)) }
        guard let text = json.stringValue else { throw PlacedProblem(ValueProblem(.wrongType)) }
        if text.isEmpty { throw PlacedProblem(ValueProblem(.required)) }
        do throws(ValueProblem) {
            // White space around it counts here: " arc" is not "arc".
            _ = try TextRules.prose(text, bytesMax: FilterParser.partBytesMax)
        } catch {
            throw PlacedProblem(error)
        }
        return text
    }

    private mutating func fail(
        _ pointer: String, _ code: FieldProblem.Code, _ argument: String? = nil
    ) -> Filter {
        problems.append(FieldProblem(pointer, code, argument: argument))
        return .everything
    }

    private mutating func failMembers(of object: JSONObject, at pointer: String) -> Filter {
        for name in object.names.prefix(FilterParser.problemsMax) {
            _ = fail(pointer + "/" + JSONPointer.escaped(name), .unknownField)
        }
        return .everything
    }

    private static func names(_ operators: [Operator]) -> String {
        operators.map(\.rawValue).joined(separator: " ")
    }
}

/// A problem with a value, and the step of the pointer below the value.
private struct PlacedProblem: Error {
    let problem: ValueProblem
    let step: String

    init(_ problem: ValueProblem, step: String = "") {
        self.problem = problem
        self.step = step
    }
}
