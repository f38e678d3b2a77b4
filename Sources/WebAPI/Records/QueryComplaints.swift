internal import Complaints
internal import HTTP
internal import JSON
internal import Storage

/// `POST /complaints/query`: the list with the full filter grammar in the body.
enum QueryComplaints: Endpoint {
    /// Longer bodies are answered without the cache.
    static let cachedBodyBytesMax = 4096

    static let operation = Operation(
        "Lists complaints by a filter", .complaints, body: .named("ComplaintQuery"),
        .init(200, "A page", .named("ComplaintList")), problems: [400, 415, 422])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let query = try parsed(exchange)
        guard exchange.bodyBytes.count <= cachedBodyBytesMax else {
            return .answer(try uncached(exchange, query))
        }
        return .answer(
            try exchange.listAnswer(cacheKey: query.canonicalKey) { () throws(APIFailure) in query }
        )
    }

    private static func parsed(_ exchange: Exchange) throws(APIFailure) -> ComplaintQuery {
        let body = try exchange.bodyObject()
        let catalogue = try exchange.instance.currentCatalogue()
        let parser = QueryParser(catalogue: catalogue, visibility: exchange.visibility)
        do throws(Refusal) {
            return try parser.query(from: body).withoutPatientFields(of: catalogue)
        } catch {
            throw .refused(error)
        }
    }

    private static func uncached(
        _ exchange: Exchange, _ query: ComplaintQuery
    ) throws(APIFailure) -> Answer {
        var writer = JSONWriter(reserving: 64 << 10)
        let commit = try exchange.read { reader throws(StorageFailure) in
            try reader.complaints(query, for: exchange.visibility, into: &writer)
            return reader.commit
        }
        return .json(writer.take(), caching: .revalidated, commit: commit)
    }
}
