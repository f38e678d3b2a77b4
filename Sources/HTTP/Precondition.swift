/// What a request's conditions come to (RFC 9110 section 13.2.2).
public enum Precondition: Sendable, Equatable {
    /// Go on.
    case holds
    /// Answer 304 (GET and HEAD).
    case notModified
    /// Answer 412.
    case failed

    /// Evaluates If-Match, If-Unmodified-Since, If-None-Match and If-Modified-Since in their order,
    /// against the current representation: its tag and the second it was last modified, nil where
    /// there is none.
    public static func evaluate(
        _ head: RequestHead, tag: EntityTag?, modifiedSeconds: Int64? = nil, nowSeconds: Int64 = 0
    ) -> Precondition {
        let headers = head.headers
        if let condition = EntityTagCondition(headers, "if-match") {
            if !condition.isMatch(for: tag) { return .failed }
        } else if let since = date(headers["if-unmodified-since"], nowSeconds), let modifiedSeconds
        {
            if modifiedSeconds > since { return .failed }
        }
        let reads = head.method == .get || head.method == .head
        if let condition = EntityTagCondition(headers, "if-none-match") {
            if condition.isWeakMatch(for: tag) { return reads ? .notModified : .failed }
        } else if reads, let since = date(headers["if-modified-since"], nowSeconds),
            let modifiedSeconds
        {
            if modifiedSeconds <= since { return .notModified }
        }
        return .holds
    }

    private static func date(_ value: String?, _ nowSeconds: Int64) -> Int64? {
        value.flatMap { HTTPDate.parse($0, nowSeconds: nowSeconds) }
    }
}
