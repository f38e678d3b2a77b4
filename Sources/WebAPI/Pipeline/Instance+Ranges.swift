internal import Complaints
internal import HTTP

/// Parts of answers: one range of the identity encoding. Several ranges in one request are answered
/// with the whole, which RFC 9110 section 14.2 allows.
extension Instance {
    /// The part that Range asks for, 416 when there is none of it, else the answer itself. Conditions
    /// come first: what the client has already is 304 (section 13.2.2).
    func part(of answer: Answer, for head: RequestHead) -> Answer {
        guard answer.hasRanges, let tag = answer.tag, let length = answer.body.byteCount,
            !Conditions.isNotModified(head, tag: tag)
        else { return answer }
        switch ByteRange.requested(head, length: length, tag: EntityTag(tag)) {
        case .whole: return answer
        case .unsatisfiable: return outside(length, head)
        case .part(let range):
            var part = answer
            part.status = 206
            part.body = answer.body.part(range)
            return part.with("content-range", ByteRange.contentRange(range, length: length))
        }
    }

    /// It is given again to the same head, and so names no request.
    private func outside(_ length: Int64, _ head: RequestHead) -> Answer {
        let language = Conditions.language(head, of: nil)
        let problem = Problem(.rangeNotSatisfiable(length: length))
        return Answer(
            status: problem.status, contentType: Problem.mediaType,
            body: .bytes(problem.document(in: language, requestID: nil)),
            fields: problem.fields + [("content-language", language.rawValue)])
    }
}

extension ResponseBody {
    /// How long it is, nil where that is not known beforehand.
    fileprivate var byteCount: Int64? {
        switch self {
        case .bytes(let bytes): Int64(bytes.count)
        case .shared(let shared): Int64(shared.bytes.count)
        case .file(_, _, let length): length
        case .stream(let producer): producer.byteCount
        case .none, .events: nil
        }
    }

    /// These bytes of it.
    fileprivate func part(_ range: Range<Int64>) -> ResponseBody {
        let (start, end) = (Int(range.lowerBound), Int(range.upperBound))
        switch self {
        case .bytes(let bytes): return .bytes(Array(bytes[start..<end]))
        case .shared(let shared): return .bytes(Array(shared.bytes[start..<end]))
        case .file(let path, let offset, _):
            return .file(
                path: path, offset: offset + range.lowerBound, length: Int64(range.count))
        case .stream(let producer): return producer.part(range).map { .stream($0) } ?? self
        case .none, .events: return self
        }
    }
}
