public import Synchronization

/// The one lock type: a value that is touched only while the lock is held. Hold it for a few
/// instructions; no call-outs, logging or I/O inside.
public struct Lock<Value: ~Copyable>: ~Copyable, Sendable {
    @usableFromInline let mutex: Mutex<Value>
    #if THREAD_SANITIZER
        @usableFromInline let witness = LockWitness()
    #endif

    @inlinable
    public init(_ value: consuming sending Value) { mutex = Mutex(value) }

    /// Runs `body` with the value, alone.
    @inlinable
    public borrowing func withLock<Result: ~Copyable, Failure: Error>(
        _ body: (inout sending Value) throws(Failure) -> sending Result
    ) throws(Failure) -> sending Result {
        #if THREAD_SANITIZER
            witness.lock()
            defer { witness.unlock() }
        #endif
        return try mutex.withLock(body)
    }
}
