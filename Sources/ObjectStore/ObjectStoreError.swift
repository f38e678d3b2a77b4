public import Platform

/// Why an object was not put, read, listed or removed; prints as sentences for the operator.
public struct ObjectStoreError: Error, Sendable, CustomStringConvertible {
    /// What was tried.
    public enum Operation: String, Sendable {
        case open, put, get, list, delete
    }

    /// What the world said no with.
    public enum Cause: Sendable, Equatable {
        case notFound
        /// Something else is there than the condition wants; somebody else was first.
        case conditionFailed
        /// Another write to the same key at the same moment; the same again may work.
        case conflict
        /// The bucket or the directory does not exist.
        case noStore
        case denied
        /// No credentials were found, or their source failed, perhaps in passing.
        case credentials(String, isTransient: Bool)
        case expiredCredentials
        /// The store computed another signature: a wrong secret, most likely.
        case wrongSignature
        case clockSkew
        case wrongRegion(String?)
        case throttled
        /// The store is there and cannot now (5xx).
        case unavailable
        case timedOut
        /// No connection, or one that broke.
        case disconnected(String)
        /// The store's certificate is not trusted, or there is nothing to trust it by.
        case untrusted(String)
        /// What was read is not what was stored.
        case damaged(String)
        /// It is encrypted, and not with a key that is at hand; or it is not encrypted and should be.
        case sealing(String)
        /// The service that the keys are wrapped by did not give one.
        case keyManagement(KMSRefusal)
        /// What the store answered makes no sense.
        case malformedAnswer(String)
        case tooLarge(bytesMax: Int64)
        case outOfSpace
        case system(SystemError)
        /// The body to put could not be read.
        case source(String)
        /// An answer that means nothing else of this list.
        case refused
    }

    /// What the store itself said.
    public struct Answer: Sendable, Equatable {
        public let status: Int
        /// "AccessDenied", or empty.
        public let code: String
        public let message: String
        /// What the store's own support asks for, or empty.
        public let requestID: String

        public init(status: Int, code: String, message: String, requestID: String) {
            self.status = status
            self.code = code
            self.message = message
            self.requestID = requestID
        }
    }

    public let operation: Operation
    /// The key, the prefix, or for `open` the place.
    public let object: String
    public let cause: Cause
    public let answer: Answer?
    /// Whether what was to be written may be written all the same.
    public let outcomeIsUnknown: Bool
    /// How long the store asks to be left alone.
    public let retryAfter: Duration?

    public init(
        _ operation: Operation, _ object: String, _ cause: Cause, answer: Answer? = nil,
        outcomeIsUnknown: Bool = false, retryAfter: Duration? = nil
    ) {
        self.operation = operation
        self.object = object
        self.cause = cause
        self.answer = answer
        self.outcomeIsUnknown = outcomeIsUnknown
        self.retryAfter = retryAfter
    }

    /// Whether the same may succeed later without anybody's help.
    public var isTransient: Bool {
        switch cause {
        case .conflict, .throttled, .unavailable, .timedOut, .disconnected: true
        case .system(let error): error.isTransient
        case .credentials(_, let isTransient): isTransient
        case .keyManagement(let refusal): refusal.isTransient
        default: false
        }
    }

    /// The same error, of a write that may have happened in an earlier try.
    func withUnknownOutcome() -> ObjectStoreError {
        ObjectStoreError(
            operation, object, cause, answer: answer, outcomeIsUnknown: true,
            retryAfter: retryAfter)
    }
}
