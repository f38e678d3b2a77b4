internal import Complaints
internal import HTTP
internal import JSON
internal import Storage

/// `GET /complaints/{id}/attachments/{attachment}`: what is told of one attachment. The tag is its
/// version.
enum ReadAttachment: Endpoint {
    static let operation = Operation(
        "Reads what is told of an attachment", .complaints, headers: ["If-None-Match"],
        .init(200, "The attachment", .named("Attachment")), problems: [304])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let attachment = try exchange.attachment()
        let visibility = exchange.visibility
        var writer = JSONWriter(reserving: 512)
        writer.attachment(attachment, showsPatientData: visibility.seesPatient)
        let body = writer.take()
        guard attachment.isRestrictedReading(for: visibility) else {
            // What is hidden or erased looks otherwise under the same version.
            let isWhole =
                attachment.words != nil
                && (!attachment.holdsPatientData || visibility.seesPatient)
            return .answer(
                .json(
                    body, caching: .revalidated,
                    tag: isWhole ? String(attachment.version) : nil))
        }
        let key = exchange.complaintKey
        return exchange.write { transaction throws(StorageFailure) in
            try transaction.logReading(of: attachment.id, ["name"], in: key, for: visibility)
        } then: { committed in
            .json(body, tag: String(attachment.version), commit: committed.commit)
        }
    }
}
