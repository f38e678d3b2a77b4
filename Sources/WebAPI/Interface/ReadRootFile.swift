internal import HTTP
internal import WebAssets

/// `GET /<file>`: the few files that browsers ask for at the root (icon.svg, favicon.ico); a name
/// without an extension is a page.
enum ReadRootFile: Endpoint {
    static let operation = Operation(
        "A file at the root, or a page of the interface", .interface,
        .init(200, "The file", .binary, mediaTypes: ["*/*"]))

    static func cached(_ admitted: Admitted) -> Answer? {
        find(admitted.parameters[0], admitted.instance)
    }

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        guard let answer = find(exchange.parameters[0], exchange.instance) else { throw .noRoute }
        return .answer(answer)
    }

    private static func find(_ name: String, _ instance: Instance) -> Answer? {
        if let asset = instance.assets.asset(name) { return Answer(asset, caching: .shared) }
        guard RouteTable.isPage([name]) else { return nil }
        return Answer(instance.assets.indexPage, caching: .shared)
    }
}
