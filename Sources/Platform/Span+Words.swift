import Glibc

/// What libc and the processor do with many bytes at a time, over borrowed bytes.
extension Span where Element == UInt8 {
    /// Whether `bytes` stand at `start`.
    public func holds(_ bytes: [UInt8], at start: Int) -> Bool {
        guard start >= 0, bytes.count <= count - start else { return false }
        // Both pointers are used inside the closures that lend them, within their counts.
        return unsafe withUnsafeBytes { mine in
            unsafe bytes.withUnsafeBytes { others in
                guard let mine = mine.baseAddress, let others = others.baseAddress else {
                    return true
                }
                return unsafe memcmp(mine + start, others, bytes.count) == 0
            }
        }
    }

    /// A hash of the bytes in `range`, different with each seed. Not for secrets: whoever knows the
    /// seed can find bytes of the same hash.
    public func mixed(_ range: Range<Int>, seed: UInt64) -> UInt64 {
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        // Loads stay within the range, checked above.
        return unsafe withUnsafeBytes { bytes in
            var hash = seed
            var index = range.lowerBound
            while index + 8 <= range.upperBound {
                let word = unsafe bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                hash = Self.mix(hash, word)
                index += 8
            }
            while index < range.upperBound {
                hash = unsafe Self.mix(hash, UInt64(bytes[index]))
                index += 1
            }
            return hash
        }
    }

    private static func mix(_ hash: UInt64, _ word: UInt64) -> UInt64 {
        let product = (hash ^ word).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
        return product.high ^ product.low
    }
}
