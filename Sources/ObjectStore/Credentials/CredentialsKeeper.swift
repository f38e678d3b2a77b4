import Platform

/// Keeps credentials while they hold and gets new ones before they end.
final class CredentialsKeeper: Sendable {
    /// New ones are fetched when less than this is left.
    static let renewalTime = Duration.seconds(300)
    /// After a failed renewal the old ones serve on, and the source is left alone for so long.
    static let renewalPause = Duration.seconds(30)

    private struct State {
        var credentials: Credentials?
        var isLeftAloneUntil: Timestamp?
    }

    private let source: any CredentialsSource
    private let clock: WallClock
    private let state = Lock(State())

    init(_ source: any CredentialsSource, _ clock: WallClock) {
        self.source = source
        self.clock = clock
    }

    /// Credentials that hold now.
    func current(
        for operation: ObjectStoreError.Operation, _ object: String
    ) throws(ObjectStoreError) -> Credentials {
        let now = clock.now()
        let kept = state.withLock { state -> Credentials? in
            guard let credentials = state.credentials else { return nil }
            guard let expires = credentials.expires else { return credentials }
            if expires - now > Self.renewalTime { return credentials }
            let isLeftAlone = state.isLeftAloneUntil.map { now < $0 } ?? false
            return isLeftAlone && expires > now ? credentials : nil
        }
        if let kept { return kept }
        do throws(ObjectStoreError) {
            return try fetch(operation, object)
        } catch {
            let old = state.withLock { state -> Credentials? in
                state.isLeftAloneUntil = now + Self.renewalPause
                return state.credentials
            }
            if let old, let expires = old.expires, expires > now { return old }
            throw error
        }
    }

    /// Gets others in place of `used`, which the store no longer takes; false when there are none.
    func replace(
        _ used: Credentials, for operation: ObjectStoreError.Operation, _ object: String
    ) throws(ObjectStoreError) -> Bool {
        let kept = state.withLock { $0.credentials }
        if let kept, kept != used { return true }
        return try fetch(operation, object) != used
    }

    private func fetch(
        _ operation: ObjectStoreError.Operation, _ object: String
    ) throws(ObjectStoreError) -> Credentials {
        let fetched: Credentials?
        do throws(CredentialsFailure) {
            fetched = try source.fetch()
        } catch {
            throw ObjectStoreError(
                operation, object, .credentials("\(error)", isTransient: error.isTransient))
        }
        guard let fetched else {
            throw ObjectStoreError(
                operation, object, .credentials("none were found", isTransient: false))
        }
        state.withLock { $0 = State(credentials: fetched) }
        return fetched
    }
}
