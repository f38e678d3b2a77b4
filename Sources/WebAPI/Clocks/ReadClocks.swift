internal import Complaints
internal import HTTP
internal import JSON
internal import Rules
internal import Storage

/// `GET /complaints/{id}/clocks`: the clocks of one file today, each with its sentence and its law, what
/// has to be decided, and the clocks that no longer hold with what ended them.
enum ReadClocks: Endpoint {
    static let operation = Operation(
        "Reads one complaint's clocks", .complaints,
        parameters: [
            .init(
                name: "history", schema: .oneOf(["true", "false"]),
                description: "Whether to replay the clocks that were superseded; true unless given")
        ],
        .init(200, "The clocks", .named("Clocks")), problems: [400, 404])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let key = RecordKey(exchange.parameters[0])
        let withHistory: Bool
        switch exchange.query["history"] {
        case nil, "true": withHistory = true
        case "false": withHistory = false
        default: throw .malformedRequest(pointer: "?history", .notAChoice)
        }
        let found = try exchange.read { reader throws(StorageFailure) in
            try reader.clocks(of: key, for: exchange.visibility, withHistory: withHistory)
                .map { ($0, reader.commit) }
        }
        guard let (file, commit) = found else {
            throw .refused(.notFound(.complaint, key: key.text))
        }
        let catalogue = try exchange.instance.currentCatalogue()
        let rules = exchange.instance.store.rules
        guard let today = rules.today(at: exchange.instance.clock) else {
            throw .broken("the clock shows no day")
        }
        let writing = ClockWriting(
            catalogue: catalogue, rules: rules.set, language: exchange.language, today: today)
        var writer = JSONWriter(reserving: 8192)
        writing.write(file, zone: rules.zone.name, into: &writer)
        let body = writer.take()
        return .answer(
            .json(body, caching: .revalidated, tag: CachedReading.tag(of: body), commit: commit))
    }
}
