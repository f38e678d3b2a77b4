import CLinux
import Glibc

/// The signals an operator sends.
public enum Signal: Sendable, Equatable {
    /// SIGTERM or SIGINT: finish and go.
    case stop
    /// SIGHUP: read certificates and configuration again.
    case reload
}

/// Signals as calls on one thread of their own; no handler runs in the middle of anything.
public enum Signals {
    /// Blocks SIGTERM, SIGINT and SIGHUP in the calling thread and all it will start, and ignores
    /// SIGPIPE. Call first thing in main.
    public static func block() {
        var set = handled()
        unsafe pthread_sigmask(SIG_BLOCK, &set, nil)
        _ = signal(SIGPIPE, SIG_IGN)
    }

    /// Starts the thread that waits for signals and hands them over, until `handler` answers false.
    ///
    /// - Precondition: `block` was called on the main thread.
    public static func deliver(
        to handler: @escaping @Sendable (Signal) -> Bool
    ) throws(SystemError) -> Thread {
        try Thread.start(name: "signals", stackBytes: 256 << 10) {
            while handler(wait()) {}
        }
    }

    /// Sleeps until one of the blocked signals comes.
    public static func wait() -> Signal {
        var set = handled()
        var number: Int32 = 0
        while unsafe sigwait(&set, &number) != 0 {}
        return number == SIGHUP ? .reload : .stop
    }

    /// The same, at most until `deadline`; nil when no signal came.
    public static func wait(until deadline: MonotonicInstant) -> Signal? {
        var set = handled()
        while true {
            let rest = deadline.nanoseconds - MonotonicInstant.now().nanoseconds
            guard rest > 0 else { return nil }
            var time = timespec(
                tv_sec: Int(rest / 1_000_000_000), tv_nsec: Int(rest % 1_000_000_000))
            let number = unsafe sigtimedwait(&set, nil, &time)
            if number == SIGHUP { return .reload }
            if number > 0 { return .stop }
        }
    }

    private static func handled() -> sigset_t {
        var set = sigset_t()
        unsafe sigemptyset(&set)
        for number in [SIGTERM, SIGINT, SIGHUP] { unsafe sigaddset(&set, number) }
        return set
    }
}
