import Platform

/// The one place that says which commits count as durable. A commit that has not passed is shown to
/// nobody: no reply, no read, no cached answer, no event.
///
/// Today a commit passes as soon as SQLite has synced it. When commits also go to an object store,
/// only this type changes: `pass` will run `then` once the store has them.
final class DurabilityGate: Sendable {
    private struct State {
        var passed: Int64
        var waiting: [(commit: Int64, wake: Mailbox<Bool>)] = []
    }

    private let state: Lock<State>

    /// Everything up to `commit` was durable before this process.
    init(passed commit: Int64) { state = Lock(State(passed: commit)) }

    /// The last commit that passed.
    var passed: Int64 { state.withLock { $0.passed } }

    /// Lets the commit through once it is durable, in order, and runs `then` after that.
    func pass(_ commit: Int64, then: @escaping @Sendable () -> Void) {
        let woken = state.withLock { state in
            state.passed = max(state.passed, commit)
            let passed = state.passed
            let woken = state.waiting.filter { $0.commit <= passed }.map(\.wake)
            if !woken.isEmpty { state.waiting.removeAll { $0.commit <= passed } }
            return woken
        }
        for wake in woken { _ = wake.offer(true) }
        then()
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
        return wake.take(until: deadline) ?? false
    }
}
