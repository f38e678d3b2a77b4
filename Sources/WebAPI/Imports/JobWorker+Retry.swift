internal import Platform
internal import Storage
internal import Telemetry

/// How long work waits after each passing fault: twice as long each time, up to a bound.
struct RetryPauses: Sendable {
    var first = Duration.seconds(1)
    var longest = Duration.seconds(30)

    /// The pause after `last`, nil before the first; anew when the work ran for a good while since.
    func next(after last: Duration?, ran: Duration) -> Duration {
        guard let last, ran < longest else { return first }
        return min(last * 2, longest)
    }
}

/// Work whose progress is in the database goes on by itself once a full disk, a lock or a shortage of
/// memory is over.
extension JobWorker {
    /// Runs `body`, which begins with what the database says, again after each passing fault: until it
    /// gets through, another fault ends it or the process stops. Who cancels it need not wait for the
    /// pause to end.
    func persist(with work: JobBoard.Work, _ body: () throws(StorageFailure) -> Void) {
        var pause: Duration?
        while true {
            let start = MonotonicInstant.now()
            do throws(StorageFailure) {
                return try body()
            } catch {
                guard error.isTransient, !board.isStopping else {
                    // The record still says what was done; the next start goes on from there.
                    log.error("job.interrupted", ["cause": "\(error)"])
                    return
                }
                let next = pauses.next(after: pause, ran: MonotonicInstant.now() - start)
                log.warning("job.postponed", ["cause": "\(error)", "pause": "\(next)"])
                wait(next, of: work)
                pause = next
            }
        }
    }

    private func wait(_ pause: Duration, of work: JobBoard.Work) {
        let end = MonotonicInstant.now() + pause
        let wasCancelled = board.isCancelled(work)
        while MonotonicInstant.now() < end, !board.isStopping,
            wasCancelled || !board.isCancelled(work)
        {
            self.pause()
        }
    }
}
