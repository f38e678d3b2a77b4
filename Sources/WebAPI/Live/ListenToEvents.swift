internal import HTTP

/// `GET /events`: Server-Sent Events of changes the caller may see (WHATWG HTML section 9.2).
enum ListenToEvents: Endpoint {
    static let operation = Operation(
        "Streams changes", .live, headers: ["Last-Event-ID"],
        .init(
            200,
            "A stream: \"change\" events; \"reset\" when too much was missed or the log is behind "
                + "Last-Event-ID; \"saving\" when nothing can be saved, and when it can again",
            .string,
            mediaTypes: ["text/event-stream"]))

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        if exchange.instance.isDraining { throw .draining }
        var lastSeq: Int64?
        if let text = exchange.request.head.headers["last-event-id"], !text.isEmpty {
            guard let seq = Int64(text), seq >= 0 else { throw .malformedHeader("Last-Event-ID") }
            lastSeq = seq
        }
        let source = exchange.instance.events.source(for: exchange.identity, after: lastSeq)
        guard let source else { throw .overloaded(retryAfterSeconds: 30) }
        return .answer(
            Answer(contentType: "text/event-stream", body: .events(source), caching: .never)
                .with("x-accel-buffering", "no"))
    }
}
