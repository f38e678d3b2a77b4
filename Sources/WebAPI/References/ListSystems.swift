internal import HTTP

/// `GET /systems`: a page of the systems.
enum ListSystems: Endpoint {
    static let operation = Operation(
        "Lists systems", .installBase,
        parameters: [.search, .site, .modality, .serial, .sort, .limit, .cursor, .offset],
        .init(200, "A page", .named("SystemList")), problems: [304, 422])

    static func cached(_ admitted: Admitted) -> Answer? { CachedReading.lookup(admitted) }

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        try exchange.listReferences(.system)
    }
}
