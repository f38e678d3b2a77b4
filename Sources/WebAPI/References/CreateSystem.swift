internal import HTTP

/// `POST /systems`: a new system.
enum CreateSystem: Endpoint {
    static let operation = Operation(
        "Makes a system", .installBase, headers: ["Idempotency-Key"], body: .named("NewSystem"),
        .init(201, "Made", .named("System")), problems: [409, 422])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        try exchange.createReference(.system)
    }
}
