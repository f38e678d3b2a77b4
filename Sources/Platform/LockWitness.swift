#if THREAD_SANITIZER
    import Glibc

    /// Shows the thread sanitizer what `Lock` orders: it sees pthread locks, and not the one of the Swift
    /// library, which is built without it. Only in builds with `-Xswiftc -DTHREAD_SANITIZER`.
    @safe
    @usableFromInline
    final class LockWitness: @unchecked Sendable {
        // Sendable: a pthread mutex is made to be shared.
        private let mutex: UnsafeMutablePointer<pthread_mutex_t>

        @usableFromInline
        init() {
            unsafe mutex = .allocate(capacity: 1)
            unsafe pthread_mutex_init(mutex, nil)
        }

        @usableFromInline
        func lock() { unsafe pthread_mutex_lock(mutex) }

        @usableFromInline
        func unlock() { unsafe pthread_mutex_unlock(mutex) }

        deinit {
            unsafe pthread_mutex_destroy(mutex)
            unsafe mutex.deallocate()
        }
    }
#endif
