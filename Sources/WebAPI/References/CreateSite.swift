internal import HTTP

/// `POST /sites`: a new site.
enum CreateSite: Endpoint {
    static let operation = Operation(
        "Makes a site", .installBase, body: .named("NewSite"), .init(201, "Made", .named("Site")),
        problems: [400, 409, 415, 422])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        try exchange.createReference(.site)
    }
}
