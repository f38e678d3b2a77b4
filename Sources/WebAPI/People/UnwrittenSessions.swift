internal import Complaints
internal import Platform
internal import Storage

/// Sessions opened while the disk was full, by the SHA-256 of their secret: kept in memory until they
/// can be written, so that people can sign in to read. They end with the process, with any change of
/// their account, and like every session.
final class UnwrittenSessions: Sendable {
    static let countMax = 1_000

    /// One of them, with the account as it was when its password was checked.
    struct Session: Sendable {
        let account: Account
        let expiresAt: Int64
        let openedAt: Int64
        let address: String
    }

    private let sessions = Lock([[UInt8]: Session]())

    /// Keeps a session; false when there are too many.
    func add(_ session: Session, hash: [UInt8]) -> Bool {
        sessions.withLock { sessions in
            if sessions.count >= Self.countMax {
                sessions = sessions.filter { $0.value.expiresAt > session.openedAt }
            }
            guard sessions.count < Self.countMax else { return false }
            sessions[hash] = session
            return true
        }
    }

    /// The session of that hash, when the account is still the one that opened it.
    func credential(
        _ hash: [UInt8], _ reader: borrowing Reader
    ) throws(StorageFailure) -> Credential? {
        guard let session = sessions.withLock({ $0[hash] }),
            let account = try reader.account(named: session.account.name),
            account.id == session.account.id, account.version == session.account.version
        else { return nil }
        return Credential(
            account: account, scopes: nil, isToken: false, id: 0, expiresAt: session.expiresAt,
            lastUsedAt: session.openedAt)
    }

    func remove(_ hash: [UInt8]) { sessions.withLock { $0[hash] = nil } }

    /// Ends every session of an account: it changed.
    func removeAll(of account: Int64) {
        sessions.withLock { sessions in
            sessions = sessions.filter { $0.value.account.id != account }
        }
    }

    /// Hands them to the writer; what is written is forgotten here, the rest waits on.
    func write(to store: Store) {
        for (hash, session) in sessions.withLock({ $0 }) {
            let author = Author(
                name: session.account.name, origin: .web, address: session.address)
            store.write(by: author) { transaction throws(StorageFailure) in
                try transaction.recordSession(
                    of: session.account, hash: hash, expiresAt: session.expiresAt)
            } then: { result in
                if case .success = result { self.remove(hash) }
            }
        }
    }
}
