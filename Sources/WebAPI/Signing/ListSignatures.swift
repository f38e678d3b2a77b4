internal import Complaints
internal import Crypto
internal import HTTP
internal import JSON
internal import Storage

/// `GET /complaints/{id}/signatures`: who signed which version, and what there is to be signed now.
enum ListSignatures: Endpoint {
    static let operation = Operation(
        "Lists the signatures of a complaint", .complaints,
        .init(200, "The signatures, newest first", .named("SignatureList")), problems: [404])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let key = RecordKey(exchange.parameters[0])
        let found = try exchange.read { reader throws(StorageFailure) in
            try reader.signatures(of: key, for: exchange.visibility).map { ($0, reader.commit) }
        }
        guard let (list, commit) = found else {
            throw .refused(.notFound(.complaint, key: key.text))
        }
        var writer = JSONWriter(reserving: 1024)
        writer.beginObject()
        writer.name("version")
        writer.integer(list.version)
        writer.name("hash")
        writer.string(Hex.encode(list.hash))
        writer.name("items")
        writer.beginArray()
        for signature in list.signatures { writer.signature(signature) }
        writer.endArray()
        writer.endObject()
        let body = writer.take()
        return .answer(
            .json(body, caching: .revalidated, tag: CachedReading.tag(of: body), commit: commit))
    }
}
