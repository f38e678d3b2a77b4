internal import Complaints
internal import HTTP
internal import Platform
internal import Storage

/// `GET /complaints/{id}/attachments/{attachment}/content`: the bytes, whole or a part of them, opened
/// as the client takes them. To be saved, unless a page asks for one of four kinds of image.
enum ReadAttachmentContent: Endpoint {
    static let operation = Operation(
        "Downloads an attachment", .complaints,
        parameters: [
            .init(
                name: "inline", schema: .boolean,
                description: "Show it in a page: PNG, JPEG, GIF and WebP only")
        ], headers: ["Range", "If-Range", "If-None-Match"],
        .init(200, "The content", .binary, mediaTypes: ["application/octet-stream"]),
        .init(206, "A part of it", .binary, mediaTypes: ["application/octet-stream"]),
        problems: [304, 403, 410, 416])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let isInlineWanted = try exchange.flag("inline")
        let attachment = try exchange.attachment()
        let visibility = exchange.visibility
        if attachment.holdsPatientData, !visibility.seesPatient { throw .forbidden(.patient) }
        let file: SealedFile
        do throws(StorageFailure) {
            file = try exchange.instance.store.content(of: attachment)
        } catch {
            throw .storage(error)
        }
        let isInline =
            isInlineWanted && MediaSniffer.inlineTypes.contains(attachment.mediaType)
        var answer = Answer(
            contentType: attachment.mediaType, body: .stream(AttachmentBody(file)),
            caching: attachment.holdsPatientData ? .never : .revalidated,
            tag: String(attachment.fileHash.prefix(32)))
        answer.isSandboxed = true
        let made = answer.with(
            "content-disposition",
            ContentDisposition.value(
                isInline ? .inline : .attachment, fileName: attachment.words?.name ?? "file"))
        guard attachment.isRestrictedReading(for: visibility) else { return .answer(made) }
        let key = exchange.complaintKey
        return exchange.write { transaction throws(StorageFailure) in
            try transaction.logReading(of: attachment.id, ["content"], in: key, for: visibility)
        } then: { _ in
            made
        }
    }
}

/// The content of an attachment, or a part of it, a chunk at a time.
final class AttachmentBody: BodyProducer {
    private let file: SealedFile
    private let end: Int64
    private let start: Int64
    private let position: Lock<Int64>

    convenience init(_ file: SealedFile) { self.init(file, 0..<file.byteCount) }

    private init(_ file: SealedFile, _ range: Range<Int64>) {
        self.file = file
        start = range.lowerBound
        end = range.upperBound
        position = Lock(range.lowerBound)
    }

    var byteCount: Int64? { end - start }

    func part(_ range: Range<Int64>) -> (any BodyProducer)? {
        AttachmentBody(file, start + range.lowerBound..<start + range.upperBound)
    }

    func next() throws -> [UInt8]? {
        let from = position.withLock { $0 }
        guard from < end else { return nil }
        var piece = try file.bytes(from: from)
        let rest = end - from
        if Int64(piece.count) > rest { piece.removeLast(piece.count - Int(rest)) }
        let next = from + Int64(piece.count)
        position.withLock { $0 = next }
        return piece
    }

    func cancel() { position.withLock { $0 = end } }
}
