internal import Complaints
internal import Platform
internal import Storage

/// A chunk of a job that waits for the writer.
struct ChunkTurn<Chunk: Sendable> {
    let chunk: Chunk
    private let answer = Mailbox<Result<Committed<Duration?>, StorageFailure>>(capacity: 1)

    /// Hands the chunk to the writer. `apply` says how long it took; nil, without effect, when the chunk
    /// does not follow the rows that are done.
    init(
        _ chunk: Chunk, by author: Author, to store: Store,
        apply: @escaping @Sendable (borrowing WriteTransaction) throws(StorageFailure) -> Duration?
    ) {
        self.chunk = chunk
        let answer = answer
        store.write(by: author, apply) { result in _ = answer.offer(result) }
    }

    /// Waits for it; how long it took, `.busy` when it did not follow.
    func took() throws(StorageFailure) -> Duration {
        guard let took = try answer.take()?.get().value else { throw .busy }
        return took
    }

    /// Waits until it has been passed over, as one that follows nothing.
    func passOver() { _ = answer.take() }
}
