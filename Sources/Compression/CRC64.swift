/// CRC-64/GO-ISO, the checksum of LTX files, computed as the bytes come: reflected, polynomial
/// 0x1B, all ones before and after (https://reveng.sourceforge.io/crc-catalogue/all.htm).
///
/// Eight bytes a step by eight tables ("slicing-by-8", Kounavis and Berry 2005).
public struct CRC64: Sendable, Equatable {
    /// Table k at 256 × k: the effect of a byte that k zero bytes follow.
    private static let tables = makeTables()

    /// The register, which the bytes so far left, all ones at the start.
    private var register: UInt64 = .max

    /// The checksum of no bytes.
    public init() {}

    /// The checksum of these bytes.
    public init(of bytes: [UInt8]) { update(bytes.span) }

    /// The checksum of all bytes so far; 0 for none.
    public var value: UInt64 { ~register }

    /// Adds bytes.
    public mutating func update(_ bytes: [UInt8]) { update(bytes.span) }

    /// Adds bytes that someone else holds.
    public mutating func update(_ bytes: Span<UInt8>) {
        let tables = Self.tables
        let table = tables.span
        var state = register
        // Loads stay below the count, and the tables have 2,048 places of which 8 × 256 are asked for.
        unsafe bytes.withUnsafeBytes { bytes in
            var index = 0
            while index + 8 <= bytes.count {
                let word = unsafe bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                state ^= UInt64(littleEndian: word)
                let low = Self.fold(table, UInt32(truncatingIfNeeded: state), from: 1024)
                state = low ^ Self.fold(table, UInt32(truncatingIfNeeded: state >> 32), from: 0)
                index += 8
            }
            while index < bytes.count {
                let place = unsafe Int((state ^ UInt64(bytes[index])) & 0xFF)
                state = table[place] ^ state >> 8
                index += 1
            }
        }
        register = state
    }

    /// The effect of four bytes by the four tables that begin at `start`.
    @inline(__always)
    private static func fold(_ table: Span<UInt64>, _ word: UInt32, from start: Int) -> UInt64 {
        table[start + 768 + Int(word & 0xFF)] ^ table[start + 512 + Int(word >> 8 & 0xFF)]
            ^ table[start + 256 + Int(word >> 16 & 0xFF)] ^ table[start + Int(word >> 24)]
    }

    private static func makeTables() -> [UInt64] {
        var tables = [UInt64](repeating: 0, count: 2048)
        for index in 0..<256 {
            var state = UInt64(index)
            for _ in 0..<8 {
                state = state & 1 == 1 ? state >> 1 ^ 0xD800_0000_0000_0000 : state >> 1
            }
            tables[index] = state
        }
        for index in 256..<2048 {
            let before = tables[index - 256]
            tables[index] = tables[Int(before & 0xFF)] ^ before >> 8
        }
        return tables
    }
}
