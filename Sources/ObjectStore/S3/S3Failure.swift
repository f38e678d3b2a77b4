import HTTP
import HTTPClient
import Platform

/// An answer that says no, read: the one table from S3's codes to causes
/// (https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html).
struct S3Failure {
    private let request: S3Exchange.Request
    private let status: Int
    private let code: String
    private let message: String
    private let requestID: String
    private let region: String?
    private let retryAfter: Duration?

    init(_ request: S3Exchange.Request, _ head: ResponseHead, _ body: [UInt8]) {
        self.request = request
        status = Int(head.status.code)
        var document: XMLElement?
        do throws(XMLError) { document = body.isEmpty ? nil : try XMLReader.read(body) } catch {
            // Not every proxy before a store speaks XML; the status says enough.
            document = nil
        }
        code = Self.word(document?["Code"]?.text)
        message = Self.word(document?["Message"]?.text)
        requestID = Self.word(document?["RequestId"]?.text ?? head.headers["x-amz-request-id"])
        region = document?["Region"]?.text ?? head.headers["x-amz-bucket-region"]
        let seconds = head.headers["retry-after"].flatMap { Int($0) }
        retryAfter = seconds.map { .seconds(min(max($0, 0), 60)) }
    }

    /// Whether the time of our signature may be what the store does not like.
    var mayBeSkew: Bool { (status == 403 || status == 400) && cause != .expiredCredentials }

    var error: ObjectStoreError {
        ObjectStoreError(
            request.operation, request.object, cause,
            answer: ObjectStoreError.Answer(
                status: status, code: code, message: message, requestID: requestID),
            outcomeIsUnknown: status >= 500 && request.method != .get && request.method != .head,
            retryAfter: retryAfter)
    }

    var cause: ObjectStoreError.Cause {
        switch code {
        case "NoSuchKey": return .notFound
        case "NoSuchBucket": return .noStore
        case "PreconditionFailed": return .conditionFailed
        case "ConditionalRequestConflict", "OperationAborted": return .conflict
        case "AccessDenied", "AllAccessDisabled", "AccountProblem", "InvalidAccessKeyId":
            return .denied
        case "SignatureDoesNotMatch": return .wrongSignature
        case "ExpiredToken", "TokenRefreshRequired", "InvalidToken": return .expiredCredentials
        case "RequestTimeTooSkewed", "RequestExpired": return .clockSkew
        case "PermanentRedirect", "TemporaryRedirect", "AuthorizationHeaderMalformed",
            "IllegalLocationConstraintException":
            return .wrongRegion(region)
        case "SlowDown", "ServiceUnavailable", "TooManyRequests", "RequestLimitExceeded":
            return .throttled
        case "RequestTimeout": return .timedOut
        case "NoSuchUpload": return .disconnected("somebody ended the upload")
        case "BadDigest", "XAmzContentSHA256Mismatch", "IncompleteBody":
            return .disconnected("the body was changed on its way")
        case "EntityTooLarge": return .tooLarge(bytesMax: 5 << 40)
        case "InsufficientStorage", "XMinioStorageFull", "QuotaExceeded": return .outOfSpace
        default: return causeOfStatus
        }
    }

    private var causeOfStatus: ObjectStoreError.Cause {
        switch status {
        case 301, 302, 307, 308: .wrongRegion(region)
        case 401, 403: .denied
        case 404: .notFound
        case 408: .timedOut
        case 409: .conflict
        case 412: .conditionFailed
        case 429: .throttled
        case 507: .outOfSpace
        case 500...599: .unavailable
        default: .refused
        }
    }

    /// What a stranger says, short enough for a log line.
    static func word(_ text: String?) -> String {
        let printable = (text ?? "").unicodeScalars.map { scalar -> Character in
            scalar.value < 0x20 || scalar.value == 0x7F ? " " : Character(scalar)
        }
        return String(String(printable).prefix(300))
    }
}

extension ObjectStoreError {
    /// A request that got no answer.
    init(_ error: ClientError, _ request: S3Exchange.Request) {
        let cause: Cause
        switch error {
        case .untrusted(_, let reason): cause = .untrusted(reason)
        case .malformedAnswer(let reason): cause = .malformedAnswer(reason)
        case .answerTooLarge(let bytesMax): cause = .malformedAnswer("more than \(bytesMax) bytes")
        default:
            cause =
                error.isTimeout ? .timedOut : .disconnected(Self.phrase("\(error)"))
        }
        let isWrite = request.method != .get && request.method != .head
        self.init(
            request.operation, request.object, cause,
            outcomeIsUnknown: isWrite && error.mayHaveArrived)
    }

    /// Without its full stop.
    static func phrase(_ sentence: String) -> String {
        sentence.hasSuffix(".") ? String(sentence.dropLast()) : sentence
    }
}
