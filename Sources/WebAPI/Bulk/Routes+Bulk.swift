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
        Route(
            .post, "/api/v1/complaints/edit-preview", .permission(.work), .worker,
            PreviewEdit.self, body: .json),
        Route(.get, "/api/v1/bulk", starters, .worker, ListBulk.self),
        Route(.get, "/api/v1/bulk/{id}", starters, .worker, ReadBulk.self),
        Route(.get, "/api/v1/bulk/{id}/rows", starters, .worker, ListBulkRows.self),
        Route(.post, "/api/v1/bulk/{id}/cancel", starters, .loop, CancelBulk.self),
        Route(
            .post, "/api/v1/bulk/{id}/undo", .permission(.work), .worker, UndoBulk.self,
            body: .json),
    ]

    /// Who may start such work may see and stop their own.
    private static let starters = AccessRule.either(.intake, .work)
}
