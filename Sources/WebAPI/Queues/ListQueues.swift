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
            writer.string(queue.query)
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

extension WorkQueue {
    /// Its parameters as the query of an address.
    fileprivate var query: String {
        parameters.map { "\($0.name)=\(Self.escaped($0.value))" }.joined(separator: "&")
    }

    /// Everything but unreserved characters escaped (RFC 3986 section 2.3).
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E:
                escaped.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let hex = String(byte, radix: 16, uppercase: true)
                escaped += hex.count == 1 ? "%0" + hex : "%" + hex
            }
        }
        return escaped
    }
}
