internal import Complaints
internal import HTTP
internal import JSON
internal import Storage

/// `GET /complaints/{id}/attachments`: all of a complaint's, in the order they came, withdrawn ones
/// included, and those of the complaints merged into it.
enum ListAttachments: Endpoint {
    static let operation = Operation(
        "Lists a complaint's attachments", .complaints, headers: ["If-None-Match"],
        .init(200, "The attachments", .named("AttachmentList")), problems: [304])

    private struct Found: Sendable {
        let complaint: Int64
        let attachments: [Attachment]
        let merged: [(number: String, attachments: [Attachment])]
        let commit: Int64

        /// The complaints with an attachment whose showing is logged.
        func restricted(for visibility: Visibility) -> [Int64] {
            let groups = [attachments] + merged.map(\.attachments)
            return groups.compactMap { group in
                group.first { $0.isRestrictedReading(for: visibility) }?.complaint
            }
        }
    }

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let key = exchange.complaintKey
        let visibility = exchange.visibility
        let found = try exchange.read { reader throws(StorageFailure) -> Found? in
            guard let own = try reader.attachments(of: key, for: visibility) else { return nil }
            return Found(
                complaint: own.complaint, attachments: own.attachments,
                merged: try reader.mergedAttachments(of: key, for: visibility),
                commit: reader.commit)
        }
        guard let found else { throw .refused(.notFound(.complaint, key: key.text)) }
        let body = written(found, exchange)
        let restricted = found.restricted(for: visibility)
        if restricted.isEmpty {
            return .answer(
                .json(
                    body, caching: .revalidated, tag: CachedReading.tag(of: body),
                    commit: found.commit))
        }
        return exchange.write { transaction throws(StorageFailure) in
            for complaint in restricted {
                try transaction.logReading(of: complaint, fields: ["attachments"])
            }
        } then: { _ in
            .json(body, commit: found.commit)
        }
    }

    private static func written(_ found: Found, _ exchange: Exchange) -> [UInt8] {
        let limits = exchange.instance.settings.attachments
        let showsPatientData = exchange.visibility.seesPatient
        var writer = JSONWriter(reserving: 512 * found.attachments.count + 256)
        writer.beginObject()
        writer.name("items")
        writer.attachments(found.attachments, showsPatientData: showsPatientData)
        writer.name("merged")
        writer.beginArray()
        for group in found.merged {
            writer.beginObject()
            writer.member("number", group.number)
            writer.name("items")
            writer.attachments(group.attachments, showsPatientData: showsPatientData)
            writer.endObject()
        }
        writer.endArray()
        writer.name("limits")
        writer.beginObject()
        writer.member("file_bytes_max", integer: limits.fileBytesMax)
        writer.member("count_max", integer: Int64(limits.countMax))
        writer.endObject()
        writer.endObject()
        return writer.take()
    }
}

extension JSONWriter {
    fileprivate mutating func attachments(_ attachments: [Attachment], showsPatientData: Bool) {
        beginArray()
        for attachment in attachments {
            self.attachment(attachment, showsPatientData: showsPatientData)
        }
        endArray()
    }
}
