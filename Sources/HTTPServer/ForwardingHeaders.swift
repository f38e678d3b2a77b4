/// The fields in which the trusted proxies say for whom they ask. The others count for nothing: a
/// proxy that writes one kind may pass on what a client wrote in the other.
public enum ForwardingHeaders: String, Sendable, CaseIterable {
    /// X-Forwarded-For, X-Forwarded-Proto and X-Forwarded-Host.
    case xForwarded = "x-forwarded"
    /// Forwarded (RFC 7239).
    case forwarded
}
