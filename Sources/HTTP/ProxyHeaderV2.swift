/// Version 2 of the PROXY protocol (section 2.2):
///
///     signature 12 | version, command 1 | family, transport 1 | length 2 | addresses | TLVs
enum ProxyHeaderV2 {
    static let signature: [UInt8] = [
        0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A,
    ]
    private static let fixedBytes = 16
    private static let secureType: UInt8 = 0x20
    /// The client came by TLS (PP2_CLIENT_SSL).
    private static let secureBit: UInt8 = 0x01

    static func read(
        _ bytes: Span<UInt8>
    ) throws(ProxyHeader.Refusal) -> ProxyHeader.Reading {
        for index in 0..<min(bytes.count, signature.count) where bytes[index] != signature[index] {
            throw .noProxyHeader
        }
        guard bytes.count >= fixedBytes else { return .needMore }
        let length = fixedBytes + (Int(bytes[14]) << 8 | Int(bytes[15]))
        guard length <= ProxyHeader.bytesMax else { throw .proxyHeaderTooLong }
        guard bytes[12] >> 4 == 2, bytes[12] & 0x0F <= 1 else { throw .malformedProxyHeader }
        guard bytes.count >= length else { return .needMore }
        // Whatever comes with LOCAL is to be ignored.
        if bytes[12] & 0x0F == 0 { return .header(ProxyHeader(.proxy), length: length) }
        return .header(try header(bytes, family: bytes[13], end: length), length: length)
    }

    private static func header(
        _ bytes: Span<UInt8>, family: UInt8, end: Int
    ) throws(ProxyHeader.Refusal) -> ProxyHeader {
        let addressBytes: Int
        switch family {
        case 0x11: addressBytes = 12
        case 0x21: addressBytes = 36
        case 0x31: addressBytes = 216
        // With UNSPEC there is no telling what follows (section 2.2).
        case 0x00: return ProxyHeader(.unknown)
        // Datagrams do not come over a stream.
        default: throw .malformedProxyHeader
        }
        let rest = fixedBytes + addressBytes
        guard rest <= end else { throw .malformedProxyHeader }
        let isSecure = try readAdditions(bytes, from: rest, end: end)
        guard family != 0x31 else { return ProxyHeader(.unknown, isSecure: isSecure) }
        let size = family == 0x11 ? 4 : 16
        let port = fixedBytes + 2 * size
        return ProxyHeader(
            .address(
                bytes.bytes(fixedBytes..<fixedBytes + size),
                port: UInt16(bytes[port]) << 8 | UInt16(bytes[port + 1])),
            isSecure: isSecure)
    }

    /// Looks through the TLVs: type, length in two bytes, value. They must fill the rest exactly.
    ///
    /// - Returns: whether one says that the client came by TLS.
    private static func readAdditions(
        _ bytes: Span<UInt8>, from start: Int, end: Int
    ) throws(ProxyHeader.Refusal) -> Bool {
        var isSecure = false
        var position = start
        while position < end {
            guard end - position >= 3 else { throw .malformedProxyHeader }
            let length = Int(bytes[position + 1]) << 8 | Int(bytes[position + 2])
            guard end - position - 3 >= length else { throw .malformedProxyHeader }
            if bytes[position] == secureType {
                guard length >= 5 else { throw .malformedProxyHeader }
                isSecure = bytes[position + 3] & secureBit != 0
            }
            position += 3 + length
        }
        return isSecure
    }
}
