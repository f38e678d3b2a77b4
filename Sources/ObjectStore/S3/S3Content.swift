import HTTP
import HTTPClient
import Platform

/// The bytes of an answer as they come.
final class S3Content: ObjectContent {
    private let answer: ClientAnswer
    private let request: S3Exchange.Request
    private var left: Int64

    init(_ answer: ClientAnswer, byteCount: Int64, _ request: S3Exchange.Request) {
        self.answer = answer
        self.request = request
        left = byteCount
    }

    func next() throws(ObjectStoreError) -> [UInt8]? {
        let piece: [UInt8]?
        do throws(ClientError) {
            piece = try answer.next()
        } catch {
            throw ObjectStoreError(error, request)
        }
        left -= Int64(piece?.count ?? 0)
        if left < 0 || piece == nil && left > 0 {
            throw ObjectStoreError(
                request.operation, request.object, .disconnected("the content has another length"))
        }
        return piece
    }

    /// Which bytes an answer holds, and how many the whole object has.
    static func range(
        of head: ResponseHead, asked: Range<Int64>?, _ request: S3Exchange.Request
    ) throws(ObjectStoreError) -> (range: Range<Int64>, whole: Int64) {
        // rclone says 200 where 206 is due; what it sends is the range all the same.
        if let text = head.headers["content-range"], let asked {
            guard let found = contentRange(text),
                found.range.lowerBound == asked.lowerBound,
                found.range.upperBound == min(asked.upperBound, found.whole)
            else {
                throw ObjectStoreError(.get, request.object, .malformedAnswer("Content-Range"))
            }
            return found
        }
        guard asked == nil, case .length(let length) = head.framing else {
            throw ObjectStoreError(
                .get, request.object,
                .malformedAnswer(asked == nil ? "no length" : "the range was ignored"))
        }
        return (0..<length, length)
    }

    /// "bytes 0-9/100" (RFC 9110 section 14.4).
    private static func contentRange(_ text: String) -> (range: Range<Int64>, whole: Int64)? {
        guard text.hasPrefix("bytes ") else { return nil }
        let numbers = text.dropFirst(6).split(
            omittingEmptySubsequences: false, whereSeparator: { $0 == "-" || $0 == "/" }
        ).map { Int64($0) }
        guard numbers.count == 3, let first = numbers[0], let last = numbers[1],
            let whole = numbers[2], first >= 0, first <= last, last < whole
        else { return nil }
        return (first..<last + 1, whole)
    }
}
