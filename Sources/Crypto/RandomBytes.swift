import COpenSSL

/// Random bytes for keys, nonces and tokens, from OpenSSL's generator (RAND_bytes).
public enum RandomBytes {
    /// `count` unpredictable bytes.
    public static func draw(_ count: Int) throws(CryptoError) -> [UInt8] {
        var isFine = true
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            // The buffer has room for `count` bytes, and all of them are written.
            isFine = unsafe RAND_bytes(buffer.baseAddress, Int32(count)) == 1
            filled = isFine ? count : 0
        }
        guard isFine else { throw .failed(operation: "draw random bytes") }
        return bytes
    }
}

/// Whether two secrets are the same, in a time that tells nothing of where they differ.
public func isEqualInConstantTime(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    guard left.count == right.count else { return false }
    var difference: UInt8 = 0
    for index in left.indices { difference |= left[index] ^ right[index] }
    return difference == 0
}
