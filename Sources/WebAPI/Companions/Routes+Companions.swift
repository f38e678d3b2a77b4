internal import Complaints
internal import HTTP

/// The rows of companions: who may read a complaint reads them, engineers comment, analysts plan work.
extension Routes {
    static let companions: [Route] = tasks + comments + watchers

    private static let tasks: [Route] = [
        Route(.get, of("tasks"), .permission(.read), .worker, ListTasks.self),
        Route(.post, of("tasks"), .permission(.work), .worker, AddTask.self, body: .json),
        Route(
            .patch, one("tasks"), .either(.work, .intake), .worker, ChangeTask.self,
            body: .mergePatch),
        Route(
            .post, one("tasks") + "/withdraw", .permission(.work), .worker, WithdrawTask.self,
            body: .json),
    ]

    private static let comments: [Route] = [
        Route(.get, of("comments"), .permission(.read), .worker, ListComments.self),
        Route(
            .post, of("comments"), .permission(.intake), .worker, AddComment.self, body: .json),
        Route(
            .post, one("comments") + "/withdraw", .permission(.intake), .worker,
            WithdrawComment.self, body: .json),
    ]

    private static let watchers: [Route] = [
        Route(.get, of("watchers"), .permission(.read), .worker, ListWatchers.self),
        Route(
            .post, of("watchers"), .permission(.read), .worker, AddWatcher.self,
            body: .optionalJSON),
        Route(
            .post, one("watchers") + "/withdraw", .permission(.read), .worker,
            WithdrawWatcher.self, body: .json),
    ]

    private static func of(_ kind: String) -> String { "/api/v1/complaints/{id}/" + kind }
    private static func one(_ kind: String) -> String { of(kind) + "/{companion}" }
}
