import Platform

/// Read connections, opened when they are first needed, up to a bound, and lent to one thread at a
/// time.
final class ReaderPool: Sendable {
    private let path: String
    let readersMax: Int
    private let idle: Mailbox<Connection>
    private let openCount = Lock(0)

    init(path: String, readersMax: Int) {
        self.path = path
        self.readersMax = max(readersMax, 1)
        idle = Mailbox(capacity: max(readersMax, 1))
    }

    /// A connection of the caller's own until it is given back; `.busy` when none is free by the
    /// deadline.
    func borrow(until deadline: MonotonicInstant) throws(StorageFailure) -> Connection {
        if idle.count > 0, let connection = idle.take(until: MonotonicInstant(nanoseconds: 0)) {
            return connection
        }
        let mayOpen = openCount.withLock { count in
            guard count < readersMax else { return false }
            count += 1
            return true
        }
        if mayOpen {
            do throws(StorageFailure) {
                return try Connection(path: path, role: .reading)
            } catch {
                openCount.withLock { $0 -= 1 }
                throw error
            }
        }
        guard let connection = idle.take(until: deadline) else { throw .busy }
        return connection
    }

    /// Takes a connection back; one with an open transaction is not lent again.
    func giveBack(_ connection: Connection) {
        if connection.isIdle, idle.offer(connection) { return }
        openCount.withLock { $0 -= 1 }
    }

    /// Closes what is idle; connections that are out close when they come back.
    func close() {
        idle.close()
        while idle.take(until: MonotonicInstant(nanoseconds: 0)) != nil {}
    }
}
