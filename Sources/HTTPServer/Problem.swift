import HTTP

/// The answers the server gives by itself, as problem documents (RFC 9457).
enum Problem {
    /// An answer of this status. `detail` is a sentence without quotes or backslashes; nil for what
    /// the status means here.
    static func answer(
        _ status: Status, detail: String? = nil, id: RequestID?, retryAfterSeconds: Int? = nil
    ) -> Response {
        var headers = HeaderFields()
        headers.append("content-type", "application/problem+json")
        headers.append("cache-control", "no-store")
        if status.code == 405 {
            let allowed = Method.allCases.map(\.rawValue).joined(separator: ", ")
            headers.append("allow", allowed)
        }
        if let retryAfterSeconds { headers.append("retry-after", "\(retryAfterSeconds)") }
        var text =
            "{\"type\":\"about:blank\",\"title\":\"\(status.reason)\",\"status\":\(status.code),"
            + "\"detail\":\"\(detail ?? sentence(status))\""
        if let id { text += ",\"request_id\":\"\(id.text)\"" }
        text += "}"
        return Response(status: status, headers: headers, body: .bytes(Array(text.utf8)))
    }

    /// What each status that the server gives means, in one sentence.
    private static func sentence(_ status: Status) -> String {
        switch status.code {
        case 400: "The request is not valid HTTP."
        case 405: "This server does not take that method; Allow lists those it takes."
        case 408: "The request took too long to arrive."
        case 413: "The body is larger than this address takes."
        case 421: "This name is not one of this server."
        case 414: "The request line is longer than 8 KiB; send long filters in a body."
        case 417: "The only expectation that is met is 100-continue."
        case 431: "The header is larger than 16 KiB, or has too many fields or too long a one."
        case 501: "This method or transfer coding is not known here."
        case 503: "The server is busy; try again."
        case 505: "This server speaks HTTP 1.1 and 1.0."
        case 507: "The disk is full; an operator must make room."
        default: "Something went wrong here; the server has it in its log."
        }
    }
}
