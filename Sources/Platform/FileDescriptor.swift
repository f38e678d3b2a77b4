import Glibc

/// An open file descriptor, owned: closed once, by `close` or at the end of its life.
public struct FileDescriptor: ~Copyable, Sendable {
    /// The number, for calls that borrow it; do not keep it beyond this value's life.
    public let raw: Int32

    /// Takes over `raw`; nobody else may close it.
    public init(owning raw: Int32) { self.raw = raw }

    deinit { _ = Glibc.close(raw) }

    /// Closes and tells about an error, which after a write may mean lost bytes.
    public consuming func close() throws(SystemError) {
        let number = raw
        discard self
        // close must not be repeated after EINTR on Linux: the number may be somebody else's by then.
        guard Glibc.close(number) != 0 else { return }
        let code = errno
        if code != EINTR {
            throw SystemError(code: code, operation: "close", object: "file descriptor \(number)")
        }
    }

    /// Gives the number away; the caller closes it.
    public consuming func release() -> Int32 {
        let number = raw
        discard self
        return number
    }

    /// Another descriptor of the same open file.
    public borrowing func duplicated() throws(SystemError) -> FileDescriptor {
        let number = raw
        let copy = try systemCall("duplicate", on: "file descriptor \(number)") {
            fcntl(number, F_DUPFD_CLOEXEC, 3)
        }
        return FileDescriptor(owning: copy)
    }

    /// Whether this is a terminal.
    public borrowing func isTerminal() -> Bool { isatty(raw) == 1 }

    /// Makes reads and writes return at once.
    public borrowing func makeNonBlocking() throws(SystemError) {
        let number = raw
        let flags = try systemCall("read flags of", on: "file descriptor \(number)") {
            fcntl(number, F_GETFL)
        }
        try systemCall("set flags of", on: "file descriptor \(number)") {
            fcntl(number, F_SETFL, flags | O_NONBLOCK)
        }
    }
}

/// The three descriptors a process is born with.
public enum StandardStream: Int32, Sendable {
    case input = 0
    case output = 1
    case error = 2

    /// Whether somebody sits in front of it.
    public var isTerminal: Bool { isatty(rawValue) == 1 }

    /// Writes all of `bytes`, waiting as long as the reader makes us wait.
    public func write(_ bytes: [UInt8]) throws(SystemError) {
        var start = 0
        while start < bytes.count {
            start += try writeSome(bytes, from: start)
        }
    }

    /// Writes `text` as UTF-8.
    public func write(_ text: String) throws(SystemError) { try write(Array(text.utf8)) }

    /// Reads up to `bytesMax` bytes; empty at the end.
    public func read(bytesMax: Int) throws(SystemError) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: bytesMax)
        let count = try systemCall(counting: "read", on: "standard input") {
            // The buffer outlives the call and holds bytesMax bytes.
            unsafe buffer.withUnsafeMutableBytes {
                unsafe Glibc.read(rawValue, $0.baseAddress, $0.count)
            }
        }
        buffer.removeLast(bytesMax - count)
        return buffer
    }

    private func writeSome(_ bytes: [UInt8], from start: Int) throws(SystemError) -> Int {
        try systemCall(counting: "write to", on: "standard stream \(rawValue)") {
            // start is within the buffer, which outlives the call.
            unsafe bytes.withUnsafeBytes {
                let rest = unsafe UnsafeRawBufferPointer(rebasing: $0[start...])
                return unsafe Glibc.write(rawValue, rest.baseAddress, rest.count)
            }
        }
    }
}
