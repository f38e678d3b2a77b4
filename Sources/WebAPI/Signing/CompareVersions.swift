internal import Complaints
internal import HTTP
internal import JSON
internal import Storage

/// `GET /complaints/{id}/compare?from=1&to=4`: what differs between two versions.
enum CompareVersions: Endpoint {
    static let operation = Operation(
        "Compares two versions of a complaint", .complaints,
        parameters: [
            .init(name: "from", schema: .integer, description: "One version"),
            .init(name: "to", schema: .integer, description: "The other; the newest when left out"),
        ],
        .init(200, "The fields that differ", .named("Comparison")), problems: [404, 422])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let key = RecordKey(exchange.parameters[0])
        guard let from = try version("from", exchange) else {
            throw .invalid("?from", .required)
        }
        let to = try version("to", exchange)
        return try exchange.sendPast(key) { reader, writer throws(StorageFailure) in
            try reader.comparison(
                of: key, .version(from), to.map(PastMoment.version) ?? .instant(.max),
                for: exchange.visibility, into: &writer)
        }
    }

    private static func version(
        _ name: String, _ exchange: Exchange
    ) throws(APIFailure) -> Int64? {
        guard let text = exchange.query[name] else { return nil }
        guard let version = Int64(text), version > 0 else {
            throw .invalid("?" + name, .wrongType)
        }
        return version
    }
}
