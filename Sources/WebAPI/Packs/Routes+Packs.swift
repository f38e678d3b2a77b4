internal import Complaints
internal import HTTP

/// The rows of inspection packs.
extension Routes {
    static let packs: [Route] = [
        Route(.get, "/api/v1/complaints/pack", .permission(.read), .worker, ExportPack.self),
        Route(
            .get, "/api/v1/complaints/{id}/pack", .permission(.read), .worker,
            ExportOnePack.self),
    ]
}
