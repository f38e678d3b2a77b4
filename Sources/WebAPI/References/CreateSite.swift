internal import HTTP

/// `POST /sites`: a new site.
enum CreateSite: Endpoint {
    static let operation = Operation(
        "Makes a site", .installBase, headers: ["Idempotency-Key"], body: .named("NewSite"),
        .init(201, "Made", .named("Site")), problems: [409, 422])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        try exchange.createReference(.site)
    }
}
