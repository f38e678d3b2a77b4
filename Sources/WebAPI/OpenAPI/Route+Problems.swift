internal import HTTP

/// Which problems a route may answer with. What its row says already is derived here and nowhere else,
/// so that the document cannot drift from what the server does.
extension Route {
    /// Every head can be malformed, too long, for another host, or come when too much waits.
    private static let ofEveryHead: Set<UInt16> = [400, 414, 421, 431, 503]
    /// A body can be malformed, too slow, too large, of another type, hold unacceptable values, or find
    /// the disk full.
    private static let ofEveryBody: Set<UInt16> = [408, 413, 415, 422, 507]

    /// The statuses of problems: those of the row, and what only the endpoint knows.
    var problemStatuses: Set<UInt16> {
        let operation = endpoint.operation
        var statuses = Self.ofEveryHead.union(operation.problems)
        if access != .open || !method.isSafe { statuses.insert(403) }
        if access != .open { statuses.insert(401) }
        if !path.parameterNames.isEmpty { statuses.insert(404) }
        if !operation.parameters.isEmpty { statuses.insert(422) }
        if body != .none {
            statuses.formUnion(Self.ofEveryBody)
            if body.mediaTypes == nil { statuses.remove(415) }
        }
        if operation.headers.contains("Idempotency-Key") { statuses.formUnion([409, 422]) }
        return statuses
    }
}

extension Problem {
    /// What each status means here.
    static let reasons: [UInt16: String] = [
        304: "You have it already", 400: "The request cannot be read", 401: "Not signed in",
        403: "Not permitted, from another site, or in the clear",
        404: "Not there, or not for you", 408: "The body took too long to arrive",
        409: "Not in this state", 410: "Erased for good", 412: "Somebody was faster",
        413: "The body is too large",
        414: "The request line is too long", 415: "The body's type is not taken",
        416: "None of that range exists", 421: "Not a name of this server",
        422: "Values are not acceptable", 428: "If-Match is missing", 429: "Too many attempts",
        431: "The header is too large", 503: "Busy, shutting down, or writing has stopped",
        507: "The disk is full, or the attachments' quota: nothing can be saved without room",
    ]
}
