import CLinux
import Glibc

/// Waits for many descriptors at once: epoll, level-triggered. Belongs to one thread.
@safe
public struct Poller: ~Copyable {
    /// What to be told about a descriptor. Errors and hang-ups are always told.
    public struct Interest: OptionSet, Sendable {
        public let rawValue: UInt32
        public init(rawValue: UInt32) { self.rawValue = rawValue }

        public static let readable = Interest(rawValue: EPOLLIN.rawValue)
        public static let writable = Interest(rawValue: EPOLLOUT.rawValue)
        /// The peer sends no more.
        public static let peerClosed = Interest(rawValue: EPOLLRDHUP.rawValue)
        /// Of many pollers only one or few wake for a new connection; cannot be changed later.
        public static let exclusive = Interest(rawValue: EPOLLEXCLUSIVE.rawValue)
    }

    /// What happened to a descriptor.
    public struct Event: Sendable {
        public let token: UInt64
        let flags: UInt32

        public var isReadable: Bool { flags & EPOLLIN.rawValue != 0 }
        public var isWritable: Bool { flags & EPOLLOUT.rawValue != 0 }
        public var isPeerClosed: Bool { flags & EPOLLRDHUP.rawValue != 0 }
        /// Both directions are over, or the descriptor has an error.
        public var isDead: Bool { flags & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0 }
    }

    private static let eventsMax = 256
    private let descriptor: FileDescriptor
    private let events: UnsafeMutablePointer<epoll_event>

    public init() throws(SystemError) {
        descriptor = FileDescriptor(
            owning: try systemCall("create", on: "epoll") { epoll_create1(Int32(EPOLL_CLOEXEC)) })
        unsafe events = .allocate(capacity: Self.eventsMax)
    }

    deinit { unsafe events.deallocate() }

    /// Watches a descriptor; events carry `token`. Closing the descriptor ends the watch.
    public func add(_ raw: Int32, token: UInt64, _ interest: Interest) throws(SystemError) {
        try control(EPOLL_CTL_ADD, raw, token, interest)
    }

    /// Watches for something else from now on.
    public func change(_ raw: Int32, token: UInt64, _ interest: Interest) throws(SystemError) {
        try control(EPOLL_CTL_MOD, raw, token, interest)
    }

    /// Watches no longer.
    public func remove(_ raw: Int32) throws(SystemError) {
        try control(EPOLL_CTL_DEL, raw, 0, [])
    }

    /// Sleeps until something happens or `timeout` passes (for ever when nil).
    ///
    /// - Returns: how many events `event(at:)` holds; zero at the timeout and after a signal.
    public func wait(timeout: Duration?) -> Int {
        var milliseconds: Int32 = -1
        if let timeout {
            // Rounded up: waking early would make the caller spin until the deadline.
            milliseconds = Int32(clamping: (timeout.wholeNanoseconds + 999_999) / 1_000_000)
            milliseconds = max(milliseconds, 0)
        }
        let count = unsafe epoll_wait(descriptor.raw, events, Int32(Self.eventsMax), milliseconds)
        return max(0, Int(count))
    }

    /// The event at `index`, which is below what `wait` returned.
    public func event(at index: Int) -> Event {
        precondition(index < Self.eventsMax)
        // Inside the allocation, filled by epoll_wait.
        let event = unsafe events[index]
        return unsafe Event(token: event.data.u64, flags: event.events)
    }

    private func control(
        _ operation: Int32, _ raw: Int32, _ token: UInt64, _ interest: Interest
    ) throws(SystemError) {
        var event = unsafe epoll_event()
        unsafe event.events = interest.rawValue
        unsafe event.data.u64 = token
        try systemCall("poll", on: "file descriptor \(raw)") {
            unsafe epoll_ctl(descriptor.raw, operation, raw, &event)
        }
    }
}
