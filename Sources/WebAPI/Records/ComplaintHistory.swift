internal import Complaints
internal import HTTP
internal import JSON
internal import Storage

/// `GET /complaints/{id}/history`: the change log of one file, newest first.
enum ComplaintHistory: Endpoint {
    static let limitDefault = 100
    static let limitMax = 500

    static let operation = Operation(
        "Reads one complaint's history", .complaints, parameters: [.limit, .cursor],
        .init(200, "The changes", .named("History")), problems: [400, 404])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let key = RecordKey(exchange.parameters[0])
        let limit = try exchange.limit(standard: limitDefault, max: limitMax)
        var before: Int64?
        if let cursor = exchange.query["cursor"] {
            guard let seq = Int64(cursor), seq > 0 else {
                throw .malformedRequest(pointer: "?cursor", .cursor)
            }
            before = seq
        }
        let start = before
        var writer = JSONWriter(reserving: 8192)
        let commit = try exchange.read { reader throws(StorageFailure) in
            let exists = try reader.history(
                of: key, for: exchange.visibility, before: start, limit: limit, into: &writer)
            return exists ? reader.commit : nil
        }
        guard let commit else { throw .refused(.notFound(.complaint, key: key.text)) }
        let body = writer.take()
        return .answer(
            .json(body, caching: .revalidated, tag: CachedReading.tag(of: body), commit: commit))
    }
}

extension Exchange {
    /// `?limit=`, 1 to `max`.
    func limit(standard: Int, max: Int) throws(APIFailure) -> Int {
        guard let text = query["limit"] else { return standard }
        guard let limit = Int(text), (1...max).contains(limit) else {
            throw .refused(.invalid([.init("?limit", .outOfRange, argument: "1…\(max)")]))
        }
        return limit
    }
}
