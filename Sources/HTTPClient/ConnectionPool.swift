import Platform

/// Connections that wait for their next request; the one used last is taken first, so that those not
/// needed grow old and go.
final class ConnectionPool: Sendable {
    /// Servers close sooner or later; what waited longer is not trusted.
    static let idleTimeMax = Duration.seconds(30)

    private struct Idle {
        let connection: ClientConnection
        let since: MonotonicInstant
    }

    let countMax: Int
    private let idle = Lock<[Idle]>([])

    init(countMax: Int) { self.countMax = countMax }

    /// One that the server has not closed and that has nothing to say; nil when there is none.
    func take() -> ClientConnection? {
        while let candidate = pop() {
            if candidate.isQuiet { return candidate }
        }
        return nil
    }

    func put(_ connection: ClientConnection) {
        let now = MonotonicInstant.now()
        // What goes is closed outside the lock.
        _ = idle.withLock { idle -> [ClientConnection] in
            var gone: [ClientConnection] = []
            while let first = idle.first, now - first.since > Self.idleTimeMax {
                gone.append(idle.removeFirst().connection)
            }
            if idle.count < countMax {
                idle.append(Idle(connection: connection, since: now))
            } else {
                gone.append(connection)
            }
            return gone
        }
    }

    private func pop() -> ClientConnection? {
        let now = MonotonicInstant.now()
        let last = idle.withLock { $0.popLast() }
        guard let last, now - last.since <= Self.idleTimeMax else { return nil }
        return last.connection
    }
}
