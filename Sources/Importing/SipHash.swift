/// SipHash-2-4 with 128 bits of output and a fixed key (Aumasson and Bernstein 2012, the 128-bit
/// variant of their reference code). It tells rows apart; it guards no secret.
enum SipHash {
    private struct State {
        var v0: UInt64 = 0x736f_6d65_7073_6575 ^ 0x0706_0504_0302_0100
        var v1: UInt64 = 0x646f_7261_6e64_6f6d ^ 0x0f0e_0d0c_0b0a_0908 ^ 0xee
        var v2: UInt64 = 0x6c79_6765_6e65_7261 ^ 0x0706_0504_0302_0100
        var v3: UInt64 = 0x7465_6462_7974_6573 ^ 0x0f0e_0d0c_0b0a_0908

        mutating func round() {
            v0 &+= v1
            v1 = v1 << 13 | v1 >> 51
            v1 ^= v0
            v0 = v0 << 32 | v0 >> 32
            v2 &+= v3
            v3 = v3 << 16 | v3 >> 48
            v3 ^= v2
            v0 &+= v3
            v3 = v3 << 21 | v3 >> 43
            v3 ^= v0
            v2 &+= v1
            v1 = v1 << 17 | v1 >> 47
            v1 ^= v2
            v2 = v2 << 32 | v2 >> 32
        }

        mutating func absorb(_ word: UInt64) {
            v3 ^= word
            round()
            round()
            v0 ^= word
        }

        mutating func squeeze() -> UInt64 {
            for _ in 0..<4 { round() }
            return v0 ^ v1 ^ v2 ^ v3
        }
    }

    static func digest(of bytes: [UInt8]) -> RowDigest {
        var state = State()
        let span = bytes.span
        let whole = span.count / 8 * 8
        var index = 0
        while index < whole {
            var word: UInt64 = 0
            for offset in 0..<8 { word |= UInt64(span[index + offset]) << UInt64(8 * offset) }
            state.absorb(word)
            index += 8
        }
        var last = UInt64(truncatingIfNeeded: span.count) << 56
        for offset in 0..<(span.count - whole) {
            last |= UInt64(span[whole + offset]) << UInt64(8 * offset)
        }
        state.absorb(last)
        state.v2 ^= 0xee
        let high = state.squeeze()
        state.v1 ^= 0xdd
        return RowDigest(high: high, low: state.squeeze())
    }
}
