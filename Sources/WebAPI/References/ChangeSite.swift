internal import HTTP

/// `PATCH /sites/{id}`: a merge-patch (RFC 7396) on the version If-Match names.
enum ChangeSite: Endpoint {
    static let operation = Operation(
        "Changes a site", .installBase, headers: ["If-Match"], body: .named("SiteChange"),
        .init(200, "Changed", .named("Site")), problems: [409, 412, 422, 428])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        try exchange.changeReference(.site)
    }
}
