internal import Complaints

/// `GET /complaints/{id}/tasks`: what is to be done about a complaint, and what was done.
enum ListTasks: Endpoint {
    static let operation = Operation(
        "Lists a complaint's tasks", .complaints, headers: ["If-None-Match"],
        .init(200, "The tasks", .named("TaskList")), problems: [304])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        try exchange.listCompanions(.work)
    }
}
