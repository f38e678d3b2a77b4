internal import Complaints
internal import HTTP

/// The rows of teams, and of what people are told.
extension Routes {
    static let teams: [Route] = [
        Route(.get, "/api/v1/teams", .permission(.read), .loop, ListTeams.self),
        Route(.post, "/api/v1/teams", .permission(.users), .loop, CreateTeam.self, body: .json),
        Route(
            .patch, "/api/v1/teams/{id}", .permission(.users), .loop, ChangeTeam.self,
            body: .mergePatch),
        Route(
            .get, "/api/v1/notifications", .permission(.read), .worker, ListNotifications.self),
        Route(
            .post, "/api/v1/notifications/seen", .permission(.read), .loop,
            SeeNotifications.self, body: .json),
    ]
}
