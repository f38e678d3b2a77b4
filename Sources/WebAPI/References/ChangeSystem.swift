internal import HTTP

/// `PATCH /systems/{id}`: a merge-patch (RFC 7396) on the version If-Match names.
enum ChangeSystem: Endpoint {
    static let operation = Operation(
        "Changes a system", .installBase, headers: ["If-Match"], body: .named("SystemChange"),
        .init(200, "Changed", .named("System")), problems: [409, 412, 422, 428])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        try exchange.changeReference(.system)
    }
}
