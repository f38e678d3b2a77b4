internal import Complaints
internal import Crypto
internal import HTTP
internal import JSON
internal import Platform
internal import Storage

/// `GET /anchors`: the anchors of the change log, newest first, the public key and where they are sent.
enum ListAnchors: Endpoint {
    static let operation = Operation(
        "Lists the anchors of the change log", .running, parameters: [.limit, .cursor],
        .init(200, "The anchors, newest first", .named("AnchorList")), problems: [400, 422])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let limit = try exchange.limit(standard: 100, max: 500)
        var before = Int64.max
        if let cursor = exchange.query["cursor"] {
            guard let seq = Int64(cursor), seq > 0 else {
                throw .malformedRequest(pointer: "?cursor", .cursor)
            }
            before = seq
        }
        let start = before
        let anchors = try exchange.read { reader throws(StorageFailure) in
            try reader.anchors(before: start, limit: limit + 1)
        }
        let page = anchors.prefix(limit)
        var writer = JSONWriter(reserving: 512 * page.count + 512)
        writer.beginObject()
        writer.name("items")
        writer.beginArray()
        for anchor in page { writer.value(.object(anchor.json)) }
        writer.endArray()
        writer.name("next")
        if anchors.count > limit, let last = page.last {
            writer.string(String(last.seq))
        } else {
            writer.null()
        }
        write(exchange.instance.settings.anchors(), into: &writer)
        writer.endObject()
        return .answer(.json(writer.take()))
    }

    private static func write(_ report: AnchorReport?, into writer: inout JSONWriter) {
        writer.name("public_key")
        if let report {
            writer.string(String(decoding: report.publicKey.pem, as: UTF8.self))
        } else {
            writer.null()
        }
        writer.name("destinations")
        writer.beginArray()
        for destination in report?.destinations ?? [] {
            writer.beginObject()
            writer.name("name")
            writer.string(destination.name)
            writer.name("waiting")
            writer.integer(Int64(destination.waiting))
            writer.name("lost")
            writer.integer(Int64(destination.lost))
            writer.name("last_success")
            if let moment = destination.lastSuccess {
                writer.string(Timestamp(microseconds: moment).description)
            } else {
                writer.null()
            }
            writer.name("error")
            if let error = destination.error { writer.string(error) } else { writer.null() }
            writer.endObject()
        }
        writer.endArray()
    }
}
