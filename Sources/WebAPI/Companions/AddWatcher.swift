internal import Complaints
internal import JSON
internal import Storage

/// `POST /complaints/{id}/watchers`: the caller follows the complaint, or the account that the body
/// names, for which the permission to work files is needed. Who watches already goes on.
enum AddWatcher: Endpoint {
    static let operation = Operation(
        "Watches a complaint", .complaints, headers: ["Idempotency-Key"],
        body: .named("NewWatcher"), .init(201, "Watching", .named("Watcher")),
        problems: [403, 404, 409, 422])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        var body = MemberReader(try exchange.optionalBodyObject() ?? JSONObject())
        let owner = body.text("owner") ?? exchange.caller.name
        try body.finish()
        if owner != exchange.caller.name, !exchange.caller.permissions.contains(.work) {
            throw .forbidden(.work)
        }
        var values = FieldValues()
        values["owner"] = .text(owner)
        let (key, visibility) = (exchange.complaintKey, exchange.visibility)
        return try exchange.addCompanion(.watcher, values) {
            transaction, _ throws(StorageFailure) in
            try transaction.watch(key, account: owner, for: visibility)
        }
    }
}
