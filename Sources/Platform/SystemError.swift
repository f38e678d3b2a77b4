import CLinux
import Glibc

/// A system call that failed: what was tried, on what, and why.
public struct SystemError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The errno of the call.
    public let code: Int32
    /// The call, in the words of its manual page ("open", "fsync").
    public let operation: String
    /// What it was done to: a path, an address; never a secret.
    public let object: String

    public init(code: Int32, operation: String, object: String) {
        self.code = code
        self.operation = operation
        self.object = object
    }

    /// A wait that reached its bound.
    public static func timedOut(_ operation: String, _ object: String) -> SystemError {
        SystemError(code: ETIMEDOUT, operation: operation, object: object)
    }

    /// Whether the same call may succeed later without anybody's help.
    public var isTransient: Bool {
        switch code {
        case EAGAIN, EINTR, ENOBUFS, ENOMEM, EMFILE, ENFILE, ETIMEDOUT, EBUSY: true
        default: false
        }
    }

    /// Whether a wait reached its bound.
    public var isTimeout: Bool { code == ETIMEDOUT }

    /// Whether the disk or the quota is full.
    public var isOutOfSpace: Bool { code == ENOSPC || code == EDQUOT }

    /// Whether the file, directory or socket does not exist.
    public var isNotFound: Bool { code == ENOENT }

    /// Whether a part of the path is a file.
    public var isNotADirectory: Bool { code == ENOTDIR }

    /// Whether something of that name exists already.
    public var isAlreadyThere: Bool { code == EEXIST }

    /// Whether the process or the system has no file descriptor left.
    public var isOutOfDescriptors: Bool { code == EMFILE || code == ENFILE }

    /// Whether the user may not do that.
    public var isDenied: Bool { code == EACCES || code == EPERM }

    /// Whether a non-blocking call has nothing to do now.
    public var wouldBlock: Bool { code == EAGAIN }

    /// Whether the other end of a connection is gone.
    public var isDisconnected: Bool {
        code == EPIPE || code == ECONNRESET || code == ENOTCONN || code == ECONNABORTED
    }

    /// A sentence: "Cannot open /data/x: No such file or directory (errno 2)."
    public var description: String {
        "Cannot \(operation) \(object): \(Self.text(of: code)) (errno \(code))."
    }

    private static func text(of code: Int32) -> String {
        // The C library's static strings: valid for the life of the process.
        guard let text = unsafe ibt_error_text(code) else { return "unknown error" }
        return unsafe String(cString: text)
    }
}
