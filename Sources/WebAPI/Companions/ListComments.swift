internal import Complaints

/// `GET /complaints/{id}/comments`: what was said about a complaint, in its order.
enum ListComments: Endpoint {
    static let operation = Operation(
        "Lists a complaint's comments", .complaints, headers: ["If-None-Match"],
        .init(200, "The comments", .named("CommentList")), problems: [304])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        try exchange.listCompanions(.comment)
    }
}
