internal import HTTP

/// `GET /systems/{id}`: one system, by id or code.
enum ReadSystem: Endpoint {
    static let operation = Operation(
        "Reads one system", .installBase, headers: ["If-None-Match"],
        .init(200, "The system", .named("System")), problems: [304])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        try exchange.readReference(.system)
    }
}
