import Platform

/// What a connection's other end is to us, decided once when it is taken: by its listener, by its
/// address where it has one, and by the PROXY header where one is expected.
enum Standing: Equatable {
    /// At the data directory's own socket: the operator, who owns the data anyway.
    case localOperator
    /// A client that speaks for itself.
    case client
    /// A proxy on this machine: at a unix socket, or a trusted one at loopback. What passes between
    /// never leaves the machine.
    case proxyHere
    /// A trusted proxy at another machine.
    case proxyElsewhere
    /// A client whose bytes a trusted proxy on this machine passes on as they are: what its heads say
    /// of themselves is its own word.
    case relayedHere
    /// The same, by way of another machine.
    case relayedElsewhere
    /// At a plain listener open to the network, and not the proxy it is for: refused.
    case stranger

    /// Whether its word on who asks, and by which scheme, is taken.
    var isTrusted: Bool { self == .proxyHere || self == .proxyElsewhere }

    /// What a network peer is. `isShielded` says that its listener serves whoever reaches it: only
    /// this machine does, or it speaks TLS, or the configuration says so.
    static func of(
        _ address: NetworkAddress, trusted: Bool, isShielded: Bool
    ) -> Standing {
        if trusted { return address.isLoopback ? .proxyHere : .proxyElsewhere }
        return isShielded || address.isLoopback ? .client : .stranger
    }

    /// What a connection is that the proxy `self` announced for `address`, nil for one without.
    func announced(_ address: NetworkAddress?, trusted: Bool) -> Standing {
        let isHere = self == .proxyHere
        guard let address, trusted else { return isHere ? .relayedHere : .relayedElsewhere }
        return isHere && address.isLoopback ? .proxyHere : .proxyElsewhere
    }
}
