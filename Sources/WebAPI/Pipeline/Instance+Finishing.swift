internal import Complaints
internal import Compression
internal import HTTP
internal import Storage
internal import Telemetry

/// Turns an endpoint's answer into the response: headers, conditions, compression.
extension Instance {
    /// Below this many bytes gzip costs more than it saves.
    static let gzipBytesMin = 860

    /// The response to an exchange.
    func finish(_ answer: Answer, for exchange: Exchange) -> Response {
        finish(answer, head: exchange.request.head, route: exchange.route)
    }

    /// The response to a request with that head, by that row of the table.
    func finish(_ answer: Answer, head: RequestHead, route: Route? = nil) -> Response {
        var response = finished(answer, head: head)
        response.route = route?.label
        return response
    }

    private func finished(_ answer: Answer, head: RequestHead) -> Response {
        var answer = part(of: answer, for: head)
        var headers = baseHeaders(head, isSandboxed: answer.isSandboxed)
        headers.append("cache-control", answer.caching.control)
        headers.append("ibtool-commit", String(answer.commit ?? publishedCommit))
        for field in answer.fields { headers.append(field.name, field.value) }
        if isCompressible(answer) || answer.status == 206 {
            headers.append("vary", "accept-encoding")
        }
        if answer.hasRanges { headers.append("accept-ranges", "bytes") }
        if let type = answer.contentType { headers.append("content-type", type) }
        let isGzipped = compress(&answer, for: head)
        if isGzipped { headers.append("content-encoding", "gzip") }
        if let tag = answer.tag {
            headers.append("etag", "\"\(tag)\(isGzipped ? "-gzip" : "")\"")
            if answer.status == 200, Conditions.isNotModified(head, tag: tag) {
                return Response(status: Status(304), headers: headers.withoutContent)
            }
        }
        return Response(status: Status(answer.status), headers: headers, body: answer.body)
    }

    /// The answer that says what went wrong.
    func problem(_ failure: APIFailure, language: Language, requestID: String) -> Answer {
        logIfOurs(failure, requestID: requestID)
        let problem = Problem(failure)
        return Answer(
            status: problem.status, contentType: Problem.mediaType,
            body: .bytes(problem.document(in: language, requestID: requestID)),
            fields: problem.fields + [("content-language", language.rawValue)])
    }

    /// The last commit whose data every answer may show.
    var publishedCommit: Int64 { store.commit }

    private func baseHeaders(_ head: RequestHead, isSandboxed: Bool) -> HeaderFields {
        let isSecure = head.isSecure && settings.sendsHSTS
        if isSandboxed {
            return isSecure ? SecurityHeaders.sandboxedSecure : SecurityHeaders.sandboxed
        }
        return isSecure ? SecurityHeaders.secure : SecurityHeaders.plain
    }

    private func isCompressible(_ answer: Answer) -> Bool {
        guard answer.gzipped == nil else { return true }
        guard case .bytes(let bytes) = answer.body, bytes.count > Self.gzipBytesMin else {
            return false
        }
        return answer.contentType != nil
    }

    /// Puts the gzipped body in place where the client takes it.
    private func compress(_ answer: inout Answer, for head: RequestHead) -> Bool {
        // The bytes of a part are counted in the identity encoding.
        guard isCompressible(answer), answer.status != 206, Accept.gzip(head.headers) else {
            return false
        }
        if let gzipped = answer.gzipped {
            answer.body = .bytes(gzipped)
            return true
        }
        guard case .bytes(let bytes) = answer.body else { return false }
        do {
            answer.body = .bytes(try Gzip.compress(bytes, level: 1))
            return true
        } catch {
            log.warning("answer.gzip.failed", ["cause": "\(error)"])
            return false
        }
    }

    private func logIfOurs(_ failure: APIFailure, requestID: String) {
        switch failure {
        case .broken(let sentence):
            log.error("request.failed", ["request": "\(requestID)", "cause": "\(sentence)"])
        case .storage(.failed(let cause)):
            log.error("request.failed", ["request": "\(requestID)", "cause": "\(cause)"])
        case .storage(.readOnly(let sentence)), .storage(.diskFull(let sentence)):
            log.warning("write.refused", ["request": "\(requestID)", "cause": "\(sentence)"])
        default: break
        }
    }
}

extension Answer.Caching {
    /// The Cache-Control value (RFC 9111 section 5.2).
    var control: String {
        switch self {
        case .never: "no-store"
        case .revalidated: "private, no-cache"
        case .shared: "no-cache"
        case .immutable: "public, max-age=31536000, immutable"
        }
    }
}

extension HeaderFields {
    /// The fields of a 304, which has no content of its own (RFC 9110 section 15.4.5).
    fileprivate var withoutContent: HeaderFields {
        var kept = HeaderFields()
        for field in fields
        where field.name != "content-type" && field.name != "content-encoding" {
            kept.append(field.name, field.value)
        }
        return kept
    }
}
