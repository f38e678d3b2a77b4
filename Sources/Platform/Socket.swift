import CLinux
import Glibc

/// Stream sockets: listening, connecting, and moving bytes without blocking.
public enum Socket {
    /// The longest queue of connections not accepted yet; the kernel may cut it.
    public static let backlog: Int32 = 4096

    /// Who connected.
    public enum Remote: Sendable, Equatable {
        case network(NetworkAddress)
        case local(userID: UInt32)
    }

    /// What became of an accept.
    public enum Accepted: ~Copyable {
        case connection(FileDescriptor, Remote)
        case wouldBlock
        case outOfDescriptors
        /// This one connection failed; the next may not.
        case failed(SystemError)
    }

    /// A listening socket on `address`; port 0 lets the kernel choose.
    public static func listen(
        on address: NetworkAddress, port: UInt16
    ) throws(SystemError) -> FileDescriptor {
        let name = "\(address) port \(port)"
        let family = address.bytes.count == 4 ? AF_INET : AF_INET6
        let listener = try open(family, name)
        set(listener.raw, SOL_SOCKET, SO_REUSEADDR, 1)
        if family == AF_INET6 { set(listener.raw, Int32(IPPROTO_IPV6), IPV6_V6ONLY, 1) }
        let target = SocketAddress(address, port: port)
        try systemCall("listen on", on: name) {
            unsafe target.withPointer { unsafe bind(listener.raw, $0, $1) }
        }
        try systemCall("listen on", on: name) { Glibc.listen(listener.raw, backlog) }
        return listener
    }

    /// A listening unix socket whose file has that mode. A socket left behind by a dead process is replaced; one
    /// that somebody listens on is not (EADDRINUSE).
    public static func listen(
        onUnixPath path: String, mode: UInt32 = 0o600
    ) throws(SystemError) -> FileDescriptor {
        let listener = try open(AF_UNIX, path)
        let target = try unixAddress(path)
        if try DurableFile.status(path)?.kind == .socket {
            do throws(SystemError) {
                _ = try connect(toUnixPath: path)
                throw SystemError(code: EADDRINUSE, operation: "listen on", object: path)
            } catch {
                guard error.code == ECONNREFUSED else { throw error }
                try DurableFile.remove(path)
            }
        }
        // Set before bind, so that the name never exists with wider rights.
        try systemCall("set mode of", on: path) { fchmod(listener.raw, mode) }
        try systemCall("listen on", on: path) {
            unsafe target.withPointer { unsafe bind(listener.raw, $0, $1) }
        }
        try systemCall("set mode of", on: path) { unsafe chmod(path, mode) }
        try systemCall("listen on", on: path) { Glibc.listen(listener.raw, backlog) }
        return listener
    }

    /// Limits what the kernel keeps for the other end of each connection that `listener` will take: so many bytes not
    /// sent yet (tcp(7), TCP_NOTSENT_LOWAT), and so long for bytes that are not taken (TCP_USER_TIMEOUT).
    public static func boundUnsent(of listener: Int32, bytesMax: Int, timeMax: Duration) {
        set(listener, Int32(IPPROTO_TCP), TCP_NOTSENT_LOWAT, Int32(clamping: bytesMax))
        let milliseconds = timeMax.wholeNanoseconds / 1_000_000
        set(listener, Int32(IPPROTO_TCP), TCP_USER_TIMEOUT, Int32(clamping: milliseconds))
    }

    /// The next connection of a non-blocking listener: non-blocking, without Nagle's delay.
    public static func accept(from listener: Int32) -> Accepted {
        var address = SocketAddress()
        let flags = Int32(SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let raw: Int32
        do throws(SystemError) {
            raw = try systemCall("accept", on: "connection") {
                unsafe address.withMutablePointer { unsafe ibt_accept4(listener, $0, $1, flags) }
            }
        } catch {
            if error.wouldBlock { return .wouldBlock }
            return error.isOutOfDescriptors ? .outOfDescriptors : .failed(error)
        }
        let socket = FileDescriptor(owning: raw)
        if let network = address.network {
            set(raw, Int32(IPPROTO_TCP), TCP_NODELAY, 1)
            return .connection(socket, .network(network.address))
        }
        do throws(SystemError) {
            return .connection(socket, .local(userID: try peerUserID(raw)))
        } catch {
            return .failed(error)
        }
    }

    /// A blocking connection to `address`, whose reads and writes fail after `timeout`.
    public static func connect(
        to address: NetworkAddress, port: UInt16, timeout: Duration = .seconds(30)
    ) throws(SystemError) -> FileDescriptor {
        let socket = try open(
            address.bytes.count == 4 ? AF_INET : AF_INET6, "\(address)", isBlocking: true)
        set(socket.raw, Int32(IPPROTO_TCP), TCP_NODELAY, 1)
        limit(socket.raw, to: timeout)
        let target = SocketAddress(address, port: port)
        try systemCall("connect to", on: "\(address) port \(port)") {
            unsafe target.withPointer { unsafe Glibc.connect(socket.raw, $0, $1) }
        }
        return socket
    }

    /// A blocking connection to a unix socket.
    public static func connect(
        toUnixPath path: String, timeout: Duration = .seconds(30)
    ) throws(SystemError) -> FileDescriptor {
        let socket = try open(AF_UNIX, path, isBlocking: true)
        limit(socket.raw, to: timeout)
        let target = try unixAddress(path)
        try systemCall("connect to", on: path) {
            unsafe target.withPointer { unsafe Glibc.connect(socket.raw, $0, $1) }
        }
        return socket
    }

    /// The address and port a socket is bound to; nil for unix sockets.
    public static func boundAddress(
        _ raw: Int32
    ) throws(SystemError) -> (address: NetworkAddress, port: UInt16)? {
        var address = SocketAddress()
        try systemCall("inspect", on: "socket \(raw)") {
            unsafe address.withMutablePointer { unsafe getsockname(raw, $0, $1) }
        }
        return address.network
    }

    /// The user at the other end of a unix socket (SO_PEERCRED).
    public static func peerUserID(_ raw: Int32) throws(SystemError) -> UInt32 {
        var (process, user, group): (Int32, UInt32, UInt32) = (0, 0, 0)
        try systemCall("read credentials of", on: "socket \(raw)") {
            unsafe ibt_peer_credentials(raw, &process, &user, &group)
        }
        return user
    }

    static func open(
        _ family: Int32, _ name: String, isBlocking: Bool = false
    ) throws(SystemError) -> FileDescriptor {
        var type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        if !isBlocking { type |= Int32(SOCK_NONBLOCK.rawValue) }
        let raw = try systemCall("open socket for", on: name) { socket(family, type, 0) }
        return FileDescriptor(owning: raw)
    }

    private static func unixAddress(_ path: String) throws(SystemError) -> SocketAddress {
        guard let address = SocketAddress(unixPath: path) else {
            throw SystemError(code: ENAMETOOLONG, operation: "use as a socket", object: path)
        }
        return address
    }

    static func set(_ raw: Int32, _ level: Int32, _ option: Int32, _ value: Int32) {
        var value = value
        // An option that a socket does not have leaves its default, which is correct if slower.
        _ = unsafe setsockopt(raw, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
    }

    private static func limit(_ raw: Int32, to timeout: Duration) {
        let nanoseconds = timeout.wholeNanoseconds
        var time = timeval(
            tv_sec: Int(nanoseconds / 1_000_000_000),
            tv_usec: Int(nanoseconds % 1_000_000_000 / 1000))
        let size = socklen_t(MemoryLayout<timeval>.size)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            _ = unsafe setsockopt(raw, SOL_SOCKET, option, &time, size)
        }
    }
}
