internal import Complaints
internal import HTTP

/// The rows of deciding and reporting: reviewers decide and sign, whoever works files reports.
extension Routes {
    static let reporting: [Route] = [
        Route(.get, of("/reporting"), .permission(.read), .worker, ReadReporting.self),
        Route(.get, of("/decisions"), .permission(.read), .worker, ListDecisions.self),
        Route(
            .post, of("/decisions"), .permission(.decide), .worker, AddDecision.self, body: .json),
        Route(
            .post, of("/decisions/{companion}/sign"), .permission(.sign), .worker,
            SignDecision.self, body: .json),
        Route(.get, of("/reports"), .permission(.read), .worker, ListReports.self),
        Route(.post, of("/reports"), .permission(.work), .worker, AddReport.self, body: .json),
        Route(
            .patch, of("/reports/{companion}"), .permission(.work), .worker, ChangeReport.self,
            body: .mergePatch),
        Route(
            .post, of("/reports/{companion}/withdraw"), .permission(.work), .worker,
            WithdrawReport.self, body: .json),
        Route(.get, of("/drafts/{form}"), .permission(.read), .worker, ReadDraft.self),
    ]

    private static func of(_ rest: String) -> String { "/api/v1/complaints/{id}" + rest }
}
