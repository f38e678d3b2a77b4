public import Platform

/// Where a server listens.
public enum ListenAddress: Sendable, Equatable, CustomStringConvertible {
    /// Port 0 lets the kernel choose.
    case tcp(NetworkAddress, port: UInt16)
    /// A socket in the file system, mode 0660, for a proxy on this machine: its clients are ordinary
    /// ones, and the file's mode decides who may be the proxy.
    case unix(path: String)
    /// The data directory's own socket, mode 0600: only our own user and root may connect, and whoever
    /// does is the local operator. Decided where the instance is put together, never read from text.
    case operatorSocket(path: String)
    /// A listening descriptor handed over by the service supervisor.
    case inherited(descriptor: Int32)

    /// Reads "127.0.0.1:8080", "[::1]:8080", "localhost:8080", "*:8080" or "unix:/path"; nil for
    /// anything else. Names are not looked up.
    public init?(_ text: String) {
        if text.hasPrefix("unix:") || text.hasPrefix("/") {
            let path = text.hasPrefix("unix:") ? String(text.dropFirst(5)) : text
            guard !path.isEmpty else { return nil }
            self = .unix(path: path)
            return
        }
        guard let colon = text.lastIndex(of: ":"),
            let port = UInt16(text[text.index(after: colon)...])
        else { return nil }
        let host = String(text[..<colon])
        switch host {
        case "localhost": self = .tcp(NetworkAddress(bytes: [127, 0, 0, 1]), port: port)
        case "*": self = .tcp(NetworkAddress(bytes: [0, 0, 0, 0]), port: port)
        default:
            guard let address = NetworkAddress(host), !host.contains(":") || host.hasPrefix("[")
            else { return nil }
            self = .tcp(address, port: port)
        }
    }

    /// The file of a unix socket that we make; nil for other addresses.
    var socketPath: String? {
        switch self {
        case .unix(let path), .operatorSocket(let path): path
        case .tcp, .inherited: nil
        }
    }

    /// Whether only this machine can connect.
    public var isLocalOnly: Bool {
        switch self {
        case .tcp(let address, _): address.isLoopback
        case .unix, .operatorSocket: true
        case .inherited: false
        }
    }

    public var description: String {
        switch self {
        case .tcp(let address, let port):
            address.bytes.count == 4 ? "\(address):\(port)" : "[\(address)]:\(port)"
        case .unix(let path), .operatorSocket(let path): "unix:\(path)"
        case .inherited(let descriptor): "inherited descriptor \(descriptor)"
        }
    }
}
