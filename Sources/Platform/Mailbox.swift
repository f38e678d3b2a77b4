import CLinux
import Glibc

/// A bounded queue between threads: any thread offers, any thread takes, in order of arrival.
///
/// Built on a pthread mutex and condition because a taker must sleep until a deadline, which the one
/// lock type cannot.
@safe
public final class Mailbox<Element: Sendable>: @unchecked Sendable {
    // Sendable by the mutex: every field below is touched only between lock and unlock.
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let arrival: UnsafeMutablePointer<pthread_cond_t>
    private let capacity: Int
    private var waiting: [Element] = []
    /// The first element not taken yet; what is before it was handed out.
    private var head = 0
    private var isClosed = false

    /// An empty mailbox that holds at most `capacity` elements.
    public init(capacity: Int) {
        precondition(capacity > 0)
        self.capacity = capacity
        unsafe mutex = .allocate(capacity: 1)
        unsafe arrival = .allocate(capacity: 1)
        unsafe pthread_mutex_init(mutex, nil)
        var attributes = pthread_condattr_t()
        // Deadlines are monotonic, so that a clock jump neither hangs nor spins a taker.
        unsafe pthread_condattr_init(&attributes)
        unsafe pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        unsafe pthread_cond_init(arrival, &attributes)
        unsafe pthread_condattr_destroy(&attributes)
    }

    deinit {
        unsafe pthread_cond_destroy(arrival)
        unsafe pthread_mutex_destroy(mutex)
        unsafe arrival.deallocate()
        unsafe mutex.deallocate()
    }

    /// Adds an element; false when the mailbox is full or closed, or `waitingMax` elements wait. Never
    /// waits itself.
    public func offer(_ element: Element, waitingMax: Int = .max) -> Bool {
        locked {
            guard !isClosed, waiting.count - head < min(capacity, waitingMax) else { return false }
            waiting.append(element)
            unsafe pthread_cond_signal(arrival)
            return true
        }
    }

    /// The oldest element, waiting for one until `deadline` (for ever when nil). Nil at the deadline,
    /// or when the mailbox is closed and empty.
    public func take(until deadline: MonotonicInstant? = nil) -> Element? {
        locked {
            guard waitForArrival(until: deadline) else { return nil }
            let element = waiting[head]
            head += 1
            compact()
            return element
        }
    }

    /// Up to `countMax` of the oldest elements, waiting for the first until `deadline`. Empty at the
    /// deadline, or when the mailbox is closed and empty.
    public func takeAll(countMax: Int = .max, until deadline: MonotonicInstant? = nil) -> [Element]
    {
        locked {
            guard waitForArrival(until: deadline) else { return [] }
            if head == 0, waiting.count <= countMax {
                let all = waiting
                waiting = []
                return all
            }
            let end = min(waiting.count, head + min(countMax, waiting.count - head))
            let some = Array(waiting[head..<end])
            head = end
            compact()
            return some
        }
    }

    /// Refuses further offers and wakes all takers; what is queued can still be taken.
    public func close() {
        locked {
            isClosed = true
            unsafe pthread_cond_broadcast(arrival)
        }
    }

    /// Whether it is closed and empty: nothing will ever be taken again.
    public var isOver: Bool { locked { isClosed && waiting.count == head } }

    /// How many elements wait now.
    public var count: Int { locked { waiting.count - head } }

    private func locked<Result>(_ body: () -> Result) -> Result {
        unsafe pthread_mutex_lock(mutex)
        let result = body()
        unsafe pthread_mutex_unlock(mutex)
        return result
    }

    /// Sleeps until there is something to take; false at the deadline or when there never will be.
    private func waitForArrival(until deadline: MonotonicInstant?) -> Bool {
        while waiting.count == head {
            if isClosed { return false }
            guard let deadline else {
                unsafe pthread_cond_wait(arrival, mutex)
                continue
            }
            var limit = deadline.timespec
            if unsafe pthread_cond_timedwait(arrival, mutex, &limit) == ETIMEDOUT {
                return waiting.count > head
            }
        }
        return true
    }

    private func compact() {
        if head == waiting.count {
            waiting.removeAll(keepingCapacity: capacity <= 4096)
            head = 0
        } else if head >= 1024, head * 2 >= waiting.count {
            waiting.removeFirst(head)
            head = 0
        }
    }
}
