internal import HTTP

/// `GET /sites`: a page of the sites.
enum ListSites: Endpoint {
    static let operation = Operation(
        "Lists sites", .installBase,
        parameters: [.search, .sort, .limit, .cursor, .offset],
        .init(200, "A page", .named("SiteList")), problems: [304, 422])

    static func cached(_ admitted: Admitted) -> Answer? { CachedReading.lookup(admitted) }

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        try exchange.listReferences(.site)
    }
}
