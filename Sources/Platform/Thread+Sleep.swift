import CLinux
import Glibc

extension Thread {
    /// Puts the calling thread to sleep; a signal does not shorten it. For commands that poll, never
    /// for event loops.
    public static func sleep(for span: Duration) {
        let nanoseconds = max(0, span.wholeNanoseconds)
        var wanted = timespec(
            tv_sec: Int(nanoseconds / 1_000_000_000), tv_nsec: Int(nanoseconds % 1_000_000_000))
        var left = timespec()
        while unsafe nanosleep(&wanted, &left) != 0 { wanted = left }
    }
}
