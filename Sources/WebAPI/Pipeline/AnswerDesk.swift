internal import Platform

/// A thread that makes answers after a commit when they need a read, so that the writer goes on with
/// the next batch.
final class AnswerDesk: Sendable {
    static let queueMax = 8192

    private let queue = Mailbox<@Sendable () -> Void>(capacity: queueMax)
    private let thread: Thread

    init() throws(SystemError) {
        let queue = self.queue
        thread = try Thread.start(name: "answers") {
            while let work = queue.take() { work() }
        }
    }

    /// Runs `work` soon; here and now when too much waits.
    func run(_ work: @escaping @Sendable () -> Void) {
        if !queue.offer(work) { work() }
    }

    /// How much waits.
    var waiting: Int { queue.count }

    /// Ends the thread after what is queued.
    func close() {
        queue.close()
        thread.join()
    }
}
