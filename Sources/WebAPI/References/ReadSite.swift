internal import HTTP

/// `GET /sites/{id}`: one site, by id or code.
enum ReadSite: Endpoint {
    static let operation = Operation(
        "Reads one site", .installBase, headers: ["If-None-Match"],
        .init(200, "The site", .named("Site")), problems: [304])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        try exchange.readReference(.site)
    }
}
