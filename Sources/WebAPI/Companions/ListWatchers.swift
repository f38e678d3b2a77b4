internal import Complaints

/// `GET /complaints/{id}/watchers`: who follows a complaint, and who did.
enum ListWatchers: Endpoint {
    static let operation = Operation(
        "Lists a complaint's watchers", .complaints, headers: ["If-None-Match"],
        .init(200, "The watchers", .named("WatcherList")), problems: [304])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        try exchange.listCompanions(.watcher)
    }
}
