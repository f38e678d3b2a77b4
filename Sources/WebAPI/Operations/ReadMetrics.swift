internal import HTTP
internal import Telemetry

/// `GET /metrics`: the Prometheus text.
enum ReadMetrics: Endpoint {
    static let operation = Operation(
        "Metrics in the Prometheus text format", .running,
        .init(200, "The metrics", .string, mediaTypes: ["text/plain"]))

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        .answer(
            Answer(
                contentType: Metrics.contentType,
                body: .bytes(exchange.instance.metrics.exposition())))
    }
}
