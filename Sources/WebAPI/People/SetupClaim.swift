internal import Platform

/// Lets one set-up run at a time: of two at once, the second is refused before it does anything.
final class SetupClaim: Sendable {
    private let isTaken = Lock(false)

    /// True for the one that may go on.
    func take() -> Bool {
        isTaken.withLock { taken in
            if taken { return false }
            taken = true
            return true
        }
    }

    /// Ends a set-up, whichever way it went.
    func release() { isTaken.withLock { $0 = false } }
}
