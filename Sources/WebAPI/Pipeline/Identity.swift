internal import Complaints
internal import Storage

/// Who is behind a request, as far as is known.
struct Identity: Sendable {
    /// Nil for anonymous requests.
    let caller: Caller?
    let credential: UsedCredential
    /// The caller's account; nil for anonymous requests and the local operator.
    let account: Account?
    /// When the credential ends, microseconds since 1970; nil when it does not.
    let expiresAt: Int64?
    /// Where the request came from, as text.
    let address: String
}

/// By what a caller proved who they are.
enum UsedCredential: Sendable, Equatable {
    case none
    /// The SHA-256 of the session's secret.
    case session(hash: [UInt8])
    case token(hash: [UInt8])
    /// The data directory's unix socket.
    case local
    /// Good for /metrics alone: the configured bearer, or a listener of its own for it.
    case metrics

    /// Whether a browser sends it by itself, so that other sites could make it do so.
    var isAmbient: Bool {
        if case .session = self { true } else { false }
    }
}
