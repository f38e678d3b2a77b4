/// Percent-decoding, once, to UTF-8 without NUL (RFC 3986 section 2.1).
enum PercentDecoder {
    /// The decoded text of `range`, or nil for a broken escape, NUL or invalid UTF-8. With
    /// `plusIsSpace` "+" is a space, as in forms.
    static func decode(
        _ buffer: Span<UInt8>, _ range: Range<Int>, plusIsSpace: Bool
    ) -> String? {
        var isPlain = true
        for index in range {
            let byte = buffer[index]
            if byte == 0x25 || byte >= 0x80 || byte == 0 || (plusIsSpace && byte == 0x2B) {
                isPlain = false
                break
            }
        }
        if isPlain { return buffer.text(range) }
        guard let bytes = decodedBytes(buffer, range, plusIsSpace: plusIsSpace) else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func decodedBytes(
        _ buffer: Span<UInt8>, _ range: Range<Int>, plusIsSpace: Bool
    ) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(range.count)
        var index = range.lowerBound
        while index < range.upperBound {
            var byte = buffer[index]
            if byte == 0x25 {
                guard index + 2 < range.upperBound, let high = Bytes.hexValue(buffer[index + 1]),
                    let low = Bytes.hexValue(buffer[index + 2])
                else { return nil }
                byte = high << 4 | low
                index += 2
            } else if plusIsSpace, byte == 0x2B {
                byte = 0x20
            }
            guard byte != 0 else { return nil }
            bytes.append(byte)
            index += 1
        }
        return bytes
    }
}
