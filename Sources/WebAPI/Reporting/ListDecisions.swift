internal import Complaints

/// `GET /complaints/{id}/decisions`: what was decided about reporting, superseded decisions included.
enum ListDecisions: Endpoint {
    static let operation = Operation(
        "Lists a complaint's decisions about reporting", .complaints, headers: ["If-None-Match"],
        .init(200, "The decisions", .named("DecisionList")), problems: [304])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        try exchange.listCompanions(.decision)
    }
}
