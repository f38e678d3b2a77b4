internal import Complaints
internal import Platform
internal import Storage
internal import Synchronization

/// Live credentials in memory, by the SHA-256 of their secret. Every change of an account, session
/// or token empties it; nothing else makes a credential live or dead but time.
final class CredentialCache: Sendable {
    static let entriesMax = 8192
    /// What an entry takes, names and sites included: an account of 100 sites, generously.
    static let entryBytes = 4096
    /// Last uses are written down this often at most.
    static let touchInterval = Duration.seconds(60)
    /// Uses closer together than this, in microseconds, are one use.
    static let noteInterval: Int64 = 1_000_000

    private struct Entry {
        let credential: Credential
        var lastUsedAt: Int64
        var touchedAt: Int64
    }

    private struct State {
        var entries: [[UInt8]: Entry] = [:]
        var uses: [Use] = []
        var flushedAt: Int64 = 0
    }

    private struct Use {
        let id: Int64
        let isToken: Bool
        let at: Int64
    }

    /// Sessions that wait for space on the disk.
    let unwritten = UnwrittenSessions()
    private let state = Lock(State())
    /// Advances when the cache is emptied, so that a reading from before is not kept.
    private let emptied = Atomic<Int>(0)
    private let store: Store
    private let clock: WallClock
    private let idleMicroseconds: Int64

    init(store: Store, clock: WallClock, idleMax: Duration) {
        self.store = store
        self.clock = clock
        idleMicroseconds = idleMax.wholeNanoseconds / 1000
    }

    /// The live credential of that hash, nil when there is none. Notes its use.
    func credential(hash: [UInt8]) throws(StorageFailure) -> Credential? {
        let now = clock.now().microseconds
        // One used a moment ago costs one turn of the lock.
        let recent = state.withLock { state -> Credential? in
            guard let entry = state.entries[hash], isLive(entry, at: now),
                now - entry.lastUsedAt < Self.noteInterval
            else { return nil }
            return entry.credential
        }
        if let recent { return recent }
        let (entry, generation) = try entry(hash, at: now)
        guard let entry else { return nil }
        guard isLive(entry, at: now) else {
            state.withLock { $0.entries[hash] = nil }
            return nil
        }
        keep(entry, hash, at: now, generation: generation)
        flushUses(at: now)
        return entry.credential
    }

    /// Credentials in memory.
    var count: Int { state.withLock { $0.entries.count } }

    /// Advances whenever an account, a session or a token changed.
    var generation: Int { emptied.load(ordering: .acquiring) }

    /// Whether a request made earlier would be let in the same way now. Notes no use.
    func stillGrants(_ identity: Identity) -> Bool {
        let hash: [UInt8]
        switch identity.credential {
        case .none, .metrics: return false
        case .local: return true
        case .session(let sessionHash): hash = sessionHash
        case .token(let tokenHash): hash = tokenHash
        }
        let now = clock.now().microseconds
        do throws(StorageFailure) {
            guard let entry = try entry(hash, at: now).entry, isLive(entry, at: now),
                let earlier = identity.caller
            else { return false }
            let credential = entry.credential
            return credential.visibility == earlier.visibility
                && credential.permissions == earlier.permissions
        } catch {
            return false
        }
    }

    /// Forgets everything: an account, a session or a token changed.
    func removeAll() {
        state.withLock { state in
            state.entries.removeAll(keepingCapacity: true)
            emptied.wrappingAdd(1, ordering: .acquiringAndReleasing)
        }
    }

    /// What is known of that hash, and the generation it belongs to.
    private func entry(
        _ hash: [UInt8], at now: Int64
    ) throws(StorageFailure) -> (entry: Entry?, generation: Int) {
        let (known, generation) = state.withLock { state in
            (state.entries[hash], emptied.load(ordering: .acquiring))
        }
        if let known { return (known, generation) }
        let found = try store.read { reader throws(StorageFailure) -> Credential? in
            if let written = try reader.credential(hash: hash, at: now) { return written }
            return try unwritten.credential(hash, reader)
        }
        let entry = found.map { Entry(credential: $0, lastUsedAt: $0.lastUsedAt, touchedAt: 0) }
        return (entry, generation)
    }

    private func isLive(_ entry: Entry, at now: Int64) -> Bool {
        let credential = entry.credential
        guard credential.account.isActive, credential.expiresAt > now else { return false }
        return credential.isToken || now - entry.lastUsedAt <= idleMicroseconds
    }

    private func keep(_ entry: Entry, _ hash: [UInt8], at now: Int64, generation: Int) {
        let interval = Self.touchInterval.wholeNanoseconds / 1000
        state.withLock { state in
            guard emptied.load(ordering: .acquiring) == generation else { return }
            if state.entries.count >= Self.entriesMax { state.entries.removeAll() }
            var entry = entry
            entry.lastUsedAt = now
            if now - entry.touchedAt > interval {
                entry.touchedAt = now
                let credential = entry.credential
                state.uses.append(Use(id: credential.id, isToken: credential.isToken, at: now))
            }
            state.entries[hash] = entry
        }
    }

    /// Sends the noted uses to the writer, a minute's worth in one go.
    private func flushUses(at now: Int64) {
        let interval = Self.touchInterval.wholeNanoseconds / 1000
        let uses = state.withLock { state -> [Use] in
            guard !state.uses.isEmpty, now - state.flushedAt > interval else { return [] }
            state.flushedAt = now
            let uses = state.uses
            state.uses = []
            return uses
        }
        guard !uses.isEmpty else { return }
        unwritten.write(to: store)
        let author = Author.system()
        store.write(by: author) { transaction throws(StorageFailure) in
            try transaction.touchCredentials(
                uses.map { (id: $0.id, isToken: $0.isToken, at: $0.at) })
        } then: { _ in
            // A use not written down costs at most a minute of a session's idle time.
        }
    }
}
