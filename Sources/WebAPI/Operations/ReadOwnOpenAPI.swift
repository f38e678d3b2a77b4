internal import Complaints
internal import HTTP
internal import JSON

/// `GET /api/v1/openapi.json`: the API as this instance has it, the operator's own fields included,
/// which `/openapi.json` does not tell to everybody.
enum ReadOwnOpenAPI: Endpoint {
    static let operation = Operation(
        "The OpenAPI document with the operator's own fields", .running,
        .init(200, "OpenAPI 3.1", .anyObject))

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let instance = exchange.instance
        let custom = try instance.currentCatalogue().customFields
        guard !custom.isEmpty else { return .answer(.json(instance.document)) }
        let document = OpenAPIDocument(
            routes: instance.table.routes, version: instance.settings.version, custom: custom)
        return .answer(.json(document.serialized()))
    }
}
