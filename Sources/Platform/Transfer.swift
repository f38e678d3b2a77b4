import Glibc

/// Runs a system call that answers -1 on failure, again when a signal interrupted it. With
/// `SystemError` this is the only reader of errno.
@discardableResult
func systemCall(
    _ operation: String, on object: @autoclosure () -> String, _ body: () -> Int32
) throws(SystemError) -> Int32 {
    while true {
        let result = body()
        if result >= 0 { return result }
        let code = errno
        if code == EINTR { continue }
        throw SystemError(code: code, operation: operation, object: object())
    }
}

/// The same for calls that answer a count of bytes.
@discardableResult
func systemCall(
    counting operation: String, on object: @autoclosure () -> String, _ body: () -> Int
) throws(SystemError) -> Int {
    while true {
        let result = body()
        if result >= 0 { return result }
        let code = errno
        if code == EINTR { continue }
        throw SystemError(code: code, operation: operation, object: object())
    }
}

/// A non-blocking transfer: the bytes moved, or what stopped it.
public enum Transfer: Sendable, Equatable {
    /// So many bytes; zero from a receive is the end of the stream.
    case moved(Int)
    /// Nothing can be moved now; wait for readiness.
    case wouldBlock
    /// The connection is over, with the errno that said so.
    case failed(Int32)
}

/// Runs a non-blocking transfer, again when a signal interrupted it.
func transfer(_ body: () -> Int) -> Transfer {
    while true {
        let result = body()
        if result >= 0 { return .moved(result) }
        let code = errno
        if code == EINTR { continue }
        return code == EAGAIN ? .wouldBlock : .failed(code)
    }
}
