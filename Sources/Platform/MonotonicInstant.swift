import CLinux
import Glibc

/// A moment of the monotonic clock: only differences mean something, and it never jumps.
public struct MonotonicInstant: Sendable, Hashable, Comparable {
    /// Nanoseconds since an arbitrary start.
    public let nanoseconds: Int64

    public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    /// CLOCK_MONOTONIC now.
    public static func now() -> MonotonicInstant {
        var time = Glibc.timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return MonotonicInstant(
            nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }

    public static func < (left: Self, right: Self) -> Bool { left.nanoseconds < right.nanoseconds }

    public static func + (instant: Self, span: Duration) -> Self {
        MonotonicInstant(nanoseconds: instant.nanoseconds &+ span.wholeNanoseconds)
    }

    public static func - (left: Self, right: Self) -> Duration {
        .nanoseconds(left.nanoseconds - right.nanoseconds)
    }

    /// For pthread waits on CLOCK_MONOTONIC.
    var timespec: Glibc.timespec {
        Glibc.timespec(
            tv_sec: Int(nanoseconds / 1_000_000_000), tv_nsec: Int(nanoseconds % 1_000_000_000))
    }
}

extension Duration {
    /// The span in nanoseconds, clamped to ±146 years.
    public var wholeNanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let bounded = min(max(seconds, -4_611_686_018), 4_611_686_018)
        return bounded * 1_000_000_000 + attoseconds / 1_000_000_000
    }

    /// The span in seconds, for log lines and metrics.
    public var inSeconds: Double { Double(wholeNanoseconds) / 1e9 }
}
