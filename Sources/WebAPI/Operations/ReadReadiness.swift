internal import HTTP
internal import Storage

/// `GET /readyz`: whether requests should be sent here: the database answers, no
/// damage was found in it and no drain has begun.
enum ReadReadiness: Endpoint {
    static let operation = Operation(
        "Whether requests should be sent here", .running,
        .init(200, "Ready", .string, mediaTypes: ["text/plain"]))

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        .answer(try answer(exchange.instance))
    }

    static func answer(_ instance: Instance) throws(APIFailure) -> Answer {
        if instance.isDraining { throw .draining }
        do throws(StorageFailure) {
            _ = try instance.store.read { reader throws(StorageFailure) in reader.commit }
        } catch {
            throw .storage(error)
        }
        if case .damaged(let sentence) = instance.store.structure {
            var answer = Answer.text("not ready: \(sentence)\n")
            answer.status = 503
            return answer
        }
        // A backup that is not well keeps nobody from being served: it is said, and no more.
        let level = instance.settings.backupDesk?.overview.level.map { "backup: \($0)\n" }
        return .text("ready\n" + (level ?? ""))
    }
}
