import CLinux
import Glibc
import Synchronization

/// Why a host name has no address.
public struct NameFailure: Error, Sendable, Equatable, CustomStringConvertible {
    public let host: String
    public let reason: String
    /// Whether asking again may help.
    public let isTransient: Bool

    public var description: String { "Cannot find the address of \(host): \(reason)." }
}

/// Turns host names into addresses by /etc/hosts and DNS (getaddrinfo), within a deadline.
public enum NameResolver {
    /// Questions that may be without an answer at the same time; each holds a thread until the C library
    /// gives up.
    static let questionsMax = 16

    private static let questions = Atomic<Int>(0)
    private static let isConfigured: Bool = {
        ibt_use_files_and_dns()
        return true
    }()

    /// The addresses of `host`, best first; addresses are their own, and "localhost" needs no file
    /// (RFC 6761 section 6.3).
    public static func addresses(
        of host: String, until deadline: MonotonicInstant
    ) throws(NameFailure) -> [NetworkAddress] {
        if let address = NetworkAddress(host) { return [address] }
        let name = host.lowercased()
        if name == "localhost" || name.hasSuffix(".localhost") {
            return [
                NetworkAddress(bytes: [127, 0, 0, 1]),
                NetworkAddress(bytes: [UInt8](repeating: 0, count: 15) + [1]),
            ]
        }
        guard questions.wrappingAdd(1, ordering: .relaxed).newValue <= questionsMax else {
            questions.wrappingSubtract(1, ordering: .relaxed)
            throw NameFailure(
                host: host, reason: "too many questions are without an answer", isTransient: true)
        }
        return try ask(host, until: deadline).get()
    }

    /// On a thread of its own, because the C library waits as long as resolv.conf says.
    private static func ask(
        _ host: String, until deadline: MonotonicInstant
    ) -> Result<[NetworkAddress], NameFailure> {
        let answer = Mailbox<Result<[NetworkAddress], NameFailure>>(capacity: 1)
        do throws(SystemError) {
            _ = try Thread.start(name: "resolve") {
                _ = answer.offer(lookUp(host))
                questions.wrappingSubtract(1, ordering: .relaxed)
            }
        } catch {
            questions.wrappingSubtract(1, ordering: .relaxed)
            return .failure(NameFailure(host: host, reason: "\(error)", isTransient: true))
        }
        return answer.take(until: deadline)
            ?? .failure(NameFailure(host: host, reason: "no answer in time", isTransient: true))
    }

    private static func lookUp(_ host: String) -> Result<[NetworkAddress], NameFailure> {
        precondition(isConfigured)
        var hints = unsafe addrinfo()
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        unsafe hints.ai_flags = AI_ADDRCONFIG
        var list: UnsafeMutablePointer<addrinfo>?
        let code = unsafe getaddrinfo(host, nil, &hints, &list)
        guard code == 0 else {
            // A static string of the C library.
            let reason = unsafe String(cString: gai_strerror(code))
            return .failure(
                NameFailure(host: host, reason: reason, isTransient: code == EAI_AGAIN))
        }
        defer { unsafe freeaddrinfo(list) }
        var addresses: [NetworkAddress] = []
        var entry = unsafe list
        // The list lives until it is freed below.
        while let current = unsafe entry {
            if let address = unsafe SocketAddress(current.pointee)?.network?.address,
                !addresses.contains(address)
            {
                addresses.append(address)
            }
            unsafe entry = unsafe current.pointee.ai_next
        }
        return .success(addresses)
    }
}
