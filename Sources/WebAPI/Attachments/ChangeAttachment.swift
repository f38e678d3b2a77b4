internal import Complaints
internal import HTTP
internal import JSON
internal import Storage

/// `PATCH /complaints/{id}/attachments/{attachment}`: marks an attachment as one with patient data, or
/// takes the mark away, which only holders of the patient grant do. On the version If-Match names.
enum ChangeAttachment: Endpoint {
    static let operation = Operation(
        "Marks an attachment", .complaints, headers: ["If-Match"],
        body: .object([("patient_data", .boolean)], required: ["patient_data"]),
        .init(200, "Marked", .named("Attachment")), problems: [403, 404, 409, 412, 422, 428])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let accepted = try Conditions.versions(exchange.request.head)
        var body = MemberReader(try exchange.bodyObject())
        let mark = body.flag("patient_data")
        if mark == nil { body.reject("patient_data", .required) }
        try body.finish()
        guard let mark else { throw .invalid("/patient_data", .required) }
        let attachment = try exchange.attachment()
        guard accepted.contain(attachment.version) else { throw conflict(attachment) }
        if !mark, !exchange.visibility.seesPatient { throw .forbidden(.patient) }
        let (key, visibility) = (exchange.complaintKey, exchange.visibility)
        exchange.instance.store.write(by: exchange.author()) { transaction throws(StorageFailure) in
            try transaction.markAttachment(
                attachment.id, of: key, expected: attachment.version, holdsPatientData: mark,
                for: visibility)
        } then: { result in
            switch result {
            case .success(let committed):
                exchange.send(
                    exchange.answer(committed.value, status: 200, commit: committed.commit))
            case .failure(.refused(.versionConflict)):
                exchange.instance.answers.run {
                    do throws(APIFailure) {
                        exchange.fail(conflict(try exchange.attachment()))
                    } catch {
                        exchange.fail(error)
                    }
                }
            case .failure(let failure): exchange.fail(.storage(failure))
            }
        }
        return .later
    }

    private static func conflict(_ attachment: Attachment) -> APIFailure {
        var writer = JSONWriter(reserving: 512)
        writer.attachment(attachment, showsPatientData: false)
        return .conflict(current: writer.take())
    }
}
