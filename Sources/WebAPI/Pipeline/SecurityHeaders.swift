internal import HTTP

/// The header fields every answer carries.
enum SecurityHeaders {
    /// Only our own files, no inline script or style, no frame around us.
    static let contentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        + "connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; "
        + "frame-ancestors 'none'"

    /// For what strangers made: no script, no form, no origin, whatever a browser takes it for.
    static let sandboxPolicy =
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"

    /// Over plain HTTP.
    static let plain = fields(contentPolicy, isSecure: false)
    /// Over TLS, with HSTS (RFC 6797).
    static let secure = fields(contentPolicy, isSecure: true)
    static let sandboxed = fields(sandboxPolicy, isSecure: false)
    static let sandboxedSecure = fields(sandboxPolicy, isSecure: true)

    private static func fields(_ policy: String, isSecure: Bool) -> HeaderFields {
        var fields = HeaderFields()
        fields.append("content-security-policy", policy)
        fields.append("x-content-type-options", "nosniff")
        fields.append("referrer-policy", "same-origin")
        fields.append("cross-origin-opener-policy", "same-origin")
        fields.append("cross-origin-resource-policy", "same-origin")
        fields.append(
            "permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
        if isSecure { fields.append("strict-transport-security", "max-age=31536000") }
        return fields
    }
}
