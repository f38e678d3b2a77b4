import CLinux
import Glibc

/// Wakes an event loop from another thread: an eventfd the loop polls.
public final class Wake: Sendable {
    /// The descriptor to poll for reading.
    public let descriptor: Int32

    public init() throws(SystemError) {
        let flags = Int32(EFD_NONBLOCK | EFD_CLOEXEC)
        descriptor = try systemCall("create", on: "eventfd") { eventfd(0, flags) }
    }

    deinit { _ = Glibc.close(descriptor) }

    /// Makes the descriptor readable; many signals before a `clear` are one.
    public func signal() {
        var one: UInt64 = 1
        // A full counter (EAGAIN) is readable already: nothing is lost.
        _ = transfer { unsafe Glibc.write(descriptor, &one, 8) }
    }

    /// Takes the signals, before looking at what they were about.
    public func clear() {
        var count: UInt64 = 0
        _ = transfer { unsafe Glibc.read(descriptor, &count, 8) }
    }
}
