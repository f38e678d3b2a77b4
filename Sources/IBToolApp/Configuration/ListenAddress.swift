/// One place to serve at.
enum ListenAddress: Sendable, Equatable {
    case network(host: String, port: UInt16)
    case unixSocket(path: String)
    /// The sockets a service manager handed over (sd_listen_fds(3)).
    case inherited

    /// `HOST:PORT`, `[IPV6]:PORT`, `:PORT` (loopback), `unix:PATH` or `systemd`.
    init?(_ text: String) {
        if text == "systemd" {
            self = .inherited
            return
        }
        if text.hasPrefix("unix:") {
            let path = String(text.dropFirst("unix:".count))
            // sockaddr_un holds 108 bytes with the final NUL (unix(7)).
            guard !path.isEmpty, path.utf8.count < 108 else { return nil }
            self = .unixSocket(path: path)
            return
        }
        guard let colon = text.lastIndex(of: ":"),
            let port = UInt16(text[text.index(after: colon)...])
        else { return nil }
        var host = String(text[..<colon])
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = String(host.dropFirst().dropLast())
        } else if host.contains(":") {
            return nil
        }
        self = .network(host: host.isEmpty ? "127.0.0.1" : host, port: port)
    }

    /// Whether only this machine reaches it.
    var isLoopback: Bool {
        switch self {
        case .network(let host, _): host == "localhost" || host == "::1" || host.hasPrefix("127.")
        case .unixSocket: true
        case .inherited: false
        }
    }
}
