import CLinux
import Glibc

/// What systemd hands to a service and wants to hear from it (sd_listen_fds(3), sd_notify(3)).
public struct ServiceSupervisor: Sendable {
    private let notifyPath: String?
    /// Listening sockets that were passed to this process, in order.
    public let listeners: [Int32]

    /// - Parameter environment: the process's environment variables.
    public init(environment: [String: String]) {
        notifyPath = environment["NOTIFY_SOCKET"]
        let isForUs = environment["LISTEN_PID"].flatMap(Int32.init) == getpid()
        let count = isForUs ? environment["LISTEN_FDS"].flatMap(Int32.init) ?? 0 : 0
        listeners = count > 0 ? Array(3..<3 + min(count, 64)) : []
    }

    /// Whether somebody waits for notifications.
    public var isPresent: Bool { notifyPath != nil }

    /// The service answers requests now.
    public func notifyReady() throws(SystemError) { try notify("READY=1") }

    /// The service is about to end.
    public func notifyStopping() throws(SystemError) { try notify("STOPPING=1") }

    private func notify(_ state: String) throws(SystemError) {
        guard let notifyPath else { return }
        let name = notifyPath.hasPrefix("@") ? "\0" + notifyPath.dropFirst() : notifyPath
        guard let address = SocketAddress(unixPath: name) else {
            throw SystemError(code: ENAMETOOLONG, operation: "notify", object: notifyPath)
        }
        let type = Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue)
        let socket = FileDescriptor(
            owning: try systemCall("notify", on: notifyPath) { Glibc.socket(AF_UNIX, type, 0) })
        let bytes = Array(state.utf8)
        try systemCall(counting: "notify", on: notifyPath) {
            unsafe address.withPointer {
                unsafe sendto(
                    socket.raw, bytes, bytes.count, Int32(MSG_NOSIGNAL), $0, $1)
            }
        }
    }
}
