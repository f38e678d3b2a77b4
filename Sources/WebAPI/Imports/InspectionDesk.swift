internal import Platform

/// Looks at uploaded files one after the other on a thread of its own: reading a large workbook takes
/// seconds of a core, which the workers need for everybody else's requests.
final class InspectionDesk: Sendable {
    /// Files that may wait; each is on the disk already.
    static let queueMax = 32

    private let queue = Mailbox<@Sendable () -> Void>(capacity: queueMax)
    private let thread: Lock<Thread?>

    init() throws(SystemError) {
        let queue = self.queue
        thread = Lock(
            try Thread.start(name: "inspections") {
                while let work = queue.take() { work() }
            })
    }

    /// Runs `work` after what waits; false when too many wait.
    func run(_ work: @escaping @Sendable () -> Void) -> Bool { queue.offer(work) }

    /// Ends the thread after what is queued.
    func close() {
        queue.close()
        let held = thread.withLock { thread in
            let held = thread
            thread = nil
            return held
        }
        held?.join()
    }
}
