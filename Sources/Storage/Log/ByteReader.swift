extension [UInt8] {
    /// Appends eight bytes, the most significant first.
    mutating func append(bigEndian value: Int64) {
        let bits = UInt64(bitPattern: value)
        for shift in stride(from: 56, through: 0, by: -8) {
            append(UInt8(truncatingIfNeeded: bits >> UInt64(shift)))
        }
    }

    /// Appends a length: seven bits a byte, the least significant first, the top bit on all but the
    /// last (LEB128).
    mutating func append(length: Int) {
        var rest = UInt64(length)
        while rest >= 0x80 {
            append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        append(UInt8(rest))
    }

    /// Appends a length and that many bytes.
    mutating func append(counted bytes: [UInt8]) {
        append(length: bytes.count)
        append(contentsOf: bytes)
    }

    /// Appends a text's length in bytes and its UTF-8.
    mutating func append(counted text: String) {
        append(length: text.utf8.count)
        append(contentsOf: text.utf8)
    }
}

/// Reads what the functions above wrote; nil where the bytes end or make no sense.
struct ByteReader {
    private let bytes: [UInt8]
    private(set) var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { position == bytes.count }

    mutating func byte() -> UInt8? {
        guard position < bytes.count else { return nil }
        defer { position += 1 }
        return bytes[position]
    }

    mutating func bigEndian() -> Int64? {
        guard position + 8 <= bytes.count else { return nil }
        var bits: UInt64 = 0
        for byte in bytes[position..<position + 8] { bits = bits << 8 | UInt64(byte) }
        position += 8
        return Int64(bitPattern: bits)
    }

    /// Only the shortest form is read, and nothing beyond 2^35.
    mutating func length() -> Int? {
        var value = 0
        for shift in stride(from: 0, through: 28, by: 7) {
            guard let byte = byte() else { return nil }
            value |= Int(byte & 0x7F) << shift
            if byte < 0x80 { return byte == 0 && shift > 0 ? nil : value }
        }
        return nil
    }

    mutating func counted() -> [UInt8]? {
        guard let count = length(), count <= bytes.count - position else { return nil }
        defer { position += count }
        return Array(bytes[position..<position + count])
    }

    mutating func text() -> String? {
        guard let bytes = counted() else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }
}
