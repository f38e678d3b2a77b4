import CLinux
import Glibc

/// A lock file (flock) against other holders in this process and others, on this machine; the kernel frees
/// it whatever ends the process. For work of milliseconds: who asks waits.
public enum FileLock {
    /// Who else may hold it.
    public enum Kind: Sendable { case exclusive, shared }

    /// Waits for the lock and runs `body` under it; the file is made (0600) when it is missing.
    public static func hold<Value>(
        _ path: String, _ kind: Kind, _ body: () throws(SystemError) -> Value
    ) throws(SystemError) -> Value {
        let number = try systemCall("open", on: path) {
            unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        }
        // Closing frees the lock.
        let descriptor = FileDescriptor(owning: number)
        try systemCall("lock", on: path) {
            flock(descriptor.raw, kind == .exclusive ? LOCK_EX : LOCK_SH)
        }
        return try body()
    }
}
