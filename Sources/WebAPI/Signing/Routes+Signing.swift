internal import Complaints
internal import HTTP

/// The rows of signatures, of what was before, and of the change log.
extension Routes {
    static let signing: [Route] = [
        Route(.get, one + "/signatures", .permission(.read), .loop, ListSignatures.self),
        Route(
            .post, one + "/signatures", .permission(.sign), .loop, SignComplaint.self,
            body: .json),
        Route(
            .post, one + "/corrections", .permission(.sign), .loop, CorrectComplaint.self,
            body: .json),
        Route(
            .get, one + "/versions/{version}", .permission(.read), .worker, ReadVersion.self),
        Route(.get, one + "/compare", .permission(.read), .worker, CompareVersions.self),
        Route(.get, "/api/v1/signature-meanings", .signedIn, .loop, ListSignatureMeanings.self),
        Route(.get, "/api/v1/changes", .permission(.settings), .worker, ListChanges.self),
        Route(.get, "/api/v1/changes/kinds", .permission(.settings), .loop, ListChangeKinds.self),
        Route(.get, "/api/v1/changes/fields", .permission(.read), .loop, ListLoggedFields.self),
        Route(
            .get, "/api/v1/changes/export", .permission(.settings), .worker, ExportChanges.self),
        Route(.get, "/api/v1/anchors", .permission(.settings), .worker, ListAnchors.self),
        Route(
            .post, "/api/v1/anchors/check", .permission(.settings), .worker, CheckAnchors.self,
            body: .json),
    ]

    private static let one = "/api/v1/complaints/{id}"
}
