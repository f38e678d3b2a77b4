internal import Complaints

/// `POST /complaints/{id}/tasks`: a piece of work with an owner and a due date.
enum AddTask: Endpoint {
    static let operation = Operation(
        "Adds a task to a complaint", .complaints, headers: ["Idempotency-Key"],
        body: .named("NewTask"), .init(201, "Added", .named("Task")),
        problems: [404, 409, 410, 422])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        try exchange.addCompanion(.work)
    }
}
