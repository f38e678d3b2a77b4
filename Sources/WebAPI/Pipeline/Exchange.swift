internal import Complaints
internal import HTTP
internal import JSON
internal import Storage

/// One request on its way to one answer: what an endpoint works with.
///
/// It may be kept and answered later from any thread; it is answered exactly once.
struct Exchange: Sendable {
    let instance: Instance
    let route: Route
    let request: Request
    /// The values of the path's parameters, in order.
    let parameters: [String]
    let identity: Identity
    let reply: Reply

    /// Who calls.
    ///
    /// - Precondition: the route's access rule demands a caller.
    var caller: Caller {
        guard let caller = identity.caller else {
            preconditionFailure("\(route.path.text) is open and has no caller")
        }
        return caller
    }

    /// The language of sentences in the answer.
    var language: Language {
        Conditions.language(request.head, of: identity.caller?.language)
    }

    /// Which records and fields the caller sees.
    var visibility: Visibility { caller.visibility }

    var query: QueryItems { request.head.target.query }

    /// The author of changes this request makes.
    func author(reason: String? = nil) -> Author {
        Author(
            name: caller.name, origin: caller.origin, address: caller.address, reason: reason)
    }

    /// Reads a snapshot.
    func read<Value>(
        _ body: (borrowing Reader) throws(StorageFailure) -> Value
    ) throws(APIFailure) -> Value {
        do { return try instance.store.read(body) } catch { throw .storage(error) }
    }

    /// Hands a change to the writer; after its commit `answer` makes the answer from what it made.
    /// `answer` runs on the writer's thread: it does no I/O.
    func write<Value: Sendable>(
        by author: Author? = nil,
        _ change: @escaping @Sendable (borrowing WriteTransaction) throws(StorageFailure) -> Value,
        then answer: @escaping @Sendable (Committed<Value>) -> Answer
    ) -> Outcome {
        writeAndGoOn(by: author, change) { committed in self.send(answer(committed)) }
    }

    /// As `write`, but `next` sees to the answer itself, on this or another thread.
    func writeAndGoOn<Value: Sendable>(
        by author: Author? = nil,
        _ change: @escaping @Sendable (borrowing WriteTransaction) throws(StorageFailure) -> Value,
        then next: @escaping @Sendable (Committed<Value>) -> Void
    ) -> Outcome {
        instance.store.write(by: author ?? self.author(), change) { result in
            switch result {
            case .success(let committed): next(committed)
            case .failure(let failure): self.fail(.storage(failure))
            }
        }
        return .later
    }

    /// Answers, now that the endpoint knows what.
    func send(_ answer: Answer) {
        reply.send(instance.finish(answer, for: self))
    }

    /// Answers with the problem that `failure` is.
    func fail(_ failure: APIFailure) {
        send(instance.problem(failure, language: language, requestID: request.id.text))
    }
}
