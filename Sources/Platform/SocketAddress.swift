import CLinux
import Glibc

/// Where a socket is bound or connected: the C structure and its length.
struct SocketAddress {
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)

    /// Room for the kernel to write an address.
    init() {}

    init(_ address: NetworkAddress, port: UInt16) {
        if address.bytes.count == 4 {
            var four = sockaddr_in()
            four.sin_family = sa_family_t(AF_INET)
            four.sin_port = port.bigEndian
            four.sin_addr.s_addr = address.bytes.enumerated().reduce(0) { value, byte in
                value | UInt32(byte.element) << UInt32(8 * byte.offset)
            }
            self.init(copying: four)
        } else {
            var six = sockaddr_in6()
            six.sin6_family = sa_family_t(AF_INET6)
            six.sin6_port = port.bigEndian
            unsafe withUnsafeMutableBytes(of: &six.sin6_addr) {
                unsafe $0.copyBytes(from: address.bytes)
            }
            self.init(copying: six)
        }
    }

    /// Nil when the path is longer than the 107 bytes a unix socket may have.
    init?(unixPath path: String) {
        var unix = sockaddr_un()
        unix.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: unix.sun_path) else { return nil }
        unsafe withUnsafeMutableBytes(of: &unix.sun_path) { unsafe $0.copyBytes(from: bytes) }
        self.init(copying: unix)
        // An abstract name ends with the length, not with a NUL.
        if bytes.first == 0 { length = socklen_t(2 + bytes.count) }
    }

    /// An address that getaddrinfo found; nil where it has none of a length we know.
    init?(_ found: addrinfo) {
        let length = unsafe Int(found.ai_addrlen)
        guard let address = unsafe found.ai_addr, length <= MemoryLayout<sockaddr_storage>.size
        else {
            return nil
        }
        // The entry says how long its address is, and that fits.
        unsafe withUnsafeMutableBytes(of: &storage) { room in
            unsafe room.copyMemory(from: UnsafeRawBufferPointer(start: address, count: length))
        }
        self.length = socklen_t(length)
    }

    /// The address and port, nil for unix sockets.
    var network: (address: NetworkAddress, port: UInt16)? {
        switch Int32(storage.ss_family) {
        case AF_INET:
            let four = view(as: sockaddr_in.self)
            let bytes = (0..<4).map { UInt8(truncatingIfNeeded: four.sin_addr.s_addr >> (8 * $0)) }
            return (NetworkAddress(bytes: bytes), UInt16(bigEndian: four.sin_port))
        case AF_INET6:
            var six = view(as: sockaddr_in6.self)
            let bytes = unsafe withUnsafeBytes(of: &six.sin6_addr) { unsafe Array($0) }
            return (NetworkAddress(bytes: bytes), UInt16(bigEndian: six.sin6_port))
        default: return nil
        }
    }

    /// Lends the address to a system call.
    func withPointer<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        // sockaddr is the common head of every address structure, as the socket calls expect.
        unsafe withUnsafePointer(to: storage) {
            unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe body($0, length) }
        }
    }

    /// Lends room to a system call that writes an address.
    mutating func withMutablePointer<Result>(
        _ body: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Result
    ) -> Result {
        // As above; `length` says how much room there is.
        unsafe withUnsafeMutablePointer(to: &storage) { storage in
            unsafe storage.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe withUnsafeMutablePointer(to: &length) { unsafe body(address, $0) }
            }
        }
    }

    private init<Address>(copying address: Address) {
        length = socklen_t(MemoryLayout<Address>.size)
        // Every address structure fits into sockaddr_storage: that is what it is for.
        unsafe withUnsafeMutableBytes(of: &storage) { room in
            unsafe withUnsafeBytes(of: address) { unsafe room.copyMemory(from: $0) }
        }
    }

    private func view<Address>(as type: Address.Type) -> Address {
        // The family field says that the storage holds this structure.
        unsafe withUnsafeBytes(of: storage) { unsafe $0.loadUnaligned(as: type) }
    }
}
