import Platform

/// Whether anything can be saved.
public enum SavingState: String, Sendable {
    case possible
    /// Not until there is space; then by itself.
    case diskFull = "disk_full"
    /// Not until a restart.
    case stopped = "read_only"
}

/// Whether the store takes writes, and the sentence that says why not.
///
/// ```
/// writable ──disk full──▶ full ──space is back──▶ writable
///    └────failed sync, I/O error, damage──▶ stopped (until a restart)
/// ```
final class WriterHealth: Sendable {
    enum State: Sendable, Equatable {
        case writable
        /// The disk is full; goes on by itself when there is room again.
        case full(String)
        /// What was written may be lost: nothing more is promised until a restart.
        case stopped(String)
    }

    private let state = Lock(State.writable)

    var current: State { state.withLock { $0 } }

    /// Why writes are refused; nil while they are taken.
    var readOnlyReason: String? {
        switch current {
        case .writable: nil
        case .full(let reason), .stopped(let reason): reason
        }
    }

    /// What a write is refused with; nil while writes are taken.
    var refusal: StorageFailure? {
        switch current {
        case .writable: nil
        case .full(let reason): .diskFull(reason)
        case .stopped(let reason): .readOnly(reason)
        }
    }

    func set(_ new: State) {
        state.withLock { state in
            // A stop is for good.
            if case .stopped = state { return }
            state = new
        }
    }
}
