internal import Complaints
internal import HTTP
internal import JSON
internal import Storage

/// `GET /queues`: the files that wait for somebody, as saved lists with their counts. `query` is the
/// query of `GET /complaints`, and of the grid's address, that shows one.
enum ListQueues: Endpoint {
    static let operation = Operation(
        "Lists the queues with their counts", .complaints, headers: ["If-None-Match"],
        .init(200, "The queues", .named("QueueList")), problems: [304])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let visibility = exchange.visibility
        guard let today = exchange.instance.store.rules.today(at: exchange.instance.clock) else {
            throw .broken("the clock shows no day")
        }
        let account = exchange.caller.name
        let teams = try exchange.read { reader throws(StorageFailure) in
            try reader.teams().filter { $0.members.contains(account) }.map(\.name)
        }
        let viewpoint = WorkQueue.Viewpoint(account: account, teams: teams, today: today)
        let parser = QueryParser(
            catalogue: try exchange.instance.currentCatalogue(), visibility: visibility)
        var queues: [(queue: WorkQueue, query: ComplaintQuery)] = []
        for queue in WorkQueue.all(from: viewpoint) {
            do throws(Refusal) {
                queues.append((queue, try parser.query(from: queue.parameters)))
            } catch {
                throw .refused(error)
            }
        }
        let asked = queues
        let (counts, commit) = try exchange.read { reader throws(StorageFailure) in
            var counts: [Int64] = []
            for (_, query) in asked {
                counts.append(try reader.count(query, for: visibility))
            }
            return (counts, reader.commit)
        }
        var writer = JSONWriter(reserving: 1024)
        writer.beginObject()
        writer.name("items")
        writer.beginArray()
        for (index, (queue, _)) in asked.enumerated() {
            writer.beginObject()
            writer.name("name")
            writer.string(queue.name)
            writer.name("label")
            writer.beginObject()
            for language in Language.allCases {
                writer.name(language.rawValue)
                writer.string(queue.label[language])
            }
            writer.endObject()
            writer.name("query")
            writer.string(QueryText.of(queue.parameters))
            writer.name("count")
            writer.integer(counts[index])
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
        let body = writer.take()
        return .answer(
            .json(body, caching: .revalidated, tag: CachedReading.tag(of: body), commit: commit))
    }
}
