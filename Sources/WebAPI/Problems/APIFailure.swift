internal import Complaints
internal import HTTP
internal import JSON
internal import Storage

/// Why a request is not answered as asked. Each case becomes one problem, in `Problem`.
enum APIFailure: Error, Sendable {
    case refused(Refusal)
    case storage(StorageFailure)
    case noRoute
    case methodNotAllowed([Method])
    /// A host name that is not ours.
    case misdirected
    case unauthenticated
    /// The permission that is missing; nil where none would do.
    case forbidden(Permission?)
    /// A request with credentials that crossed a network in the clear.
    case sentInTheClear
    /// An unsafe request from another site.
    case crossSite
    case unsupportedMediaType(expected: String)
    case bodyTooLarge(bytesMax: Int64)
    /// A file beyond the limit of one attachment.
    case fileTooLarge(bytesMax: Int64)
    case bodyMissing
    case malformedJSON(JSONError)
    /// The query or the body has the wrong shape.
    case malformedRequest(pointer: String, FieldProblem.Code)
    /// None of the bytes of Range exist.
    case rangeNotSatisfiable(length: Int64)
    /// A header that cannot be read.
    case malformedHeader(String)
    /// A change without If-Match.
    case preconditionRequired
    /// Somebody was faster; the record as it is now, as JSON.
    case conflict(current: [UInt8])
    /// Sign-in failed, for whichever reason.
    case signInFailed
    /// The old password of a change is not the account's.
    case wrongPassword
    case tooManyAttempts(retryAfterSeconds: Int64)
    /// The set-up link is wrong, used or expired, or an account exists.
    case setupRefused
    /// A set-up link is asked for, and there are accounts.
    case isSetUp
    case lastAdministrator
    /// Too many listeners or too much work queued.
    case overloaded(retryAfterSeconds: Int64)
    case draining
    /// Our own fault; the sentence is for the log only.
    case broken(String)
}

extension APIFailure {
    /// Values that are not acceptable.
    static func invalid(_ pointer: String, _ code: FieldProblem.Code, argument: String? = nil)
        -> APIFailure
    {
        .refused(.invalid([FieldProblem(pointer, code, argument: argument)]))
    }
}
