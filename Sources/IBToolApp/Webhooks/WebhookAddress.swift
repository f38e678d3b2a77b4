/// Where a web hook listens: `http://` or `https://`, a host, a port, a path.
struct WebhookAddress: Sendable, Equatable {
    static let expected = "an address such as https://audit.example/anchors"

    let isSecure: Bool
    let host: String
    let port: UInt16
    /// Path and query as they stand.
    let target: String

    init?(_ text: String) {
        let schemes = [("https://", true, UInt16(443)), ("http://", false, UInt16(80))]
        guard let scheme = schemes.first(where: { text.hasPrefix($0.0) }) else { return nil }
        let rest = text.dropFirst(scheme.0.count)
        guard rest.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x23 }) else { return nil }
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        let path = rest.dropFirst(authority.count)
        target = path.hasPrefix("/") ? String(path) : "/" + path
        isSecure = scheme.1
        // Credentials in an address end up in logs.
        guard !authority.contains("@") else { return nil }
        let isBracketed = authority.hasPrefix("[")
        let name = isBracketed ? authority.prefix { $0 != "]" } : authority.prefix { $0 != ":" }
        let afterName = authority.dropFirst(name.count + (isBracketed ? 1 : 0))
        host = String(isBracketed ? name.dropFirst() : name)
        guard !host.isEmpty else { return nil }
        if afterName.isEmpty {
            port = scheme.2
        } else {
            guard afterName.hasPrefix(":"), let number = UInt16(afterName.dropFirst()), number > 0
            else { return nil }
            port = number
        }
    }

    /// Without its path, which may hold a secret.
    var name: String { "\(isSecure ? "https" : "http")://\(host):\(port)" }
}
