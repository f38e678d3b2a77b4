internal import Complaints
internal import HTTP

/// Every route, one row each. What is not here does not exist.
enum Routes {
    static let base = "/api/v1"

    static let all: [Route] =
        people + packs + complaints + attachments + companions + workflow + queues + clocks
        + signing + reporting + checks + terminology + teams
        + bulk + installBase + imports + backups + running

    static let people: [Route] = [
        Route(.get, "/api/v1/setup", .open, .loop, ReadSetup.self),
        Route(.post, "/api/v1/setup", .open, .loop, SetUp.self, body: .json),
        Route(.post, "/api/v1/setup-link", .localOperator, .loop, IssueSetupLink.self),
        Route(.post, "/api/v1/session", .open, .loop, SignIn.self, body: .json),
        Route(.get, "/api/v1/session", .signedIn, .loop, ReadSession.self),
        Route(
            .patch, "/api/v1/session", .signedIn, .loop, ChangeOwnAccount.self, body: .mergePatch),
        Route(.delete, "/api/v1/session", .signedIn, .loop, SignOut.self),
        Route(.get, "/api/v1/users", .permission(.users), .loop, ListUsers.self),
        Route(.post, "/api/v1/users", .permission(.users), .loop, CreateUser.self, body: .json),
        Route(.get, "/api/v1/users/{name}", .permission(.users), .loop, ReadUser.self),
        Route(
            .patch, "/api/v1/users/{name}", .permission(.users), .loop, ChangeUser.self,
            body: .mergePatch),
        Route(.get, "/api/v1/tokens", .signedIn, .loop, ListTokens.self),
        Route(.post, "/api/v1/tokens", .permission(.tokens), .loop, CreateToken.self, body: .json),
        Route(.delete, "/api/v1/tokens/{id}", .signedIn, .loop, RevokeToken.self),
    ]

    static let complaints: [Route] = [
        Route(.get, "/api/v1/complaints", .permission(.read), .worker, ListComplaints.self),
        Route(
            .post, "/api/v1/complaints", .permission(.intake), .loop, CreateComplaint.self,
            body: .json),
        Route(
            .post, "/api/v1/complaints/query", .permission(.read), .worker, QueryComplaints.self,
            body: .json),
        Route(
            .get, "/api/v1/complaints/facets", .permission(.read), .worker, ComplaintFacets.self),
        Route(
            .get, "/api/v1/complaints/export", .permission(.read), .worker, ExportComplaints.self),
        Route(.get, "/api/v1/complaints/{id}", .permission(.read), .loop, ReadComplaint.self),
        Route(
            .patch, "/api/v1/complaints/{id}", .permission(.work), .loop, ChangeComplaint.self,
            body: .mergePatch),
        Route(
            .get, "/api/v1/complaints/{id}/history", .permission(.read), .loop,
            ComplaintHistory.self),
        Route(
            .post, "/api/v1/complaints/{id}/erase-personal-data", .permission(.settings), .loop,
            ErasePerson.self, body: .json),
        Route(.get, "/api/v1/fields", .permission(.read), .loop, ListFields.self),
        Route(
            .post, "/api/v1/fields", .permission(.fields), .loop, CreateField.self, body: .json),
        Route(
            .patch, "/api/v1/fields/{name}", .permission(.fields), .loop, ChangeField.self,
            body: .mergePatch),
    ]

    static let installBase: [Route] = [
        Route(.get, "/api/v1/sites", .permission(.read), .loop, ListSites.self),
        Route(.post, "/api/v1/sites", .permission(.intake), .loop, CreateSite.self, body: .json),
        Route(.get, "/api/v1/sites/{id}", .permission(.read), .loop, ReadSite.self),
        Route(
            .patch, "/api/v1/sites/{id}", .permission(.intake), .loop, ChangeSite.self,
            body: .mergePatch),
        Route(.get, "/api/v1/systems", .permission(.read), .worker, ListSystems.self),
        Route(
            .post, "/api/v1/systems", .permission(.intake), .loop, CreateSystem.self, body: .json),
        Route(.get, "/api/v1/systems/{id}", .permission(.read), .loop, ReadSystem.self),
        Route(
            .patch, "/api/v1/systems/{id}", .permission(.intake), .loop, ChangeSystem.self,
            body: .mergePatch),
    ]

    static let running: [Route] = [
        Route(.get, "/api/v1/events", .permission(.read), .loop, ListenToEvents.self),
        Route(.get, "/api/v1/verify", .permission(.settings), .worker, VerifyStore.self),
        Route(.get, "/api/v1/openapi.json", .signedIn, .worker, ReadOwnOpenAPI.self),
        Route(.get, "/openapi.json", .open, .loop, ReadOpenAPI.self),
        Route(.get, "/healthz", .open, .loop, ReadHealth.self),
        Route(.get, "/readyz", .open, .loop, ReadReadiness.self),
        Route(.get, "/metrics", .metrics, .worker, ReadMetrics.self),
        Route(.get, "/assets/{fingerprint}/{path*}", .open, .loop, ReadAsset.self),
        Route(.get, "/{file}", .open, .loop, ReadRootFile.self),
    ]

    /// Every path outside the API without an extension is a page of the interface.
    static let pages = Route(.get, "/{page*}", .open, .loop, ReadPage.self)
}
