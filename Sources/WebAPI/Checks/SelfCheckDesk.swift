internal import Complaints
internal import Platform

/// Counts of the self-check: one at a time, since each looks at every file, and kept as long as nothing
/// changes.
final class SelfCheckDesk: Sendable {
    /// What an answer depends on.
    struct Key: Hashable {
        /// The callers who get the same counts.
        let visibility: String
        let day: CivilDate
        let commit: Int64
    }

    private static let keptMax = 16

    private struct State {
        var isCounting = false
        var kept: [Key: [UInt8]] = [:]
    }

    private let state = Lock(State())

    /// An answer that was kept.
    func answer(_ key: Key) -> [UInt8]? { state.withLock { $0.kept[key] } }

    /// Begins to count; false while somebody else's count goes on.
    func begin() -> Bool {
        state.withLock { state in
            guard !state.isCounting else { return false }
            state.isCounting = true
            return true
        }
    }

    /// Ends the count, with its answer where there is one.
    func end(_ key: Key, _ answer: [UInt8]?) {
        state.withLock { state in
            state.isCounting = false
            guard let answer else { return }
            state.kept = state.kept.filter { $0.key.commit == key.commit }
            if state.kept.count >= Self.keptMax { state.kept = [:] }
            state.kept[key] = answer
        }
    }
}
