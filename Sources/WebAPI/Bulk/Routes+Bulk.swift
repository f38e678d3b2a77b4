internal import Complaints
internal import HTTP

/// The rows of bulk work on complaints.
extension Routes {
    static let bulk: [Route] = [
        Route(
            .post, "/api/v1/complaints/bulk-edit", .permission(.work), .worker,
            StartBulkEdit.self, body: .json),
        Route(
            .post, "/api/v1/complaints/bulk-create", .permission(.intake), .worker,
            StartBulkCreate.self, body: .upload(bytesMax: StartBulkCreate.bytesMax)),
        Route(.get, "/api/v1/bulk", .permission(.intake), .loop, ListBulk.self),
        Route(.get, "/api/v1/bulk/{id}", .permission(.intake), .loop, ReadBulk.self),
        Route(.get, "/api/v1/bulk/{id}/rows", .permission(.intake), .worker, ListBulkRows.self),
        Route(.post, "/api/v1/bulk/{id}/cancel", .permission(.intake), .loop, CancelBulk.self),
    ]
}
