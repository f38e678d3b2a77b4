import CLinux
import Glibc

/// An IPv4 or IPv6 address. IPv4 addresses mapped into IPv6 are IPv4.
public struct NetworkAddress: Sendable, Hashable, CustomStringConvertible {
    /// 4 or 16 bytes in network order.
    public let bytes: [UInt8]

    /// - Precondition: 4 or 16 bytes.
    public init(bytes: [UInt8]) {
        precondition(bytes.count == 4 || bytes.count == 16)
        let mapped: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]
        self.bytes = bytes.starts(with: mapped) ? Array(bytes[12...]) : bytes
    }

    /// Reads dotted decimal or RFC 4291 text, with or without brackets; nil for names.
    public init?(_ text: String) {
        var plain = text
        if plain.hasPrefix("["), plain.hasSuffix("]") {
            plain = String(plain.dropFirst().dropLast())
        }
        var buffer = [UInt8](repeating: 0, count: 16)
        // inet_pton writes 4 or 16 bytes into a buffer of 16.
        if unsafe inet_pton(AF_INET, plain, &buffer) == 1 {
            self.init(bytes: Array(buffer.prefix(4)))
        } else if unsafe inet_pton(AF_INET6, plain, &buffer) == 1 {
            self.init(bytes: buffer)
        } else {
            return nil
        }
    }

    /// 127.0.0.0/8 or ::1.
    public var isLoopback: Bool {
        bytes.count == 4 ? bytes[0] == 127 : bytes == [UInt8](repeating: 0, count: 15) + [1]
    }

    /// The canonical text (RFC 5952), without brackets.
    public var description: String {
        if bytes.count == 4 { return "\(bytes[0]).\(bytes[1]).\(bytes[2]).\(bytes[3])" }
        var text = [CChar](repeating: 0, count: 64)
        // 64 bytes hold any IPv6 text (INET6_ADDRSTRLEN is 46).
        guard unsafe inet_ntop(AF_INET6, bytes, &text, 64) != nil else { return "::" }
        return String(
            decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

/// A block of addresses: "10.0.0.0/8", "fd00::/8", or one address.
public struct AddressRange: Sendable, Hashable {
    private let base: NetworkAddress
    private let prefixBits: Int

    /// Reads CIDR notation; nil when malformed.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let base = NetworkAddress(String(parts[0])) else {
            return nil
        }
        let bitsMax = base.bytes.count * 8
        guard let bits = parts.count == 2 ? Int(parts[1]) : bitsMax, (0...bitsMax).contains(bits)
        else { return nil }
        self.base = base
        prefixBits = bits
    }

    /// Whether the address is of the same family and inside the block.
    public func contains(_ address: NetworkAddress) -> Bool {
        guard address.bytes.count == base.bytes.count else { return false }
        for bit in stride(from: 0, to: prefixBits, by: 8) {
            let mask =
                prefixBits - bit >= 8
                ? 0xFF : UInt8(truncatingIfNeeded: 0xFF00 >> (prefixBits - bit))
            if (address.bytes[bit / 8] ^ base.bytes[bit / 8]) & mask != 0 { return false }
        }
        return true
    }
}
