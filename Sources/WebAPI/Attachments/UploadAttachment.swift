internal import Complaints
internal import HTTP
internal import JSON
internal import Storage
internal import Telemetry

/// `POST /complaints/{id}/attachments`: takes a file, as the body or as the part `file` of a form. It is
/// sealed and hashed as it comes; once its row is committed it survives whatever comes.
enum UploadAttachment: Endpoint {
    static let noteBytesMax = 2_000

    static let operation = Operation(
        "Attaches a file to a complaint", .complaints,
        parameters: [
            .init(
                name: "name", schema: .string.lengthMax(FileName.bytesMax),
                description: "The file's name; a form's part may bring its own"),
            .init(
                name: "note", schema: .string.lengthMax(noteBytesMax),
                description: "What it shows; a form may have a part of this name"),
            .init(
                name: "patient_data", schema: .boolean,
                description: "Whether only holders of the patient grant may see it; without a "
                    + "word DICOM files do"),
        ], headers: ["Idempotency-Key"], body: .binary,
        .init(201, "Attached", .named("Attachment")), problems: [400, 403, 404, 409, 410, 413])

    /// Everything that can be told before the first byte.
    static func sink(
        for admitted: Admitted, id: RequestID
    ) throws(APIFailure) -> (any BodySink, bytesMax: Int64)? {
        let upload = try AttachmentUpload(admitted, id: id)
        return (upload, upload.bodyBytesMax)
    }

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        guard case .sink(let sink) = exchange.request.body, let upload = sink as? AttachmentUpload
        else { throw .bodyMissing }
        let (new, draft) = try upload.finish()
        let limits = exchange.instance.settings.attachments
        let visibility = exchange.visibility
        let key: OnceKey?
        do throws(APIFailure) {
            key = try exchange.onceKey { () throws(APIFailure) in Self.identity(of: new, upload) }
        } catch {
            exchange.settle(draft, isNamed: false)
            throw error
        }
        let complaint = upload.complaint
        exchange.instance.store.write(by: exchange.author()) { transaction throws(StorageFailure) in
            let id = try transaction.once(key) { () throws(StorageFailure) in
                try transaction.attach(new, to: complaint, within: limits, for: visibility).id
            }
            return try transaction.attachment(id, of: .id(complaint), for: visibility)
        } then: { result in
            exchange.instance.answers.run { conclude(result, new, draft, exchange) }
        }
        return .later
    }

    /// What makes two requests the same: the content and all that is said of it.
    private static func identity(of new: NewAttachment, _ upload: AttachmentUpload) -> [UInt8] {
        Array(
            "\(upload.complaint)\n\(new.content.contentHash)\n\(new.holdsPatientData)\n\(new.name)\n\(new.note ?? "")"
                .utf8)
    }

    private static func conclude(
        _ result: Result<Committed<Attachment?>, StorageFailure>, _ new: NewAttachment,
        _ draft: AttachmentDraft, _ exchange: Exchange
    ) {
        switch result {
        case .success(let committed):
            guard let made = committed.value else {
                return exchange.fail(.broken("an attachment is not there after its commit"))
            }
            exchange.settle(draft, isNamed: made.fileHash == new.content.fileHash)
            let answer = exchange.answer(made, status: 201, commit: committed.commit)
            exchange.send(
                answer.with(
                    "location", "/api/v1/complaints/\(made.complaint)/attachments/\(made.id)"))
        case .failure(let failure):
            // After a failed commit nobody knows whether the row is there: the sweep will look.
            if case .refused = failure { exchange.settle(draft, isNamed: false) }
            exchange.fail(.storage(failure))
        }
    }
}

extension Exchange {
    /// Lets go of a draft; a file that stays without a row is the sweep's.
    fileprivate func settle(_ draft: AttachmentDraft, isNamed: Bool) {
        do throws(StorageFailure) {
            try draft.settle(isNamed: isNamed)
        } catch {
            instance.log.warning("attachment.file.left", ["cause": "\(error)"])
        }
    }
}
