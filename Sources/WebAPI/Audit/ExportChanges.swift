internal import Complaints
internal import HTTP
internal import Platform
internal import Storage
internal import Telemetry

/// `GET /changes/export`: the whole chain as NDJSON, oldest first, with everything its hashes cover: a
/// third party checks it by docs/change-log.md alone. What is sealed stays sealed.
enum ExportChanges: Endpoint {
    static let operation = Operation(
        "Exports the change log", .running,
        parameters: [
            .init(
                name: "after", schema: .integer, description: "Only rows after this one")
        ],
        .init(200, "The rows, oldest first", .binary, mediaTypes: ["application/x-ndjson"]),
        problems: [403, 422])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        // A chain with gaps proves nothing.
        guard exchange.visibility.sites == nil else { throw .forbidden(.settings) }
        var after: Int64 = 0
        if let text = exchange.query["after"] {
            guard let seq = Int64(text), seq >= 0 else { throw .invalid("?after", .wrongType) }
            after = seq
        }
        exchange.instance.log.info("changes.exported", ["by": "\(exchange.caller.name)"])
        let body = ChainBody(store: exchange.instance.store, after: after)
        return .answer(
            Answer(contentType: "application/x-ndjson", body: .stream(body), caching: .never)
                .with("content-disposition", "attachment; filename=\"changes.ndjson\""))
    }
}

/// Writes the chain a batch at a time, as the client takes it. It ends with the last row there is when
/// it gets there.
final class ChainBody: BodyProducer {
    static let batchRows = 500

    private let store: Store
    /// The last row written; nil at the end.
    private let last: Lock<Int64?>

    init(store: Store, after seq: Int64) {
        self.store = store
        last = Lock(seq)
    }

    func next() throws -> [UInt8]? {
        guard let seq = last.withLock({ $0 }) else { return nil }
        let batch = try store.read { reader throws(StorageFailure) in
            try reader.chainLines(after: seq, limit: Self.batchRows)
        }
        last.withLock { $0 = batch?.last }
        return batch?.lines
    }

    func cancel() { last.withLock { $0 = nil } }
}
