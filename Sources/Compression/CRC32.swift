internal import CZlib

/// The checksum of gzip and ZIP (RFC 1952 section 8), computed as the bytes come.
public struct CRC32: Sendable, Equatable {
    /// The checksum of all bytes so far; 0 for none.
    public private(set) var value: UInt32 = 0

    /// The checksum of no bytes.
    public init() {}

    /// The checksum of these bytes.
    public init(of bytes: [UInt8]) {
        update(bytes)
    }

    /// Adds bytes.
    public mutating func update(_ bytes: [UInt8]) {
        update(bytes.span)
    }

    /// Adds bytes that someone else holds.
    public mutating func update(_ bytes: Span<UInt8>) {
        guard !bytes.isEmpty else { return }
        // zlib reads within the buffer's own count, during the call only.
        let next = unsafe bytes.withUnsafeBufferPointer { buffer in
            unsafe crc32_z(UInt(value), buffer.baseAddress, buffer.count)
        }
        value = UInt32(truncatingIfNeeded: next)
    }
}
