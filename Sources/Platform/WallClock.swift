import CLinux
import Glibc

/// Where the time of day comes from; passed in, so that tests set it.
public struct WallClock: Sendable {
    private let read: @Sendable () -> Timestamp

    public init(_ read: @escaping @Sendable () -> Timestamp) { self.read = read }

    /// The time of day now.
    public func now() -> Timestamp { read() }

    /// The machine's clock (CLOCK_REALTIME).
    public static let system = WallClock {
        var time = Glibc.timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
    }

    /// A clock that stands still.
    public static func fixed(_ time: Timestamp) -> WallClock { WallClock { time } }
}

/// A clock that a test moves by hand.
public final class ManualClock: Sendable {
    private let time: Lock<Timestamp>

    public init(_ start: Timestamp) { time = Lock(start) }

    /// The clock to pass to whoever asks for the time.
    public var wallClock: WallClock { WallClock { self.time.withLock { $0 } } }

    /// Moves the clock on.
    public func advance(by span: Duration) { time.withLock { $0 = $0 + span } }

    /// Moves the clock to `moment`, forward or back.
    public func set(_ moment: Timestamp) { time.withLock { $0 = moment } }
}
