import Complaints
import Platform

/// Reads what the log has gained and hands it to whoever subscribed: caches, the event feed. It reads
/// the table over a connection of its own, as a follower on another machine will.
final class ChangeFollower: Sendable {
    private static let rowsMax: Int64 = 1000

    private let connection: Connection
    /// The last row that was handed out.
    private let published: Lock<Int64>
    private let subscribers = Lock([(id: Int, receive: @Sendable ([ChangeNotice]) -> Void)]())
    private let nextID = Lock(0)

    init(connection: Connection, published seq: Int64) {
        self.connection = connection
        published = Lock(seq)
    }

    /// Hands over everything up to `commit` that was not yet. Called by one thread at a time, and
    /// before anybody is told of the commit. Rows that cannot be read now are handed over next time.
    func publish(upTo commit: Int64) {
        var last = published.withLock { $0 }
        let receivers = subscribers.withLock { list in list.map(\.receive) }
        while last < commit {
            let end = min(commit, last + Self.rowsMax)
            if !receivers.isEmpty {
                guard let notices = notices(after: last, upTo: end) else {
                    // Something changed and nobody can say what.
                    for receive in receivers { receive([]) }
                    break
                }
                for receive in receivers { receive(notices) }
            }
            last = end
        }
        let reached = last
        published.withLock { $0 = max($0, reached) }
    }

    /// Calls `receive` on the writer's thread with every later change, in order, at most 1,000 at a
    /// time, before the writers are answered. It must not block. No changes at all means that some
    /// could not be read: anything may have changed; they follow later.
    func subscribe(_ receive: @escaping @Sendable ([ChangeNotice]) -> Void) -> Int {
        let id = nextID.withLock { id in
            id += 1
            return id
        }
        subscribers.withLock { $0.append((id, receive)) }
        return id
    }

    func unsubscribe(_ id: Int) { subscribers.withLock { $0.removeAll { $0.id == id } } }

    private func notices(after first: Int64, upTo last: Int64) -> [ChangeNotice]? {
        do throws(StorageFailure) {
            return try ChangeTable.notices(connection, after: first, upTo: last)
        } catch {
            return nil
        }
    }
}
