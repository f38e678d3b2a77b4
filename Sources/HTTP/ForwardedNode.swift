/// Who is at one end of a hop (RFC 7239 section 6): an address, or a name that hides it; perhaps with
/// a port.
public struct ForwardedNode: Sendable, Equatable {
    /// What it is called.
    public enum Name: Sendable, Equatable {
        /// 4 or 16 bytes in network order.
        case address([UInt8])
        /// "unknown".
        case unknown
        /// "_hidden": letters, digits, dots, dashes and low lines behind the first one.
        case obfuscated(String)
    }

    public let name: Name
    /// Digits, or an obfuscated port as written; nil for none.
    public let port: String?

    /// Reads "192.0.2.60", "[2001:db8::1]:8080", "unknown" or "_gazonk:_port"; nil for anything
    /// else. An IPv6 address stands in brackets.
    public init?(_ text: String) {
        let utf8 = Array(text.utf8)
        let end: Int
        if utf8.first == 0x5B {
            guard let close = utf8.firstIndex(of: 0x5D) else { return nil }
            end = close + 1
            let inside = String(decoding: utf8[1..<close], as: UTF8.self)
            guard let bytes = AddressText.bytes(inside), bytes.count == 16 else { return nil }
            name = .address(bytes)
        } else {
            end = utf8.firstIndex(of: 0x3A) ?? utf8.count
            let inside = String(decoding: utf8[..<end], as: UTF8.self)
            if let bytes = AddressText.bytes(inside) {
                name = .address(bytes)
            } else if inside.lowercased() == "unknown" {
                name = .unknown
            } else if Self.isObfuscated(utf8[..<end]) {
                name = .obfuscated(inside)
            } else {
                return nil
            }
        }
        guard end < utf8.count else {
            port = nil
            return
        }
        let digits = utf8[(end + 1)...]
        guard utf8[end] == 0x3A, Self.isPort(digits) else { return nil }
        port = String(decoding: digits, as: UTF8.self)
    }

    private static func isPort(_ text: ArraySlice<UInt8>) -> Bool {
        if isObfuscated(text) { return true }
        guard (1...5).contains(text.count), text.allSatisfy(Bytes.isDigit) else { return false }
        return text.reduce(0) { $0 * 10 + Int($1 - 0x30) } <= 65_535
    }

    private static func isObfuscated(_ text: ArraySlice<UInt8>) -> Bool {
        text.count > 1 && text.first == 0x5F
            && text.dropFirst().allSatisfy { byte in
                Bytes.isDigit(byte) || Bytes.lowercased(byte) &- 0x61 < 26 || byte == 0x2E
                    || byte == 0x5F || byte == 0x2D
            }
    }
}
