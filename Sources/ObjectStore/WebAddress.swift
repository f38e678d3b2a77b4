import HTTPClient
import Platform
import TLS

/// "http://host:port/path" or the same with https: what credentials and endpoints are named by.
struct WebAddress: Sendable, Equatable {
    let isSecure: Bool
    let host: String
    let port: UInt16
    /// Path and query, "/" at least.
    let target: String

    /// Nil for other schemes, for user names, and for bytes that no address has.
    init?(_ text: String) {
        let rest: Substring
        if text.hasPrefix("https://") {
            (isSecure, rest) = (true, text.dropFirst(8))
        } else if text.hasPrefix("http://") {
            (isSecure, rest) = (false, text.dropFirst(7))
        } else {
            return nil
        }
        guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
        let end = rest.firstIndex { $0 == "/" || $0 == "?" || $0 == "#" } ?? rest.endIndex
        guard let (host, port) = Self.authority(rest[..<end]) else { return nil }
        let path = rest[end...]
        guard !path.contains("#") else { return nil }
        self.host = host
        self.port = port ?? (isSecure ? 443 : 80)
        target = path.hasPrefix("/") ? String(path) : "/\(path)"
    }

    /// Whether it is this very machine.
    var isLoopback: Bool {
        host == "localhost" || NetworkAddress(host)?.isLoopback == true
    }

    /// Where to connect to; `trust` is asked for https only.
    func endpoint<Failure: Error>(
        host: String? = nil, _ trust: () throws(Failure) -> TLSClient
    ) throws(Failure) -> Endpoint {
        let host = host ?? self.host
        return isSecure
            ? .tls(host: host, port: port, try trust()) : .tcp(host: host, port: port)
    }

    private static func authority(_ text: Substring) -> (host: String, port: UInt16?)? {
        var host = text
        var port: UInt16?
        let isBracketed = text.hasPrefix("[")
        if let colon = text.lastIndex(of: ":"), !isBracketed || text[..<colon].hasSuffix("]") {
            guard let number = UInt16(text[text.index(after: colon)...]), number > 0 else {
                return nil
            }
            (host, port) = (text[..<colon], number)
        }
        if isBracketed {
            guard host.hasSuffix("]"), let address = NetworkAddress(String(host)) else {
                return nil
            }
            return ("\(address)", port)
        }
        let isName = host.utf8.allSatisfy {
            (0x61...0x7A).contains($0) || (0x41...0x5A).contains($0) || (0x30...0x39).contains($0)
                || $0 == 0x2D || $0 == 0x2E || $0 == 0x5F
        }
        return isName && !host.isEmpty && host.utf8.count <= 253 ? (host.lowercased(), port) : nil
    }
}
