internal import Complaints
internal import HTTP

/// The rows of imports, saved mappings, demo data and jobs.
extension Routes {
    static let imports: [Route] = [
        Route(
            .post, "/api/v1/imports", .permission(.import), .worker, UploadImport.self,
            body: .upload(bytesMax: UploadImport.bytesMax)),
        Route(.get, "/api/v1/imports", .permission(.import), .worker, ListImports.self),
        Route(.get, "/api/v1/imports/{id}", .permission(.import), .loop, ReadImport.self),
        Route(
            .post, "/api/v1/imports/{id}/start", .permission(.import), .loop, StartImport.self,
            body: .optionalJSON),
        Route(
            .post, "/api/v1/imports/{id}/cancel", .permission(.import), .loop, CancelImport.self,
            body: .optionalJSON),
        Route(
            .post, "/api/v1/imports/{id}/undo", .permission(.import), .loop, UndoImport.self,
            body: .optionalJSON),
        Route(
            .get, "/api/v1/imports/{id}/errors", .permission(.import), .worker,
            ListImportErrors.self),
        Route(.get, "/api/v1/import-mappings", .permission(.import), .loop, ListMappings.self),
        Route(
            .post, "/api/v1/import-mappings", .permission(.import), .loop, SaveMapping.self,
            body: .json),
        Route(
            .delete, "/api/v1/import-mappings/{id}", .permission(.import), .loop,
            DeleteMapping.self),
        Route(.post, "/api/v1/demo", .permission(.settings), .loop, StartDemo.self, body: .json),
        Route(.get, "/api/v1/jobs/{id}", .permission(.read), .loop, ReadJob.self),
    ]
}
