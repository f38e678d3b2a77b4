internal import Complaints
internal import Storage

/// `PATCH /complaints/{id}/tasks/{companion}`: a merge-patch (RFC 7396) on the version If-Match names.
/// Who works files changes any; an owner changes their own, which is how it becomes done.
enum ChangeTask: Endpoint {
    static let operation = Operation(
        "Changes a task", .complaints, headers: ["If-Match"], body: .named("TaskChange"),
        .init(200, "Changed", .named("Task")), problems: [403, 404, 409, 410, 412, 422, 428])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let caller = exchange.caller
        return try exchange.changeCompanion(.work) { found in
            caller.permissions.contains(.work) || found["owner"].text == caller.name
        }
    }
}
