import Platform

/// Read connections, opened when they are first needed, up to a bound, and lent to one thread at a
/// time.
final class ReaderPool: Sendable {
    private let path: String
    let readersMax: Int
    private let idle: Mailbox<Connection>
    private let openCount = Lock(0)
    /// Who has a snapshot now, and since when: at most `readersMax` and the checks.
    private let lent = Lock([Loan]())

    private struct Loan {
        let connection: Connection
        let since: MonotonicInstant
        let isCheck: Bool
    }

    init(path: String, readersMax: Int) {
        self.path = path
        self.readersMax = max(readersMax, 1)
        idle = Mailbox(capacity: max(readersMax, 1))
    }

    /// A connection of the caller's own until it is given back; `.busy` when none is free by the
    /// deadline.
    func borrow(until deadline: MonotonicInstant) throws(StorageFailure) -> Connection {
        let connection = try idleOrNew(until: deadline)
        note(connection, isCheck: false)
        return connection
    }

    /// A connection beyond the bound, for a check of the whole file that may take minutes; ended
    /// with `giveBackCheck`.
    func openForCheck() throws(StorageFailure) -> Connection {
        let connection = try Connection(path: path, role: .reading)
        note(connection, isCheck: true)
        return connection
    }

    /// Ends what `openForCheck` began.
    func giveBackCheck(_ connection: Connection) { forget(connection) }

    /// Interrupts what runs on snapshots that have been open for that long: they keep the write-ahead
    /// log from being emptied. Those that run nothing at this moment are met the next time.
    func endSnapshots(openFor time: Duration, checksToo: Bool) {
        let now = MonotonicInstant.now()
        let old = lent.withLock { loans in
            loans.filter { now >= $0.since + time && (checksToo || !$0.isCheck) }
        }
        for loan in old { loan.connection.interrupt() }
    }

    private func note(_ connection: Connection, isCheck: Bool) {
        let loan = Loan(connection: connection, since: .now(), isCheck: isCheck)
        lent.withLock { $0.append(loan) }
    }

    private func forget(_ connection: Connection) {
        lent.withLock { loans in loans.removeAll { $0.connection === connection } }
    }

    private func idleOrNew(until deadline: MonotonicInstant) throws(StorageFailure) -> Connection {
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
        forget(connection)
        if connection.isIdle, idle.offer(connection) { return }
        openCount.withLock { $0 -= 1 }
    }

    /// Closes what is idle; connections that are out close when they come back.
    func close() {
        idle.close()
        while idle.take(until: MonotonicInstant(nanoseconds: 0)) != nil {}
    }
}
