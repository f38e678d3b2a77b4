internal import Complaints
internal import HTTP

/// The rows of clocks and rules.
extension Routes {
    static let clocks: [Route] = [
        Route(
            .get, "/api/v1/complaints/{id}/clocks", .permission(.read), .worker, ReadClocks.self),
        Route(.get, "/api/v1/rules", .permission(.read), .loop, ListRuleSets.self),
        Route(
            .post, "/api/v1/rules", .permission(.rules), .worker, CreateRuleSet.self, body: .json),
        Route(
            .post, "/api/v1/rules/validate", .permission(.rules), .worker, ValidateRuleSet.self,
            body: .json),
        Route(.get, version, .permission(.read), .loop, ReadRuleSet.self),
        Route(
            .patch, version, .permission(.rules), .worker, ChangeRuleSet.self, body: .mergePatch),
        Route(
            .post, version + "/activate", .permission(.rules), .worker, ActivateRuleSet.self,
            body: .json),
        Route(
            .post, version + "/dry-run", .permission(.rules), .worker, StartDryRun.self),
        Route(.get, version + "/dry-run", .permission(.rules), .loop, ReadDryRun.self),
    ]

    private static let version = "/api/v1/rules/{id}"
}
