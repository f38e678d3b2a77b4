internal import HTTP
internal import JSON

/// `GET /openapi.json`: this API, described for machines (OpenAPI 3.1), from the route table and the
/// field catalogue.
enum ReadOpenAPI: Endpoint {
    static let operation = Operation(
        "The OpenAPI document", .running, headers: ["If-None-Match", "Range"],
        .init(200, "OpenAPI 3.1", .anyObject),
        .init(206, "A part of it", .any, mediaTypes: ["application/json"]),
        problems: [304, 416])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let body = exchange.instance.document
        return .answer(.json(body, caching: .shared, tag: CachedReading.tag(of: body)))
    }
}
