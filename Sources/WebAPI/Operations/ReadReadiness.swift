internal import HTTP
internal import Storage

/// `GET /readyz`: whether requests should be sent here: the database answers and no drain has begun.
enum ReadReadiness: Endpoint {
    static let operation = Operation(
        "Whether requests should be sent here", .running,
        .init(200, "Ready", .string, mediaTypes: ["text/plain"]), problems: [503])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        if exchange.instance.isDraining { throw .draining }
        _ = try exchange.read { reader throws(StorageFailure) in reader.commit }
        return .answer(.text("ready\n"))
    }
}
