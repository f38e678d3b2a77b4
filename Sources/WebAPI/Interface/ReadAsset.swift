internal import HTTP
internal import WebAssets

/// `GET /assets/<fingerprint>/<path>`: a file of the interface, named by its content.
enum ReadAsset: Endpoint {
    static let operation = Operation(
        "A file of the interface", .interface,
        .init(200, "The file", .binary, mediaTypes: ["*/*"]))

    static func cached(_ admitted: Admitted) -> Answer? {
        find(admitted.parameters, admitted.instance)
    }

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        guard let answer = find(exchange.parameters, exchange.instance) else { throw .noRoute }
        return .answer(answer)
    }

    /// A page of an earlier version may still ask for its own files: they get today's, unkept.
    private static func find(_ parameters: [String], _ instance: Instance) -> Answer? {
        guard let asset = instance.assets.asset(parameters[1]) else { return nil }
        let isCurrent = parameters[0] == instance.assets.fingerprint
        return Answer(asset, caching: isCurrent ? .immutable : .shared)
    }
}
