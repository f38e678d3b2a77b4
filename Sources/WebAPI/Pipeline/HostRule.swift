internal import HTTP

/// Which names this instance answers for; anything else is 421, so that no other site can point its
/// own name at a loopback address and read from here (DNS rebinding).
struct HostRule: Sendable {
    private let publicHosts: Set<String>

    init(publicHosts: Set<String>) {
        self.publicHosts = Set(publicHosts.map { $0.lowercased() })
    }

    /// Whether the request names us. The unix socket needs no name.
    func accepts(_ head: RequestHead, from peer: Peer) -> Bool {
        if case .local = peer { return true }
        return Self.isLoopback(head.host) || publicHosts.contains(head.host)
    }

    private static func isLoopback(_ host: String) -> Bool {
        if host == "127.0.0.1" || host == "localhost" || host == "[::1]" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0] == "127" else { return false }
        return parts.allSatisfy { UInt8($0) != nil }
    }
}
