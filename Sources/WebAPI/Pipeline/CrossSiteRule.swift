internal import HTTP

/// Refuses unsafe requests that another site made a browser send (OWASP: CSRF).
///
/// | credential | Origin ours | Origin foreign | none, Sec-Fetch-Site same-origin or none | nothing |
/// |---|---|---|---|---|
/// | cookie | passes | refused | passes | refused |
/// | bearer, socket | passes | passes | passes | passes |
/// | none (sign-in, set-up) | passes | refused | passes | passes |
enum CrossSiteRule {
    /// Whether the request may change something.
    static func accepts(_ head: RequestHead, credential: UsedCredential) -> Bool {
        if head.method.isSafe { return true }
        switch credential {
        case .token, .local, .metrics: return true
        case .session, .none: break
        }
        if let origin = head.headers["origin"] { return isOwn(origin, head) }
        if let site = head.headers["sec-fetch-site"] {
            return site == "same-origin" || site == "none"
        }
        return !credential.isAmbient
    }

    private static func isOwn(_ origin: String, _ head: RequestHead) -> Bool {
        let scheme = head.isSecure ? "https://" : "http://"
        let defaultPort: UInt16 = head.isSecure ? 443 : 80
        var own = scheme + head.host
        if let port = head.port, port != defaultPort { own += ":\(port)" }
        return origin == own
    }
}
