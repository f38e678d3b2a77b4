internal import Complaints
internal import HTTP

/// The rows of the IMDRF's terminologies.
extension Routes {
    static let terminology: [Route] = [
        Route(.get, "/api/v1/imdrf", .permission(.read), .loop, ListTerminologies.self),
        Route(
            .post, "/api/v1/imdrf", .permission(.fields), .worker, ImportTerminology.self,
            body: .upload(bytesMax: ImportTerminology.bytesMax)),
        Route(.get, "/api/v1/imdrf/{annex}", .permission(.read), .worker, SearchTerms.self),
    ]
}
