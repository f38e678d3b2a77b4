internal import Complaints
internal import HTTP
internal import JSON
internal import Storage

/// `GET /complaints/{id}/attachments`: all of a complaint's, in the order they came, withdrawn ones
/// included.
enum ListAttachments: Endpoint {
    static let operation = Operation(
        "Lists a complaint's attachments", .complaints, headers: ["If-None-Match"],
        .init(200, "The attachments", .named("AttachmentList")), problems: [304])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let key = exchange.complaintKey
        let visibility = exchange.visibility
        let found = try exchange.read { reader throws(StorageFailure) in
            try reader.attachments(of: key, for: visibility).map { ($0, reader.commit) }
        }
        guard let ((complaint, attachments), commit) = found else {
            throw .refused(.notFound(.complaint, key: key.text))
        }
        var writer = JSONWriter(reserving: 512 * attachments.count + 256)
        write(attachments, exchange, to: &writer)
        let body = writer.take()
        guard attachments.contains(where: { $0.isRestrictedReading(for: visibility) }) else {
            return .answer(
                .json(
                    body, caching: .revalidated, tag: CachedReading.tag(of: body), commit: commit))
        }
        return exchange.write { transaction throws(StorageFailure) in
            try transaction.logReading(of: complaint, fields: ["attachments"])
        } then: { _ in
            .json(body, commit: commit)
        }
    }

    private static func write(
        _ attachments: [Attachment], _ exchange: Exchange, to writer: inout JSONWriter
    ) {
        let limits = exchange.instance.settings.attachments
        writer.beginObject()
        writer.name("items")
        writer.beginArray()
        for attachment in attachments {
            writer.attachment(attachment, showsPatientData: exchange.visibility.seesPatient)
        }
        writer.endArray()
        writer.name("limits")
        writer.beginObject()
        writer.name("file_bytes_max")
        writer.integer(limits.fileBytesMax)
        writer.name("count_max")
        writer.integer(limits.countMax)
        writer.endObject()
        writer.endObject()
    }
}
