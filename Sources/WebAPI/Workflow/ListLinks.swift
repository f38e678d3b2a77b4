internal import Complaints
internal import HTTP
internal import JSON
internal import Storage

/// `GET /complaints/{id}/links`: the complaint's own links and those that others have to it, so that
/// each shows at both its ends.
enum ListLinks: Endpoint {
    static let operation = Operation(
        "Lists a complaint's links, from both ends", .complaints, headers: ["If-None-Match"],
        .init(200, "The links", .named("LinkList")), problems: [304])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let (key, visibility) = (exchange.complaintKey, exchange.visibility)
        let found = try exchange.read { reader throws(StorageFailure) in
            try reader.links(of: key, for: visibility).map { ($0, reader.commit) }
        }
        guard let (links, commit) = found else {
            throw .refused(.notFound(.complaint, key: key.text))
        }
        var writer = JSONWriter(reserving: 512 * links.count + 64)
        writer.beginObject()
        writer.name("items")
        writer.beginArray()
        for link in links {
            writer.beginObject()
            writer.name("link")
            writer.companion(link.link, .link)
            writer.name("incoming")
            writer.bool(link.isIncoming)
            writer.name("peer")
            writer.peer(link.peer)
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
        let body = writer.take()
        return .answer(
            .json(body, caching: .revalidated, tag: CachedReading.tag(of: body), commit: commit))
    }
}
