internal import Complaints
internal import HTTP

/// The rows of attachments.
extension Routes {
    static let attachments: [Route] = [
        Route(
            .get, "/api/v1/complaints/{id}/attachments", .permission(.read), .worker,
            ListAttachments.self),
        Route(
            .post, "/api/v1/complaints/{id}/attachments", .permission(.intake), .worker,
            UploadAttachment.self, body: .sink),
        Route(.get, one, .permission(.read), .worker, ReadAttachment.self),
        Route(
            .patch, one, .permission(.work), .worker, ChangeAttachment.self, body: .mergePatch),
        Route(
            .get, one + "/content", .permission(.read), .worker, ReadAttachmentContent.self),
        Route(
            .post, one + "/withdraw", .permission(.intake), .worker, WithdrawAttachment.self,
            body: .json),
    ]

    private static let one = "/api/v1/complaints/{id}/attachments/{attachment}"
}
