internal import Storage

/// Fills the database with demo data.
struct DemoJob {
    private let worker: JobWorker
    private let job: Int64

    init(_ worker: JobWorker, job: Int64, rows: Int64, seed: UInt64, author: Author) {
        self.worker = worker
        self.job = job
    }

    func run() throws(StorageFailure) {}
}
