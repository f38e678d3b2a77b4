public import JSON

/// A condition in the API:
///
/// ```
/// {"field":"outcome","in":["death","serious_injury"]}
/// {"field":"udi","is":"empty"}   {"field":"reply","is":"set"}
/// {"status_reached":"review"}
/// {"all":[…]}   {"any":[…]}
/// ```
extension FieldCondition {
    /// The condition as JSON.
    public var json: JSONValue {
        .object(JSONObject(members))
    }

    private var members: [(String, JSONValue)] {
        switch self {
        case .isOneOf(let name, let texts):
            [("field", .string(name.text)), ("in", .array(texts.map(JSONValue.string)))]
        case .isSet(let name): [("field", .string(name.text)), ("is", .string("set"))]
        case .isEmpty(let name): [("field", .string(name.text)), ("is", .string("empty"))]
        case .hasReached(let state): [("status_reached", .string(state))]
        case .all(let parts): [("all", .array(parts.map(\.json)))]
        case .any(let parts): [("any", .array(parts.map(\.json)))]
        }
    }

    /// Reads a condition over fields of the catalogue; names and values are checked, so that none can
    /// never hold by mistake.
    public init(_ json: JSONValue, in catalogue: FieldCatalogue) throws(ValueProblem) {
        var left = Self.partsMax
        self = try Self.read(json, catalogue, depth: 1, &left)
    }

    /// Reads a condition that was stored: names are not looked up, for nil when it is none.
    public init?(stored json: JSONValue) {
        var left = Self.partsMax
        do throws(ValueProblem) {
            self = try Self.read(json, nil, depth: 1, &left)
        } catch {
            return nil
        }
    }

    private static let depthMax = 3

    private static func read(
        _ json: JSONValue, _ catalogue: FieldCatalogue?, depth: Int, _ left: inout Int
    ) throws(ValueProblem) -> FieldCondition {
        guard let object = json.objectValue else { throw ValueProblem(.wrongType) }
        guard depth <= depthMax else { throw ValueProblem(.tooDeep, argument: String(depthMax)) }
        left -= 1
        guard left >= 0 else { throw ValueProblem(.tooMany, argument: String(partsMax)) }
        if let state = object["status_reached"], object.count == 1 {
            return .hasReached(try self.state(state))
        }
        for (name, make) in [("all", FieldCondition.all), ("any", FieldCondition.any)] {
            guard let parts = object[name], object.count == 1 else { continue }
            guard let elements = parts.arrayValue, !elements.isEmpty else {
                throw ValueProblem(.wrongType)
            }
            var conditions: [FieldCondition] = []
            for element in elements {
                conditions.append(try read(element, catalogue, depth: depth + 1, &left))
            }
            return make(conditions)
        }
        return try comparison(object, catalogue)
    }

    private static func state(_ json: JSONValue) throws(ValueProblem) -> String {
        guard let text = json.stringValue, Progress.states.contains(text) else {
            throw ValueProblem(.notAChoice, argument: Progress.states.joined(separator: ", "))
        }
        return text
    }

    private static func comparison(
        _ object: JSONObject, _ catalogue: FieldCatalogue?
    ) throws(ValueProblem) -> FieldCondition {
        guard object.count == 2, let text = object["field"]?.stringValue else {
            throw ValueProblem(.wrongType)
        }
        let name = FieldName(text)
        let field = catalogue?[name]
        if catalogue != nil, field == nil || field?.type == .object {
            throw ValueProblem(.unknownField, argument: text)
        }
        switch object["is"]?.stringValue {
        case "set": return .isSet(name)
        case "empty": return .isEmpty(name)
        case nil: break
        default: throw ValueProblem(.notAChoice, argument: "set, empty")
        }
        guard let values = object["in"]?.arrayValue, !values.isEmpty else {
            throw ValueProblem(.wrongType)
        }
        var texts: [String] = []
        for value in values {
            guard let text = value.stringValue else { throw ValueProblem(.wrongType) }
            texts.append(try canonical(text, of: field))
        }
        return .isOneOf(name, texts)
    }

    /// The text as the field's values have it; any text without a field.
    private static func canonical(
        _ text: String, of field: Field?
    ) throws(ValueProblem) -> String {
        guard let field else { return text }
        if case .list(let item) = field.type { return try item.value(ofText: text) }
        guard let canonical = try field.type.value(ofText: text).texts.first else {
            throw ValueProblem(.required)
        }
        return canonical
    }
}
