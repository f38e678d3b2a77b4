/// What a proxy says about a connection before its first byte: the PROXY protocol, versions 1 and 2
/// (haproxy.org, doc/proxy-protocol.txt).
public struct ProxyHeader: Sendable, Equatable {
    /// The longest header that is taken, of which a version 1 header has at most 107 bytes. A sender's
    /// own additions (TLVs) must fit.
    public static let bytesMax = 4096
    static let lineBytesMax = 107

    /// Whose connection it is.
    public enum Origin: Sendable, Equatable {
        /// The proxy's own, for example to see whether we live (LOCAL).
        case proxy
        /// Somebody's whom the proxy cannot name by an address (UNKNOWN, UNSPEC, unix sockets).
        case unknown
        /// 4 or 16 bytes in network order.
        case address([UInt8], port: UInt16)
    }

    public let origin: Origin
    /// Whether the proxy says that the client reached it by TLS (PP2_TYPE_SSL).
    public let isSecure: Bool

    /// What the bytes so far are.
    public enum Reading: Sendable, Equatable {
        case needMore
        /// The header is `length` bytes long; what follows belongs to the connection.
        case header(ProxyHeader, length: Int)
        case refused(Refusal)
    }

    /// Why a connection's first bytes are not taken.
    public enum Refusal: String, Error, Sendable, CaseIterable {
        /// They do not begin like a header.
        case noProxyHeader
        case malformedProxyHeader
        case proxyHeaderTooLong
    }

    init(_ origin: Origin, isSecure: Bool = false) {
        self.origin = origin
        self.isSecure = isSecure
    }

    /// Reads the header at the start of `bytes`, from its beginning each time.
    public static func read(_ bytes: Span<UInt8>) -> Reading {
        do {
            if bytes.count > 0, bytes[0] == ProxyHeaderV2.signature[0] {
                return try ProxyHeaderV2.read(bytes)
            }
            return try readLine(bytes)
        } catch {
            return .refused(error)
        }
    }

    /// Version 1: "PROXY TCP4 192.0.2.1 198.51.100.7 56324 443" and CRLF.
    private static func readLine(_ bytes: Span<UInt8>) throws(Refusal) -> Reading {
        for (index, byte) in "PROXY ".utf8.enumerated() where index < bytes.count {
            guard bytes[index] == byte else { throw .noProxyHeader }
        }
        var end = 0
        while end < bytes.count, bytes[end] != 0x0D {
            guard (0x20..<0x7F).contains(bytes[end]) else { throw .malformedProxyHeader }
            end += 1
            guard end <= lineBytesMax - 2 else { throw .proxyHeaderTooLong }
        }
        guard end + 1 < bytes.count else { return .needMore }
        guard bytes[end + 1] == 0x0A, end >= 6 else { throw .malformedProxyHeader }
        let words = bytes.text(6..<end).split(separator: " ", omittingEmptySubsequences: false)
        return .header(ProxyHeader(try origin(words)), length: end + 2)
    }

    private static func origin(_ words: [Substring]) throws(Refusal) -> Origin {
        // What follows UNKNOWN is to be ignored (section 2.1).
        if words[0] == "UNKNOWN" { return .unknown }
        guard words.count == 5, let source = AddressText.bytes(words[1]),
            let target = AddressText.bytes(words[2]), source.count == target.count,
            words[0] == (source.count == 4 ? "TCP4" : "TCP6"), let port = port(words[3]),
            Self.port(words[4]) != nil
        else { throw .malformedProxyHeader }
        return .address(source, port: port)
    }

    /// A decimal number up to 65535 without leading zeros.
    private static func port(_ text: Substring) -> UInt16? {
        guard text.utf8.allSatisfy(Bytes.isDigit), text == "0" || text.first != "0" else {
            return nil
        }
        return UInt16(text)
    }
}
