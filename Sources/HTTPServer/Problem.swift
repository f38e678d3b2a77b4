import HTTP

/// The answers the server gives by itself, as problem documents (RFC 9457).
enum Problem {
    /// An answer of this status that says no more than the status does.
    static func answer(_ status: Status, retryAfterSeconds: Int? = nil) -> Response {
        var headers = HeaderFields()
        headers.append("content-type", "application/problem+json")
        headers.append("cache-control", "no-store")
        if status.code == 405 {
            let allowed = Method.allCases.map(\.rawValue).joined(separator: ", ")
            headers.append("allow", allowed)
        }
        if let retryAfterSeconds { headers.append("retry-after", "\(retryAfterSeconds)") }
        let text =
            "{\"type\":\"about:blank\",\"title\":\"\(status.reason)\",\"status\":\(status.code)}"
        return Response(status: status, headers: headers, body: .bytes(Array(text.utf8)))
    }
}
