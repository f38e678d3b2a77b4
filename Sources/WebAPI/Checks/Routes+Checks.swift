internal import Complaints
internal import HTTP

/// The rows of the self-check.
extension Routes {
    static let checks: [Route] = [
        Route(.get, "/api/v1/self-check", .permission(.read), .worker, ReadSelfCheck.self),
        Route(
            .get, "/api/v1/self-check/export", .permission(.read), .worker, ExportSelfCheck.self),
        Route(
            .get, "/api/v1/self-check/{check}", .permission(.read), .worker,
            ListCheckedFiles.self),
    ]
}
