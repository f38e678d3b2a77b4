import CLinux
import Glibc

extension Socket {
    /// What a socket is waited for.
    public enum Readiness: Sendable {
        case receiving, sending

        fileprivate var events: Int16 {
            switch self {
            case .receiving: Int16(POLLIN)
            case .sending: Int16(POLLOUT)
            }
        }
    }

    /// A non-blocking connection to `address`, made before `deadline`.
    public static func connect(
        to address: NetworkAddress, port: UInt16, until deadline: MonotonicInstant
    ) throws(SystemError) -> FileDescriptor {
        let name = "\(address) port \(port)"
        let socket = try open(address.bytes.count == 4 ? AF_INET : AF_INET6, name)
        set(socket.raw, Int32(IPPROTO_TCP), TCP_NODELAY, 1)
        let target = SocketAddress(address, port: port)
        do throws(SystemError) {
            try systemCall("connect to", on: name) {
                unsafe target.withPointer { unsafe Glibc.connect(socket.raw, $0, $1) }
            }
        } catch {
            guard error.code == EINPROGRESS else { throw error }
            guard wait(for: .sending, socket.raw, until: deadline) else {
                throw SystemError.timedOut("connect to", name)
            }
            let code = pendingError(of: socket.raw)
            guard code == 0 else {
                throw SystemError(code: code, operation: "connect to", object: name)
            }
        }
        return socket
    }

    /// Waits until the socket is ready, or broken, which the next transfer tells; false at the deadline.
    public static func wait(
        for readiness: Readiness, _ raw: Int32, until deadline: MonotonicInstant
    ) -> Bool {
        while true {
            let left = (deadline - MonotonicInstant.now()).wholeNanoseconds
            var entry = pollfd(fd: raw, events: readiness.events, revents: 0)
            // Rounded up, so that the last wait does not end early and spin.
            let milliseconds = Int32(clamping: max(0, (left + 999_999) / 1_000_000))
            let count = unsafe poll(&entry, 1, milliseconds)
            if count > 0 { return true }
            if count == 0 || left <= 0 { return false }
        }
    }

    /// The error that a non-blocking connect ended with (SO_ERROR); zero for none.
    private static func pendingError(of raw: Int32) -> Int32 {
        var code: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        guard unsafe getsockopt(raw, SOL_SOCKET, SO_ERROR, &code, &size) == 0 else { return EIO }
        return code
    }
}
