public import Platform

/// Why a request of ours failed.
public enum ClientError: Error, Sendable, CustomStringConvertible {
    // Before a byte of the request was sent.
    case unresolved(NameFailure)
    case unconnected(SystemError)
    /// The server's certificate is not one we trust for that name.
    case untrusted(host: String, reason: String)
    case handshake(host: String, reason: String)
    // Afterwards: the server may have done what was asked.
    case system(SystemError)
    case malformedAnswer(String)
    /// The connection ended before the answer did.
    case incompleteAnswer
    case answerTooLarge(bytesMax: Int)
    /// Whoever takes the body did not want more, or the request's own body could not be read.
    case stopped(any Error)

    /// Whether the server may have got the request.
    public var mayHaveArrived: Bool {
        switch self {
        case .unresolved, .unconnected, .untrusted, .handshake: false
        case .system, .malformedAnswer, .incompleteAnswer, .answerTooLarge, .stopped: true
        }
    }

    /// Whether a wait reached its bound.
    public var isTimeout: Bool {
        switch self {
        case .unconnected(let error), .system(let error): error.isTimeout
        default: false
        }
    }

    public var description: String {
        switch self {
        case .unresolved(let failure): failure.description
        case .unconnected(let error), .system(let error): error.description
        case .untrusted(let host, let reason): "The certificate of \(host) is refused: \(reason)."
        case .handshake(let host, let reason): "No TLS with \(host): \(reason)."
        case .malformedAnswer(let reason): "The server's answer is not HTTP (\(reason))."
        case .incompleteAnswer: "The connection ended in the middle of the answer."
        case .answerTooLarge(let bytesMax): "The answer is longer than \(bytesMax) bytes."
        case .stopped(let error): "\(error)"
        }
    }
}
