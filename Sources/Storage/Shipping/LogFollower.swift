public import Platform

/// One who copies what is committed out of the write-ahead log: a destination of a backup. Made before
/// the store is opened and given to it (`StoreOptions.logFollowers`).
///
/// ```
/// writer's thread: a commit ─▶ note ─▶ … ─▶ may the log be emptied? ─▶ waits for the copy, or lets go
/// follower's own:              take ─▶ copies ─▶ hasCopied
/// ```
/// The log is kept until everything in it was copied, within the limits of `LogLimits`. Beyond them it is
/// let go: `gapPath` is made, durably, before a frame is lost, and the follower begins anew.
public final class LogFollower: Sendable {
    /// Where followers keep what is theirs, a folder each, in the data directory.
    public static let folder = "backup"
    /// The file in such a folder that says that the log was let go.
    public static let gapName = "gap"

    /// Frames that wait to be copied (8 MB) from which on the follower is hurried: what is left to copy when
    /// the log is to be emptied, while the writer waits, is little then.
    static let hurryFrames: Int64 = 2048

    /// What the writer has committed.
    public struct Head: Sendable, Equatable {
        /// The last change-log row.
        public let commit: Int64
        /// Frames in the log.
        public let frames: Int64
        /// Counts the notes: the same number, the same state.
        public let number: UInt64
        /// Whether the log was emptied after everything in it was copied.
        public let wasEmptied: Bool
    }

    private struct State {
        var head = Head(commit: 0, frames: 0, number: 0, wasEmptied: false)
        /// The note up to which the follower has copied; nil while it keeps nothing of the log.
        var copied: UInt64? = 0
        /// Frames of the log that it has copied.
        var copiedFrames: Int64 = 0
        var behindSince: MonotonicInstant?
        var isHurried = false
        /// Whether somebody else than the writer wants the follower's thread.
        var isWoken = false
        /// Whether the follower's thread waits for the next commit.
        var isListening = false
        /// Wakes the writer when the copy has caught up.
        var waiting: Mailbox<Bool>?

        /// Whether so much waits that it should not wait for its time.
        var isMuch: Bool {
            copied != nil && head.frames - copiedFrames >= LogFollower.hurryFrames
        }
    }

    /// What the log is let go with: a file that says so, until the follower removes it.
    public let gapPath: String
    private let state = Lock(State())
    /// Wakes the follower.
    private let wake = Mailbox<Bool>(capacity: 1)

    /// A follower that keeps the log from the first frame on, until it says otherwise; `directory` is its
    /// folder.
    public init(directory: String) { gapPath = "\(directory)/\(Self.gapName)" }

    /// Says to everybody who follows at other times that there is a gap: what is written now they do not
    /// see.
    static func noteGaps(in directory: String, but followers: [LogFollower]) throws(SystemError) {
        let folder = "\(directory)/\(folder)"
        guard try DurableFile.status(folder) != nil else { return }
        for name in try Directory.list(folder) {
            let path = "\(folder)/\(name)/\(gapName)"
            let isHere = followers.contains { $0.gapPath.hasSuffix("/\(name)/\(gapName)") }
            guard !isHere, try DurableFile.status("\(folder)/\(name)")?.kind == .directory,
                try DurableFile.status(path) == nil
            else { continue }
            try DurableFile.write([], to: path)
        }
    }

    // MARK: The follower's thread

    /// The newest state, as soon as it is another than `known`, somebody is in a hurry or `wakeUp` was
    /// called; the same again at the deadline.
    public func take(
        after known: UInt64, until deadline: MonotonicInstant?
    ) -> (head: Head, isHurried: Bool) {
        while true {
            let isReady = state.withLock { state in
                let isReady = state.head.number != known || state.isHurried || state.isWoken
                state.isWoken = false
                state.isListening = !isReady
                return isReady
            }
            if isReady || wake.take(until: deadline) == nil { break }
        }
        return state.withLock { state in
            state.isListening = false
            return (state.head, state.isHurried)
        }
    }

    /// Waits until the deadline; true when somebody is in a hurry or `wakeUp` was called before.
    public func isUrged(by deadline: MonotonicInstant) -> Bool {
        while true {
            if state.withLock({ $0.isHurried || $0.isWoken }) { return true }
            if wake.take(until: deadline) == nil { return false }
        }
    }

    /// Ends a wait of the follower's thread.
    public func wakeUp() {
        state.withLock { $0.isWoken = true }
        _ = wake.offer(true)
    }

    /// Says that everything up to that state is copied, durably: the log may go. False when it was let go
    /// meanwhile: the copy may lack what was written since, and only a snapshot helps.
    public func hasCopied(_ head: Head) -> Bool {
        let (isKept, waiting) = state.withLock { state -> (Bool, Mailbox<Bool>?) in
            guard state.copied != nil else { return (false, nil) }
            state.copied = head.number
            // The log may have begun anew since.
            state.copiedFrames = min(head.frames, state.head.frames)
            guard head.number == state.head.number else {
                state.isHurried = state.waiting != nil || state.isMuch
                return (true, nil)
            }
            state.behindSince = nil
            state.isHurried = false
            defer { state.waiting = nil }
            return (true, state.waiting)
        }
        _ = waiting?.offer(true)
        return isKept
    }

    /// Says that nothing of the log is needed: a snapshot has to come first.
    public func keepNothing() {
        let waiting = state.withLock { state -> Mailbox<Bool>? in
            state.copied = nil
            state.behindSince = nil
            state.isHurried = false
            defer { state.waiting = nil }
            return state.waiting
        }
        _ = waiting?.offer(true)
    }

    /// Keeps the log from now on.
    public func keepEverything() {
        state.withLock { state in
            state.copied = 0
            state.copiedFrames = 0
        }
    }

    /// Whether the log is kept for it; not any more once it was let go.
    public var isKeeping: Bool { state.withLock { $0.copied != nil } }

    /// Whether the log was let go, also in an earlier run.
    public func hasGap() throws(SystemError) -> Bool { try DurableFile.status(gapPath) != nil }

    // MARK: The writer's thread

    /// Notes a commit, or an emptied log.
    func note(commit: Int64, frames: Int64, wasEmptied: Bool = false) {
        let isAwaited = state.withLock { state in
            let isCaughtUp = state.copied == state.head.number
            if frames < state.head.frames { state.copiedFrames = 0 }
            state.head = Head(
                commit: commit, frames: frames, number: state.head.number + 1,
                wasEmptied: wasEmptied)
            if wasEmptied, isCaughtUp {
                // There is nothing to copy in it.
                state.copied = state.head.number
            } else if state.copied != nil, state.behindSince == nil {
                state.behindSince = .now()
            }
            guard state.isMuch, !state.isHurried else { return state.isListening }
            state.isHurried = true
            return true
        }
        if isAwaited { _ = wake.offer(true) }
    }

    /// Whether the log may be emptied for all this follower needs.
    var isCaughtUp: Bool {
        state.withLock { $0.copied == nil || $0.copied == $0.head.number }
    }

    /// How long something has waited to be copied.
    public var lag: Duration {
        state.withLock { state in state.behindSince.map { .now() - $0 } ?? .zero }
    }

    /// Waits until everything is copied; false when it is not by the deadline.
    func catchUp(until deadline: MonotonicInstant) -> Bool {
        let mailbox = Mailbox<Bool>(capacity: 1)
        let isThere = state.withLock { state in
            if state.copied == nil || state.copied == state.head.number { return true }
            state.isHurried = true
            state.waiting = mailbox
            return false
        }
        if isThere { return true }
        _ = wake.offer(true)
        return mailbox.take(until: deadline) ?? isCaughtUp
    }

    /// Lets the log go although it was not copied; returns when that is noted on the disk.
    func letGo() throws(StorageFailure) {
        do throws(SystemError) {
            try DurableFile.write([], to: gapPath)
        } catch {
            throw .failed(.system(error.description))
        }
        keepNothing()
    }
}
