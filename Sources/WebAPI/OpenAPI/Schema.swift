internal import JSON

/// A JSON schema (draft 2020-12, as OpenAPI 3.1 uses it).
struct Schema: Sendable, Equatable {
    private(set) var object: JSONObject

    private init(_ members: [(String, JSONValue)]) { object = JSONObject(members) }

    static func type(_ name: String) -> Schema { Schema([("type", .string(name))]) }

    /// Any value.
    static let any = Schema([])
    static let string = type("string")
    static let integer = type("integer")
    static let number = type("number")
    static let boolean = type("boolean")
    static let anyObject = type("object")
    static let timestamp = string.format("date-time")
    static let date = string.format("date")
    static let binary = string.format("binary")

    /// One of a closed list of texts.
    static func oneOf(_ values: [String]) -> Schema {
        Schema([("type", .string("string")), ("enum", .array(values.map { .string($0) }))])
    }

    /// A schema of the document's components.
    static func named(_ name: String) -> Schema {
        Schema([("$ref", .string("#/components/schemas/" + name))])
    }

    static func array(of element: Schema) -> Schema {
        Schema([("type", .string("array")), ("items", .object(element.object))])
    }

    /// An object with these members; the names in `required` are always there.
    static func object(
        _ members: [(String, Schema)], required: [String] = [], allowsOthers: Bool = false
    ) -> Schema {
        var schema = Schema([
            ("type", .string("object")),
            ("properties", .object(JSONObject(members.map { ($0.0, .object($0.1.object)) }))),
        ])
        if !required.isEmpty {
            schema.object["required"] = .array(required.map { .string($0) })
        }
        if !allowsOthers { schema.object["additionalProperties"] = .bool(false) }
        return schema
    }

    /// An object whose member names are not known beforehand.
    static func map(of element: Schema) -> Schema {
        Schema([
            ("type", .string("object")), ("additionalProperties", .object(element.object)),
        ])
    }

    /// An object with another schema for one of its members.
    func replacing(_ member: String, by schema: Schema) -> Schema {
        var properties = object["properties"]?.objectValue ?? JSONObject()
        properties[member] = .object(schema.object)
        return with("properties", .object(properties))
    }

    func format(_ name: String) -> Schema { with("format", .string(name)) }

    func described(_ text: String) -> Schema { with("description", .string(text)) }

    func titled(_ text: String) -> Schema { with("title", .string(text)) }

    /// A text's longest length; the limit is in bytes of UTF-8, which is never less.
    func lengthMax(_ count: Int) -> Schema { with("maxLength", .number(JSONNumber(Int64(count)))) }

    func between(_ range: ClosedRange<Int64>) -> Schema {
        with("minimum", .number(JSONNumber(range.lowerBound)))
            .with("maximum", .number(JSONNumber(range.upperBound)))
    }

    func defaultValue(_ value: JSONValue) -> Schema { with("default", value) }

    func pattern(_ expression: String) -> Schema { with("pattern", .string(expression)) }

    /// The same, or null.
    var orNull: Schema {
        guard case .string(let name)? = object["type"] else {
            return Schema([
                ("anyOf", .array([.object(object), .object(Schema.type("null").object)]))
            ])
        }
        var copy = self
        copy.object["type"] = .array([.string(name), .string("null")])
        if case .array(let values)? = object["enum"] {
            copy.object["enum"] = .array(values + [.null])
        }
        return copy
    }

    private func with(_ name: String, _ value: JSONValue) -> Schema {
        var copy = self
        copy.object[name] = value
        return copy
    }
}
