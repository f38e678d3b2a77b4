import HTTP
import HTTPClient
import Platform

/// An upload in parts: one part in memory at a time, each sent again when it fails, and nothing left behind
/// when the whole fails.
///
///     begin ─▶ part, part, … ─▶ complete
///        └──────── failure ────▶ abort
struct S3Upload {
    private let exchange: S3Exchange
    private let retry: Retry
    private let key: ObjectKey
    private let headers: [(name: String, value: String)]
    private let condition: ObjectCondition

    init(
        _ exchange: S3Exchange, _ retry: Retry, _ key: ObjectKey,
        _ headers: [(name: String, value: String)], _ condition: ObjectCondition
    ) {
        self.exchange = exchange
        self.retry = retry
        self.key = key
        self.headers = headers
        self.condition = condition
    }

    func run(_ body: ObjectBody) throws(ObjectStoreError) -> ObjectTag {
        guard let partBytes = exchange.configuration.partBytes(for: body.byteCount) else {
            let bytesMax = Int64(S3Configuration.partBytesMax) * Int64(S3Configuration.partsMax)
            throw ObjectStoreError(.put, "\(key)", .tooLarge(bytesMax: bytesMax))
        }
        let uploadID = try begin()
        do throws(ObjectStoreError) {
            let tags = try sendParts(of: body, partBytes, uploadID)
            return try complete(tags, uploadID)
        } catch {
            // What may have been completed is not to be looked for as an upload.
            if !error.outcomeIsUnknown { abort(uploadID) }
            throw error
        }
    }

    private func begin() throws(ObjectStoreError) -> String {
        var request = request(.post, [("uploads", "")])
        request.headers = headers
        let document = try exchange.document(request)
        guard let uploadID = document["UploadId"]?.text, !uploadID.isEmpty else {
            throw ObjectStoreError(.put, "\(key)", .malformedAnswer("no UploadId"))
        }
        return uploadID
    }

    private func sendParts(
        of body: ObjectBody, _ partBytes: Int, _ uploadID: String
    ) throws(ObjectStoreError) -> [ObjectTag] {
        var tags: [ObjectTag] = []
        var part: [UInt8] = []
        part.reserveCapacity(partBytes)
        try body.read(for: key) { piece throws(ObjectStoreError) in
            var start = 0
            while start < piece.count {
                let end = min(piece.count, start + partBytes - part.count)
                part += piece[start..<end]
                start = end
                guard part.count == partBytes else { continue }
                tags.append(try send(part, tags.count + 1, uploadID))
                part.removeAll(keepingCapacity: true)
            }
        }
        if !part.isEmpty { tags.append(try send(part, tags.count + 1, uploadID)) }
        return tags
    }

    private func send(
        _ part: [UInt8], _ number: Int, _ uploadID: String
    ) throws(ObjectStoreError) -> ObjectTag {
        var request = request(.put, [("partNumber", "\(number)"), ("uploadId", uploadID)])
        request.body = part
        do throws(ObjectStoreError) {
            return try retry.run { () throws(ObjectStoreError) in
                let answer = try exchange.send(request)
                _ = try exchange.collect(answer, 64 << 10, request)
                return try S3Store.tag(answer.head, request)
            }
        } catch {
            // A part is not the object: that was not written, whatever became of the part.
            throw ObjectStoreError(
                .put, "\(key)", error.cause, answer: error.answer, retryAfter: error.retryAfter)
        }
    }

    private func complete(
        _ tags: [ObjectTag], _ uploadID: String
    ) throws(ObjectStoreError) -> ObjectTag {
        var text = "<CompleteMultipartUpload xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
        for (index, tag) in tags.enumerated() {
            text += "<Part><PartNumber>\(index + 1)</PartNumber>"
            text += "<ETag>\(Self.escaped("\(tag)"))</ETag></Part>"
        }
        text += "</CompleteMultipartUpload>"
        var request = request(.post, [("uploadId", uploadID)])
        request.headers = S3Store.headers(condition) + [("content-type", "application/xml")]
        request.body = Array(text.utf8)
        let answer = try exchange.document(request)
        // A completion that took long has said 200 before it failed. Stores name a success differently.
        guard answer.name != "Error", let tag = answer["ETag"]?.text else {
            throw ObjectStoreError(
                .put, "\(key)",
                answer.name == "Error" ? .unavailable : .malformedAnswer(answer.name),
                answer: ObjectStoreError.Answer(
                    status: 200, code: answer["Code"]?.text ?? "",
                    message: answer["Message"]?.text ?? "",
                    requestID: answer["RequestId"]?.text ?? ""), outcomeIsUnknown: true)
        }
        return ObjectTag(tag)
    }

    private func abort(_ uploadID: String) {
        let request = request(.delete, [("uploadId", uploadID)])
        do throws(ObjectStoreError) {
            _ = try exchange.collect(try exchange.send(request), 64 << 10, request)
        } catch {
            // The failure that led here is the one to tell; `clearLeftovers` finds what stays.
        }
    }

    private func request(
        _ method: Method, _ query: [(name: String, value: String)]
    ) -> S3Exchange.Request {
        S3Exchange.Request(
            operation: .put, method: method, key: "\(key)", query: query, object: "\(key)")
    }

    private static func escaped(_ text: String) -> String {
        text.map { character in
            switch character {
            case "&": "&amp;"
            case "<": "&lt;"
            case ">": "&gt;"
            default: String(character)
            }
        }.joined()
    }
}
