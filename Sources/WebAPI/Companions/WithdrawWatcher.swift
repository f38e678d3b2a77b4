internal import Complaints

/// `POST /complaints/{id}/watchers/{companion}/withdraw`: watches no more; whoever watches ends it.
enum WithdrawWatcher: Endpoint {
    static let operation = Operation(
        "Watches a complaint no more", .complaints, body: Schemas.withdrawing,
        .init(200, "Ended", .named("Watcher")), problems: [403, 404, 409, 422])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        try exchange.withdrawCompanion(.watcher)
    }
}
