/// IP addresses as text, read strictly: what proxies write, not what people may type.
public enum AddressText {
    /// The 4 or 16 bytes of an address without brackets, in network order; nil for anything else.
    public static func bytes(_ text: some StringProtocol) -> [UInt8]? {
        let utf8 = Array(text.utf8)
        guard utf8.count <= 45 else { return nil }
        return utf8.contains(0x3A) ? six(utf8[...]) : four(utf8[...])
    }

    /// Four decimal numbers without leading zeros (RFC 3986 section 3.2.2).
    private static func four(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        let parts = text.split(separator: 0x2E, omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var bytes: [UInt8] = []
        for part in parts {
            guard let first = part.first, part.count <= 3, first != 0x30 || part.count == 1,
                part.allSatisfy(Bytes.isDigit)
            else { return nil }
            let value = part.reduce(0) { $0 * 10 + Int($1 - 0x30) }
            guard value <= 255 else { return nil }
            bytes.append(UInt8(value))
        }
        return bytes
    }

    /// Eight groups, one run of zeros left out, perhaps an IPv4 address at the end (RFC 4291
    /// section 2.2).
    private static func six(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        guard let gap = text.indices.dropLast().first(where: { isGap(text, at: $0) }) else {
            guard let bytes = groups(text, mayEndInFour: true), bytes.count == 16 else {
                return nil
            }
            return bytes
        }
        let rest = text[(gap + 2)...]
        guard let front = groups(text[..<gap], mayEndInFour: false),
            let back = groups(rest, mayEndInFour: true), front.count + back.count <= 14
        else { return nil }
        return front + [UInt8](repeating: 0, count: 16 - front.count - back.count) + back
    }

    private static func isGap(_ text: ArraySlice<UInt8>, at index: Int) -> Bool {
        text[index] == 0x3A && text[index + 1] == 0x3A
    }

    /// Groups of one to four hexadecimal digits; none for no text.
    private static func groups(_ text: ArraySlice<UInt8>, mayEndInFour: Bool) -> [UInt8]? {
        if text.isEmpty { return [] }
        let parts = text.split(separator: 0x3A, omittingEmptySubsequences: false)
        var bytes: [UInt8] = []
        for (index, part) in parts.enumerated() {
            if mayEndInFour, index == parts.count - 1, part.contains(0x2E) {
                guard let last = four(part) else { return nil }
                return bytes + last
            }
            guard (1...4).contains(part.count) else { return nil }
            var value = 0
            for byte in part {
                guard let digit = Bytes.hexValue(byte) else { return nil }
                value = value << 4 | Int(digit)
            }
            bytes += [UInt8(value >> 8), UInt8(value & 0xFF)]
        }
        return bytes
    }
}
