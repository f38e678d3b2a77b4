internal import Complaints
internal import HTTP

/// The rows of the workflow, of links, of merging and of queues.
extension Routes {
    static let workflow: [Route] = [
        Route(
            .get, of("/transitions"), .permission(.read), .worker, ListTransitions.self),
        Route(
            .post, of("/transitions"), .either(.work, .decide), .loop, MakeTransition.self,
            body: .json),
        Route(
            .post, "/api/v1/complaints/transition-preview", .either(.work, .decide), .worker,
            PreviewTransition.self, body: .json),
        Route(.post, of("/merge"), .permission(.work), .loop, MergeComplaint.self, body: .json),
        Route(
            .post, of("/unmerge"), .permission(.work), .loop, UnmergeComplaint.self, body: .json),
        Route(.get, of("/members"), .permission(.read), .worker, ListMembers.self),
        Route(.get, of("/links"), .permission(.read), .worker, ListLinks.self),
        Route(.post, of("/links"), .permission(.work), .worker, AddLink.self, body: .json),
        Route(
            .post, of("/links/{companion}/withdraw"), .permission(.work), .worker,
            WithdrawLink.self, body: .json),
    ]

    static let queues: [Route] = [
        Route(
            .post, of("/waiting"), .permission(.intake), .loop, WaitForCustomer.self, body: .json),
        Route(
            .post, of("/waiting/end"), .permission(.intake), .loop, EndWaiting.self, body: .json),
        Route(.get, "/api/v1/queues", .permission(.read), .worker, ListQueues.self),
        Route(.get, "/api/v1/tasks", .permission(.read), .worker, ListOpenTasks.self),
    ]

    private static func of(_ rest: String) -> String { "/api/v1/complaints/{id}" + rest }
}
