import Platform

/// The one place that says which commits count as durable. A commit that has not passed is shown to
/// nobody: no reply, no read, no cached answer, no event.
///
/// A commit passes as soon as SQLite has synced it, or, when `waitsForStore`, once a destination of the
/// backup has it too (`noteStored`).
final class DurabilityGate: Sendable {
    /// How many commits may wait for the store before nothing more is taken.
    static let waitingMax = 1024

    private struct State {
        var passed: Int64
        /// The last commit that a destination has.
        var stored: Int64
        /// What is done when the store has a commit, in order.
        var held: [(commit: Int64, then: @Sendable () -> Void)] = []
        var isReleasing = false
        var waiting: [(commit: Int64, wake: Mailbox<Bool>)] = []
    }

    private let waitsForStore: Bool
    private let state: Lock<State>

    /// Everything up to `commit` was durable before this process.
    init(passed commit: Int64, waitsForStore: Bool = false) {
        self.waitsForStore = waitsForStore
        state = Lock(State(passed: commit, stored: commit))
    }

    /// The last commit that passed.
    var passed: Int64 { state.withLock { $0.passed } }

    /// Whether so much waits for the store that nothing more should be committed.
    var isCongested: Bool { waitsForStore && state.withLock { $0.held.count >= Self.waitingMax } }

    /// How many readers wait for a commit.
    var waitingCount: Int { state.withLock { $0.waiting.count } }

    /// Whether commits wait for the store.
    var isHolding: Bool { waitsForStore && state.withLock { !$0.held.isEmpty } }

    /// Lets the commit through once it is durable, in order, and runs `then` after that: on the caller's
    /// thread, or on that of whoever notes the store's.
    func pass(_ commit: Int64, then: @escaping @Sendable () -> Void) {
        guard waitsForStore else {
            open(upTo: commit)
            then()
            return
        }
        state.withLock { $0.held.append((commit, then)) }
        release()
    }

    /// Notes that a destination has everything up to `commit`.
    func noteStored(_ commit: Int64) {
        guard waitsForStore else { return }
        state.withLock { $0.stored = max($0.stored, commit) }
        release()
    }

    /// Runs what is held and may go, one after the other, whoever came first.
    private func release() {
        let isMine = state.withLock { state in
            if state.isReleasing { return false }
            state.isReleasing = true
            return true
        }
        guard isMine else { return }
        while true {
            let next = state.withLock { state -> (commit: Int64, then: @Sendable () -> Void)? in
                guard let first = state.held.first, first.commit <= state.stored else {
                    state.isReleasing = false
                    return nil
                }
                return state.held.removeFirst()
            }
            guard let next else { return }
            open(upTo: next.commit)
            next.then()
        }
    }

    private func open(upTo commit: Int64) {
        let woken = state.withLock { state in
            state.passed = max(state.passed, commit)
            let passed = state.passed
            let woken = state.waiting.filter { $0.commit <= passed }.map(\.wake)
            if !woken.isEmpty { state.waiting.removeAll { $0.commit <= passed } }
            return woken
        }
        for wake in woken { _ = wake.offer(true) }
    }

    /// Waits until that commit has passed; false when it has not by the deadline.
    func wait(for commit: Int64, until deadline: MonotonicInstant) -> Bool {
        let wake: Mailbox<Bool>? = state.withLock { state in
            if commit <= state.passed { return nil }
            let wake = Mailbox<Bool>(capacity: 1)
            state.waiting.append((commit, wake))
            return wake
        }
        guard let wake else { return true }
        if wake.take(until: deadline) != nil { return true }
        state.withLock { $0.waiting.removeAll { $0.wake === wake } }
        return false
    }
}
