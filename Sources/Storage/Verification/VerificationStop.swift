import Platform

/// Ends a verification from another thread.
public final class VerificationStop: Sendable {
    private struct State {
        var isStopped = false
        var connection: Connection?
    }

    private let state = Lock(State())

    public init() {}

    /// Whether it was asked to end.
    public var isStopped: Bool { state.withLock { $0.isStopped } }

    /// Interrupts what runs now; to be called again until the verification has ended.
    public func stop() {
        state.withLock { state in
            state.isStopped = true
            state.connection?.interrupt()
        }
    }

    func watch(_ connection: Connection?) { state.withLock { $0.connection = connection } }
}
