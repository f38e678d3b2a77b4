import HTTPServer

/// One place to serve at, as configured.
enum Listener: Sendable, Equatable {
    case address(ListenAddress)
    /// The sockets a service manager hands over (sd_listen_fds(3)).
    case inherited

    /// `HOST:PORT`, `[IPV6]:PORT`, `:PORT` (loopback), `unix:PATH` or `systemd`.
    init?(_ text: String) {
        if text == "systemd" {
            self = .inherited
            return
        }
        guard let address = ListenAddress(text.hasPrefix(":") ? "127.0.0.1" + text : text) else {
            return nil
        }
        // sockaddr_un holds 108 bytes with the final NUL (unix(7)).
        if case .unix(let path) = address, path.utf8.count >= 108 { return nil }
        self = .address(address)
    }

    /// Whether only this machine reaches it. What a service manager listens at is its own decision.
    var isLocalOnly: Bool {
        switch self {
        case .address(let address): address.isLocalOnly
        case .inherited: true
        }
    }
}
