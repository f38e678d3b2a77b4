internal import Complaints
internal import HTTP
internal import JSON
internal import Storage

/// `GET /complaints/{id}/members`: the complaints that were merged into this one, and the earliest day
/// on which anybody became aware of what they all tell.
enum ListMembers: Endpoint {
    static let operation = Operation(
        "Lists what was merged into a complaint", .complaints, headers: ["If-None-Match"],
        .init(200, "The duplicates", .named("Members")), problems: [304])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let (key, visibility) = (exchange.complaintKey, exchange.visibility)
        let found = try exchange.read { reader throws(StorageFailure) in
            try reader.merged(into: key, for: visibility).map { ($0, reader.commit) }
        }
        guard let (merged, commit) = found else {
            throw .refused(.notFound(.complaint, key: key.text))
        }
        var writer = JSONWriter(reserving: 1024)
        writer.beginObject()
        writer.name("items")
        writer.beginArray()
        for member in merged.members { writer.peer(member) }
        writer.endArray()
        writer.name("aware")
        writer.optional(merged.aware)
        writer.endObject()
        let body = writer.take()
        return .answer(
            .json(body, caching: .revalidated, tag: CachedReading.tag(of: body), commit: commit))
    }
}

extension JSONWriter {
    /// Writes a complaint that another one names; only its number where the caller may not see more.
    mutating func peer(_ peer: ComplaintPeer) {
        beginObject()
        name("number")
        string(peer.number)
        if let details = peer.details {
            name("id")
            integer(details.id)
            name("status")
            string(details.status)
            for (member, text) in [
                ("summary", details.summary), ("received", details.received),
                ("aware", details.aware),
            ] {
                name(member)
                optional(text)
            }
        }
        endObject()
    }

    /// A text, or null.
    mutating func optional(_ text: String?) {
        if let text { string(text) } else { null() }
    }
}
