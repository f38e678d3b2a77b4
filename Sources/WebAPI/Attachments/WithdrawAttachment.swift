internal import Complaints
internal import HTTP
internal import JSON
internal import Storage

/// `POST /complaints/{id}/attachments/{attachment}/withdraw`: takes an attachment back, with a reason.
/// Its bytes stay. Whoever attached it may do so, and whoever works files.
enum WithdrawAttachment: Endpoint {
    static let operation = Operation(
        "Withdraws an attachment; its bytes stay", .complaints,
        body: .object(
            [("reason", .string.lengthMax(Intake.changeReasonBytesMax))], required: ["reason"]),
        .init(200, "Withdrawn", .named("Attachment")), problems: [403, 404, 409, 422])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        var body = MemberReader(try exchange.bodyObject())
        let reason = body.text("reason", bytesMax: Intake.changeReasonBytesMax, isRequired: true)
        try body.finish()
        guard let reason else { throw .invalid("/reason", .required) }
        let attachment = try exchange.attachment()
        let isOwn = attachment.createdBy == exchange.caller.name
        guard isOwn || exchange.caller.permissions.contains(.work) else { throw .forbidden(.work) }
        let (key, visibility) = (exchange.complaintKey, exchange.visibility)
        return exchange.writeAndGoOn(by: exchange.author(reason: reason)) {
            transaction throws(StorageFailure) in
            try transaction.withdrawAttachment(
                attachment.id, of: key, reason: reason, for: visibility)
        } then: { committed in
            exchange.send(
                exchange.answer(committed.value, status: 200, commit: committed.commit))
        }
    }
}
