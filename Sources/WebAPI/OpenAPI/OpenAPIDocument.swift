internal import Complaints
internal import HTTP
internal import JSON

/// Builds the OpenAPI 3.1 document from the route table and the field catalogue. The interface's own
/// files are not part of it.
struct OpenAPIDocument {
    private let routes: [Route]
    private let version: String
    private let custom: [Field]

    /// - Parameter custom: the operator's own fields, described below `custom`.
    init(routes: [Route], version: String, custom: [Field] = []) {
        self.custom = custom
        self.routes = routes.filter { $0.endpoint.operation.section != .interface }
        self.version = version
    }

    /// The document as JSON.
    func serialized() -> [UInt8] {
        JSONValue.object(
            JSONObject([
                ("openapi", .string("3.1.0")), ("info", info),
                ("servers", .array([.object(JSONObject([("url", .string("/"))]))])),
                ("tags", tags), ("paths", paths), ("components", components),
            ])
        ).serialized()
    }

    private var info: JSONValue {
        .object(
            JSONObject([
                ("title", .string("IBTool")), ("version", .string(version)),
                (
                    "description",
                    .string("Complaint files for makers of medical imaging systems.")
                ),
            ]))
    }

    private var tags: JSONValue {
        .array(
            Operation.Section.allCases.filter { $0 != .interface }.map { section in
                .object(JSONObject([("name", .string(section.rawValue))]))
            })
    }

    private var paths: JSONValue {
        var paths = JSONObject()
        for route in routes {
            let path = Self.template(route.path)
            var item = paths[path]?.objectValue ?? JSONObject()
            item[route.method.rawValue.lowercased()] = .object(operation(route))
            paths[path] = .object(item)
        }
        return .object(paths)
    }

    /// The path as OpenAPI writes it; a rest parameter is one parameter there.
    private static func template(_ path: PathPattern) -> String {
        "/"
            + path.parts.map { part in
                switch part {
                case .literal(let text): text
                case .parameter(let name), .rest(let name): "{\(name)}"
                }
            }.joined(separator: "/")
    }

    private var components: JSONValue {
        .object(
            JSONObject([
                (
                    "schemas",
                    .object(
                        JSONObject(
                            Schemas.all.map { ($0.name, .object(withCustom($0).object)) }))
                ),
                ("securitySchemes", Self.securitySchemes),
            ]))
    }

    /// The schemas of complaints with the operator's own fields in them.
    private func withCustom(_ named: (name: String, schema: Schema)) -> Schema {
        guard !custom.isEmpty, Schemas.holdCustom.contains(named.name) else { return named.schema }
        let isAnswer = !Schemas.areBodies.contains(named.name)
        let members = custom.map {
            ($0.name.customPart ?? $0.name.text, Schemas.schema(of: $0).orNull)
        }
        return named.schema.replacing("custom", by: .object(members, allowsOthers: isAnswer))
    }

    private static var securitySchemes: JSONValue {
        .object(
            JSONObject([
                (
                    "session",
                    .object(
                        JSONObject([
                            ("type", .string("apiKey")), ("in", .string("cookie")),
                            ("name", .string("ibtool")),
                            (
                                "description",
                                .string("Set by signing in; over TLS it is called __Host-ibtool.")
                            ),
                        ]))
                ),
                (
                    "token",
                    .object(
                        JSONObject([("type", .string("http")), ("scheme", .string("bearer"))]))
                ),
            ]))
    }
}

// MARK: - One operation

extension OpenAPIDocument {
    private func operation(_ route: Route) -> JSONObject {
        let operation = route.endpoint.operation
        var object = JSONObject([
            ("operationId", .string(Self.name(of: route))),
            ("summary", .string(operation.summary)),
            ("tags", .array([.string(operation.section.rawValue)])),
        ])
        if let permission = Self.permission(route.access) {
            object["description"] = .string(permission)
        }
        let parameters = parameters(route)
        if !parameters.isEmpty { object["parameters"] = .array(parameters) }
        if let body = body(route) { object["requestBody"] = body }
        object["responses"] = .object(responses(route))
        object["security"] = Self.security(route.access)
        return object
    }

    /// The endpoint's name with a small first letter.
    private static func name(of route: Route) -> String {
        let name = String(describing: route.endpoint)
        return name.prefix(1).lowercased() + name.dropFirst()
    }

    private static func permission(_ access: AccessRule) -> String? {
        switch access {
        case .open: nil
        case .signedIn: "For everybody signed in."
        case .permission(let permission): "Needs the permission \"\(permission.rawValue)\"."
        case .either(let first, let second):
            "Needs the permission \"\(first.rawValue)\" or \"\(second.rawValue)\"."
        case .localOperator: "For the operator at the data directory's socket."
        case .metrics: "Needs the metrics token, or the permission \"settings\" or \"backup\"."
        }
    }

    private static func security(_ access: AccessRule) -> JSONValue {
        if access == .open { return .array([]) }
        return .array(
            ["session", "token"].map { .object(JSONObject([($0, .array([]))])) })
    }

    private func parameters(_ route: Route) -> [JSONValue] {
        let operation = route.endpoint.operation
        let inPath = route.path.parameterNames.map { name in
            Self.parameter(name, in: "path", .string, nil, isRequired: true)
        }
        let inQuery = operation.parameters.map { parameter in
            Self.parameter(
                parameter.name, in: "query", parameter.schema, parameter.description,
                isRequired: false)
        }
        let inHeader = operation.headers.map { name in
            Self.parameter(
                name, in: "header", .string, nil,
                isRequired: name == "If-Match" && operation.problems.contains(428))
        }
        return inPath + inQuery + inHeader
    }

    private static func parameter(
        _ name: String, in place: String, _ schema: Schema, _ description: String?,
        isRequired: Bool
    ) -> JSONValue {
        var object = JSONObject([
            ("name", .string(name)), ("in", .string(place)), ("required", .bool(isRequired)),
            ("schema", .object(schema.object)),
        ])
        if let description { object["description"] = .string(description) }
        return .object(object)
    }

    private func body(_ route: Route) -> JSONValue? {
        guard route.body != .none else { return nil }
        let schema = route.endpoint.operation.body ?? .anyObject
        let types = route.body.mediaTypes ?? ["application/octet-stream", "multipart/form-data"]
        return .object(
            JSONObject([
                ("required", .bool(route.body != .optionalJSON)),
                ("content", Self.content(types, schema)),
            ]))
    }

    private static func content(_ types: [String], _ schema: Schema) -> JSONValue {
        .object(
            JSONObject(
                types.map { type in
                    (type, .object(JSONObject([("schema", .object(schema.object))])))
                }))
    }

    private func responses(_ route: Route) -> JSONObject {
        let operation = route.endpoint.operation
        var responses = JSONObject()
        for success in operation.successes {
            var object = JSONObject([("description", .string(success.description))])
            if let schema = success.schema {
                object["content"] = Self.content(success.mediaTypes, schema)
            }
            responses[String(success.status)] = .object(object)
        }
        for status in route.problemStatuses.sorted() {
            responses[String(status)] = Self.problem(status)
        }
        return responses
    }

    private static func problem(_ status: UInt16) -> JSONValue {
        let reason = Problem.reasons[status] ?? "Not possible"
        if status == 304 { return .object(JSONObject([("description", .string(reason))])) }
        return .object(
            JSONObject([
                ("description", .string(reason)),
                ("content", content([Problem.mediaType], .named("Problem"))),
            ]))
    }
}
