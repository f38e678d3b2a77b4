import HTTP
import Testing

/// Headers made by hand from the specification, as HAProxy and balancers send them.
@Suite struct ProxyHeaderTests {
    private static let signature: [UInt8] = [13, 10, 13, 10, 0, 13, 10, 0x51, 0x55, 0x49, 0x54, 10]

    static func binary(
        _ command: UInt8, _ family: UInt8, _ content: [UInt8], length: Int? = nil
    ) -> [UInt8] {
        let length = length ?? content.count
        return signature + [command, family, UInt8(length >> 8), UInt8(length & 0xFF)] + content
    }

    static let four: [UInt8] = [192, 0, 2, 1, 198, 51, 100, 7, 0xDC, 0x04, 0x01, 0xBB]
    static let six: [UInt8] =
        [0x20, 1, 0x0D, 0xB8] + [UInt8](repeating: 0, count: 11) + [1]
        + [0x20, 1, 0x0D, 0xB8] + [UInt8](repeating: 0, count: 11) + [2] + [0xDC, 0x04, 0x01, 0xBB]
    /// PP2_TYPE_CRC32C, PP2_TYPE_AWS with the endpoint's name, PP2_TYPE_NOOP.
    static let balancer: [UInt8] =
        [0x03, 0, 4, 1, 2, 3, 4] + [0xEA, 0, 5, 1] + Array("vpce".utf8) + [0x04, 0, 0]
    /// PP2_TYPE_SSL: client bits, verification, and the version inside.
    static func secure(_ bits: UInt8) -> [UInt8] {
        [0x20, 0, 15, bits, 0, 0, 0, 0, 0x21, 0, 7] + Array("TLSv1.3".utf8)
    }

    static func origin(_ header: ProxyHeader) -> String {
        let name =
            switch header.origin {
            case .proxy: "proxy"
            case .unknown: "unknown"
            case .address(let bytes, let port):
                bytes.map(String.init).joined(separator: ".") + " \(port)"
            }
        return name + (header.isSecure ? " secure" : "")
    }

    static let longSix = "2001:db8::1 2001:db8::2 56324 443"
    static let sixShown = "32.1.13.184.0.0.0.0.0.0.0.0.0.0.0.1 56324"

    static let good: [([UInt8], String)] = [
        (Array("PROXY TCP4 192.0.2.1 198.51.100.7 56324 443\r\n".utf8), "192.0.2.1 56324"),
        (
            Array("PROXY TCP4 255.255.255.255 255.255.255.255 65535 65535\r\n".utf8),
            "255.255.255.255 65535"
        ),
        (Array("PROXY TCP6 \(longSix)\r\n".utf8), sixShown),
        (Array("PROXY UNKNOWN\r\n".utf8), "unknown"),
        (Array("PROXY UNKNOWN ffff::1 ffff::2 65535 65535\r\n".utf8), "unknown"),
        (Array("PROXY TCP4 192.0.2.1 198.51.100.7 0 0\r\n".utf8), "192.0.2.1 0"),
        (binary(0x21, 0x11, four), "192.0.2.1 56324"), (binary(0x21, 0x21, six), sixShown),
        (binary(0x21, 0x11, four + balancer), "192.0.2.1 56324"),
        (binary(0x21, 0x11, four + secure(1)), "192.0.2.1 56324 secure"),
        (binary(0x21, 0x11, four + secure(0)), "192.0.2.1 56324"),
        (binary(0x21, 0x21, six + balancer + secure(5)), sixShown + " secure"),
        (binary(0x20, 0x00, []), "proxy"), (binary(0x20, 0x11, four + balancer), "proxy"),
        (binary(0x20, 0xFF, [1, 2, 3]), "proxy"), (binary(0x21, 0x00, []), "unknown"),
        (binary(0x21, 0x00, [9, 9]), "unknown"),
        (binary(0x21, 0x31, [UInt8](repeating: 0x61, count: 216)), "unknown"),
        (
            binary(0x21, 0x11, four + [4, 0x0F, 0xE1] + [UInt8](repeating: 0, count: 4065)),
            "192.0.2.1 56324"
        ),
    ]

    @Test(arguments: good)
    func headersAreReadAndNothingBehindThem(_ bytes: [UInt8], _ expected: String) {
        for end in 0..<bytes.count {
            #expect(ProxyHeader.read(Array(bytes[..<end]).span) == .needMore)
        }
        for rest in ["", "GET / HTTP/1.1\r\n\r\n", "PROXY UNKNOWN\r\n"] {
            let all = bytes + Array(rest.utf8)
            guard case .header(let header, bytes.count) = ProxyHeader.read(all.span) else {
                Issue.record("\(expected): \(ProxyHeader.read(all.span))")
                continue
            }
            #expect(Self.origin(header) == expected)
        }
    }

    static let bad: [([UInt8], ProxyHeader.Refusal)] = [
        (Array("GET / HTTP/1.1\r\n".utf8), .noProxyHeader), ([0x16, 3, 1], .noProxyHeader),
        (Array("PROXZ".utf8), .noProxyHeader), (Array("proxy ".utf8), .noProxyHeader),
        ([13, 10, 13, 10, 1], .noProxyHeader), ([13, 10, 71], .noProxyHeader),
        (Array("PROXY \r\n".utf8), .malformedProxyHeader),
        (Array("PROXY  TCP4 192.0.2.1 198.51.100.7 1 2\r\n".utf8), .malformedProxyHeader),
        (Array("PROXY TCP4 192.0.2.1 198.51.100.7 1\r\n".utf8), .malformedProxyHeader),
        (Array("PROXY TCP4 192.0.2.1 198.51.100.7 1 2 \r\n".utf8), .malformedProxyHeader),
        (Array("PROXY TCP4 192.0.2.1 198.51.100.7 01 2\r\n".utf8), .malformedProxyHeader),
        (Array("PROXY TCP4 192.0.2.1 198.51.100.7 1 65536\r\n".utf8), .malformedProxyHeader),
        (Array("PROXY TCP4 192.0.2.1 198.51.100.7 +1 2\r\n".utf8), .malformedProxyHeader),
        (Array("PROXY TCP4 192.0.2.1 198.51.100.7  2\r\n".utf8), .malformedProxyHeader),
        (Array("PROXY TCP6 192.0.2.1 198.51.100.7 1 2\r\n".utf8), .malformedProxyHeader),
        (Array("PROXY TCP4 ::1 ::1 1 2\r\n".utf8), .malformedProxyHeader),
        (Array("PROXY TCP4 ::1 192.0.2.1 1 2\r\n".utf8), .malformedProxyHeader),
        (Array("PROXY UDP4 192.0.2.1 198.51.100.7 1 2\r\n".utf8), .malformedProxyHeader),
        (Array("PROXY TCP4 a b 1 2\r\n".utf8), .malformedProxyHeader),
        (Array("PROXY UNKNOWN\n".utf8), .malformedProxyHeader),
        (Array("PROXY UNKNOWN\r\r".utf8), .malformedProxyHeader),
        (Array("PROXY UNKNOWN\0\r\n".utf8), .malformedProxyHeader),
        (Array("PROXY UNKNOWN é\r\n".utf8), .malformedProxyHeader),
        (Array("PROXY UNKNOWN ".utf8) + [UInt8](repeating: 0x61, count: 92), .proxyHeaderTooLong),
        (binary(0x31, 0x11, four), .malformedProxyHeader),
        (binary(0x11, 0x11, four), .malformedProxyHeader),
        (binary(0x22, 0x11, four), .malformedProxyHeader),
        (binary(0x21, 0x12, four), .malformedProxyHeader),
        (binary(0x21, 0x41, four), .malformedProxyHeader),
        (binary(0x21, 0x11, Array(four.dropLast())), .malformedProxyHeader),
        (binary(0x21, 0x21, four), .malformedProxyHeader),
        (binary(0x21, 0x11, four + [3, 0]), .malformedProxyHeader),
        (binary(0x21, 0x11, four + [3, 0, 2, 1]), .malformedProxyHeader),
        (binary(0x21, 0x11, four + [0x20, 0, 4, 1, 0, 0, 0]), .malformedProxyHeader),
        (binary(0x21, 0x11, four, length: 4081), .proxyHeaderTooLong),
        (binary(0x20, 0x00, [], length: 65_535), .proxyHeaderTooLong),
    ]

    @Test(arguments: bad)
    func everythingElseIsRefused(_ bytes: [UInt8], _ expected: ProxyHeader.Refusal) {
        #expect(ProxyHeader.read(bytes.span) == .refused(expected))
        // No part of it is a header, and what is refused stays so.
        var isRefused = false
        for end in 0...bytes.count {
            switch ProxyHeader.read(Array(bytes[..<end]).span) {
            case .needMore: #expect(!isRefused)
            case .refused: isRefused = true
            case .header: Issue.record("\(end) bytes are a header")
            }
        }
    }

    @Test func aLineHasItsLimit() {
        let line = Array("PROXY UNKNOWN ".utf8) + [UInt8](repeating: 0x61, count: 91)
        #expect(line.count == 105)
        guard case .header(_, 107) = ProxyHeader.read((line + [13, 10]).span) else {
            Issue.record("107 bytes are refused")
            return
        }
        #expect(ProxyHeader.read((line + [0x61]).span) == .refused(.proxyHeaderTooLong))
    }
}
