internal import Complaints
internal import HTTP
internal import JSON
internal import Storage

/// `GET /tasks?owner=`: what somebody still has to do in all files that the caller may see, what is due
/// first in front; the caller's own without `owner`.
enum ListOpenTasks: Endpoint {
    static let limitDefault = 50
    static let limitMax = 500

    static let operation = Operation(
        "Lists somebody's open tasks in all files", .complaints,
        parameters: [
            .init(name: "owner", schema: .string, description: "An account; the caller's own"),
            .limit,
        ], headers: ["If-None-Match"], .init(200, "The tasks", .named("TaskList")),
        problems: [304])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let owner = exchange.query["owner"] ?? exchange.caller.name
        let limit = try exchange.limit(standard: limitDefault, max: limitMax)
        let visibility = exchange.visibility
        let (tasks, commit) = try exchange.read { reader throws(StorageFailure) in
            (try reader.openTasks(of: owner, for: visibility, limit: limit), reader.commit)
        }
        var writer = JSONWriter(reserving: 256 * tasks.count + 64)
        writer.beginObject()
        writer.name("items")
        writer.beginArray()
        for task in tasks { writer.companion(task, .work) }
        writer.endArray()
        writer.endObject()
        let body = writer.take()
        return .answer(
            .json(body, caching: .revalidated, tag: CachedReading.tag(of: body), commit: commit))
    }
}
